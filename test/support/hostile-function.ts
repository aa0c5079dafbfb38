import { chmodSync } from 'node:fs';
import path from 'node:path';
import type { FunctionOptions } from '../../src/function-options.ts';
import { buildGoProgram } from './go-toolchain.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const source = path.resolve(import.meta.dirname, '../../images/shim/containertest/function');

/** The program of the shim's own container tests as a function: each event names what it does. */
export class HostileFunction implements Disposable {
  readonly #directory = new TemporaryDirectory();

  static async build(): Promise<HostileFunction> {
    const built = new HostileFunction();
    // A managed runtime's wrapper gets the runtime's own command, which is nothing to this one.
    built.#directory.write({ wrapper: '#!/bin/sh\nexec /var/task/bootstrap\n' });
    chmodSync(built.#directory.join('wrapper'), 0o755);
    await buildGoProgram(source, built.#directory.join('bootstrap'));
    return built;
  }

  get provided(): Partial<FunctionOptions> {
    const runtime = 'provided.al2023';
    return { code: this.#directory.path, runtime, handler: 'bootstrap', memorySizeMb: 512 };
  }

  /** In a runtime whose log has a framing descriptor. */
  get framed(): Partial<FunctionOptions> {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' };
    return { ...this.provided, runtime: 'nodejs24.x', handler: 'index.handler', variables };
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
