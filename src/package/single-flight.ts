/** Work of the same name that is asked for while it is under way is done once for all. */
export class SingleFlight<Result> {
  readonly #underWay = new Map<string, Promise<Result>>();

  /** The first one's work, with its result or its error. */
  run(name: string, work: () => Promise<Result>): Promise<Result> {
    const present = this.#underWay.get(name);
    if (present !== undefined) return present;
    const begun = work().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, begun);
    return begun;
  }
}
