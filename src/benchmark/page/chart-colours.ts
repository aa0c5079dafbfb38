import type { PhaseGroup } from '../../timeline/timeline.ts';

/** A colour on white paper and on a dark screen: at least 3:1 against either. */
interface Tone {
  readonly light: string;
  readonly dark: string;
}

const tones = {
  paper: { light: '#ffffff', dark: '#14171c' },
  ink: { light: '#1b1f24', dark: '#e8eaed' },
  faint: { light: '#59626f', dark: '#a2abb8' },
  line: { light: '#d5dae1', dark: '#39404a' },
  panel: { light: '#f5f6f8', dark: '#1c2027' },
  allocation: { light: '#7a58b8', dark: '#b79aec' },
  environmentSetup: { light: '#a96a00', dark: '#e0ab4f' },
  init: { light: '#1a74a0', dark: '#5db9e3' },
  invoke: { light: '#2b8247', dark: '#6cc788' },
  faster: { light: '#2b8247', dark: '#6cc788' },
  slower: { light: '#c0362c', dark: '#f28b82' },
  noDifference: { light: '#59626f', dark: '#a2abb8' },
  tooNoisy: { light: '#a96a00', dark: '#e0ab4f' },
  series0: { light: '#2563c4', dark: '#7db1fa' },
  series1: { light: '#bf4f0a', dark: '#f3a267' },
  series2: { light: '#117a58', dark: '#5fcca4' },
  series3: { light: '#8546bd', dark: '#c59df3' },
  series4: { light: '#b02a5c', dark: '#f28fb3' },
  series5: { light: '#7a6200', dark: '#d8bf56' },
  series6: { light: '#0c7490', dark: '#62c9e0' },
  series7: { light: '#5a6472', dark: '#a9b3c0' },
} as const satisfies Record<string, Tone>;

export type ColourName = keyof typeof tones;

/** As the page's style defines it, light or dark. */
export function colour(name: ColourName): string {
  return `var(--${name})`;
}

export const groupColours: Readonly<Record<PhaseGroup, string>> = {
  allocation: colour('allocation'),
  environmentSetup: colour('environmentSetup'),
  init: colour('init'),
  invoke: colour('invoke'),
};

const series = [
  ...(['series0', 'series1', 'series2', 'series3'] as const),
  ...(['series4', 'series5', 'series6', 'series7'] as const),
];

/** The colour of the so-manieth thing; they begin again after eight. */
export function seriesColour(index: number): string {
  return colour(series[index % series.length] ?? 'ink');
}

/** Declarations for the page's style. */
export function colourVariables(scheme: 'light' | 'dark'): string {
  return Object.entries(tones)
    .map(([name, tone]) => `--${name}: ${tone[scheme]};`)
    .join(' ');
}

/** For a drawing on its own, where no style says what the variables are. */
export function withPlainColours(svg: string, scheme: 'light' | 'dark' = 'light'): string {
  const plain: ReadonlyMap<string, string> = new Map(
    Object.entries(tones).map(([name, tone]) => [name, tone[scheme]]),
  );
  return svg
    .replaceAll(/var\(--(\w+)\)/g, (all, name: string) => plain.get(name) ?? all)
    .replaceAll('currentColor', tones.ink[scheme]);
}
