import { Resvg } from '@resvg/resvg-js';
import { LamboxError } from '../../errors.ts';

/** For slides, and for screens with two pixels where others have one. */
const scale = 2;

/** The renderer knows no `system-ui` and looks at the first family alone. */
const families = [
  ...['Inter', 'Segoe UI', 'Helvetica Neue', 'Arial'],
  ...['DejaVu Sans', 'Liberation Sans', 'Noto Sans'],
];

/**
 * Letters are drawn with the fonts of this machine.
 * @param option what asked for pictures
 * @returns the family to draw with; empty for any
 * @throws LamboxError `InvalidOption` where it has none: pictures would have no words.
 */
export function findFontFamily(option: string): string {
  const anyWidth = textWidth('no such family');
  if (anyWidth === null) {
    throw new LamboxError('InvalidOption', `${option} writes PNG, but this machine has no fonts`, {
      remedy: 'Install one, such as fonts-dejavu-core on Debian; --out needs none.',
    });
  }
  return families.find((family) => textWidth(family) !== anyWidth) ?? '';
}

/** A family that is not there is replaced by any that is. */
function textWidth(family: string): number | null {
  const text = `<text y="20" font-family="${family}">milliseconds, MWQ 0123</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: true } }).getBBox()?.width ?? null;
}

/** @returns PNG */
export function chartImage(svg: string, family: string): Uint8Array {
  const font = {
    loadSystemFonts: true,
    ...(family === '' ? {} : { defaultFontFamily: family }),
  };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: scale }, font }).render().asPng();
}
