import { formatMs } from '../figure-text.ts';
import { type BesideAws, besideAwsNote, besideAwsSource } from '../published/beside-aws.ts';
import { taughtStarts } from '../published/taught-starts.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** What others have measured on AWS, what is usually taught, and why both differ from here. */
export function besideAwsSection(rows: readonly BesideAws[]): string {
  const own = rows.map(({ contender, count, medianMs, published }) => [
    contender,
    published.title,
    `${formatMs(medianMs)} (n ${count})`,
    `${formatMs(published.medianMs)} (n ${published.count})`,
    `${formatMs(published.leastMs)}–${formatMs(published.mostMs)}`,
  ]);
  const head = {
    texts: ['Init Duration, ms', 'published for'],
    numbers: ['here, median', 'AWS, median', 'least–most'],
  };
  const table = own.length === 0 ? '' : htmlTable('Init Duration on AWS', head, [{ rows: own }]);
  const taught = htmlTable(
    'What is taught',
    { texts: ['usually taught of cold starts on AWS'], numbers: ['time'] },
    [{ rows: taughtStarts.map(({ what, text }) => [what, text]) }],
  );
  const note = own.length === 0 ? besideAwsNote : `${besideAwsSource} ${besideAwsNote}`;
  return section('Beside AWS', note, `${table}${taught}`);
}
