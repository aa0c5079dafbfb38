/** Samples of one block, in milliseconds, by what was measured. */
export type Block = Readonly<Record<string, readonly number[]>>;

/** One of those that are compared. Disposing it leaves nothing behind. */
export interface Contender extends AsyncDisposable {
  readonly name: string;
  /** One operation or one block of them; what is not measured is cleaned up before it returns. */
  measure(): Promise<Block>;
}

/** The same contender under another name: the control. */
export function secondEntry(contender: Contender, name: string): Contender {
  return { name, measure: () => contender.measure(), async [Symbol.asyncDispose]() {} };
}
