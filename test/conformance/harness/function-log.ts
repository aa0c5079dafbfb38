/** How long an event of the log may be on its way, in milliseconds. */
const patienceMs = 60_000;

/** A function's log as it comes. */
export class FunctionLog {
  readonly #events: string[] = [];
  readonly #times: number[] = [];
  readonly #waiting = new Set<() => void>();

  get events(): readonly string[] {
    return this.#events;
  }

  add(text: string, epochMs: number): void {
    this.#events.push(text);
    this.#times.push(epochMs);
    for (const check of [...this.#waiting]) check();
  }

  /** NaN where nothing matches. */
  timeOf(pattern: RegExp): number {
    return this.#times[this.#events.findIndex((text) => pattern.test(text))] ?? Number.NaN;
  }

  /** @throws Error with the log so far, when nothing matches in time */
  logged(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(late);
        this.#waiting.delete(check);
      };
      const check = () => {
        const found = this.#events.find((text) => pattern.test(text));
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const late = setTimeout(() => {
        done();
        reject(new Error(`no ${pattern} in the log:\n${this.#events.join('\n')}`));
      }, patienceMs);
      this.#waiting.add(check);
      check();
    });
  }

  /** From behind the report before up to the report of this request, reports in text or JSON. */
  async of(requestId: string): Promise<readonly string[]> {
    const isReport = (text: string) =>
      text.startsWith('REPORT RequestId: ') || text.includes('"type":"platform.report"');
    const own = new RegExp(
      `^REPORT RequestId: ${requestId}|"type":"platform.report".*"requestId":"${requestId}"`,
    );
    await this.logged(own);
    const end = this.#events.findIndex((text) => own.test(text));
    const before = this.#events.findLastIndex((text, at) => at < end && isReport(text));
    return this.#events.slice(before + 1, end + 1);
  }
}
