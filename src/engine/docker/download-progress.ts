import type { ProgressMessage } from './progress-stream.ts';

/** Smaller layers are there before anybody asks how far they are. */
const layerBytesMin = 20_000_000;
const stepsOfLayer = 10;

/** How far large layers are: a line at each tenth, however often the engine reports. */
export class DownloadProgress {
  readonly #steps = new Map<string, number>();

  /** `null` when there is nothing new to say. */
  line({ status, id, progressDetail }: ProgressMessage): string | null {
    const { current, total } = progressDetail ?? {};
    if (id === undefined || current === undefined || total === undefined) return null;
    if (status !== 'Downloading' && status !== 'Extracting') return null;
    if (total < layerBytesMin) return null;
    const key = `${status} ${id}`;
    const step = Math.floor((current * stepsOfLayer) / total);
    if (step <= (this.#steps.get(key) ?? 0)) return null;
    this.#steps.set(key, step);
    return `${id}: ${status} ${megabytes(current)} of ${megabytes(total)} MB`;
  }
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1_000_000).toLocaleString('en');
}
