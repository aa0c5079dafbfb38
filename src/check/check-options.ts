import type { FunctionOptions } from '../function-options.ts';

/** An event and what the report calls it. */
export interface CheckEvent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is checked, and with which events. */
export interface CheckOptions extends FunctionOptions {
  /** Sent in the relaxed run; default: one, `{}`. */
  readonly events?: readonly CheckEvent[];
  /** Also whether one event shows in the answer to another: many cold starts. */
  readonly stateBleed?: boolean;
}
