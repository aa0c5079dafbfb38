import { styleText } from 'node:util';

/** Colours for people; plain text where nobody looks. */
export interface Paint {
  dim(text: string): string;
  bold(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  magenta(text: string): string;
}

type Style = keyof Paint;

/** `colours`: the stream is a terminal and the user has not set NO_COLOR. */
export function createPaint(colours: boolean): Paint {
  const style = (name: Style) => (text: string) =>
    colours ? styleText(name, text, { validateStream: false }) : text;
  return {
    dim: style('dim'),
    bold: style('bold'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
    magenta: style('magenta'),
  };
}
