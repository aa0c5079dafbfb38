import { LamboxError } from '../errors.ts';

/** What Lambda answers to a zip file that it cannot take (row 7.5-5). */
const refusal = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

/**
 * A zip file that cannot be deployed, in Lambda's words and with the reason, which Lambda keeps to
 * itself.
 * @param reason a sentence's end: `its entry "../a" …`
 */
export function zipError(file: string, reason: string, cause?: unknown): LamboxError {
  return new LamboxError('InvalidCode', `${refusal} ${JSON.stringify(file)}: ${reason}`, {
    remedy:
      'Zip the content of the folder again, e.g. (cd app && zip -r ../function.zip .), ' +
      'or name the folder.',
    evidence: { file },
    ...(cause !== undefined && { cause }),
  });
}

/** For an entry of it. */
export function zipEntryError(
  file: string,
  entry: string,
  reason: string,
  cause?: unknown,
): LamboxError {
  return zipError(file, `the entry ${JSON.stringify(entry)} cannot be deployed: ${reason}`, cause);
}
