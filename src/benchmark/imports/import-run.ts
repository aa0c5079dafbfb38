/** A module that a function's init loaded. */
export interface LoadedModule {
  /** What people know it by: a package, `node:crypto`, or `ownCode`. */
  readonly packageName: string;
  /** Its place in the list of whatever asked for it first; `null`: the function's own beginning. */
  readonly parent: number | null;
  /** Found, read, compiled and run, without what it asked for itself. */
  readonly selfMs: number;
}

/** One cold start's init: what it loaded for the function, not what the runtime client did. */
export interface ImportRun {
  readonly modules: readonly LoadedModule[];
  /** From the function's first module until the runtime client asked for an event. */
  readonly totalMs: number;
}

/** All modules that are in no package. */
export const ownCode = '(own code)';

/** Marks what the probes of images/import-probe/ say, among the lines of the log. */
export const probePrefix = 'lambox-imports ';
