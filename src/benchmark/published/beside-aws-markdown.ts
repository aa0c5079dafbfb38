import { formatMs } from '../figure-text.ts';
import { type BesideAws, besideAwsNote, besideAwsSource } from './beside-aws.ts';

/** Init Duration here and on AWS, and what may be made of it. */
export function besideAwsMarkdown(rows: readonly BesideAws[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    '| Init Duration | here, median | on AWS, median | least–most | of |',
    '|---|--:|--:|--:|---|',
    ...rows.map(({ contender, medianMs, published }) => {
      const { title, leastMs, mostMs } = published;
      const range = `${formatMs(leastMs)}–${formatMs(mostMs)}`;
      const figures = `${formatMs(medianMs)} | ${formatMs(published.medianMs)} | ${range}`;
      return `| ${contender.replaceAll('|', '\\|')} | ${figures} | ${title} |`;
    }),
    '',
    `${besideAwsSource} ${besideAwsNote}`,
    '',
  ];
}
