/** What courses and articles say of cold starts: rules of thumb, nobody's measurement. */
export interface TaughtStart {
  readonly what: string;
  readonly text: string;
}

export const taughtStarts: readonly TaughtStart[] = [
  { what: 'Node.js', text: '100–300 ms' },
  { what: 'Python', text: '100–400 ms' },
  { what: 'Java', text: '1–3 s' },
  { what: '.NET', text: '0.5–2 s' },
  { what: 'a container image, of any', text: '2–10 s' },
];
