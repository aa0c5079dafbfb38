import { type Contender, listContenders, type NamedFunction } from '../benchmark/contender.ts';
import { LamboxError } from '../errors.ts';
import { resolveTarget } from '../package/resolve-target.ts';
import type { BenchFlags } from './bench-flags.ts';
import type { CommandContext } from './command-context.ts';
import { resolveFunctionOptions } from './function-flags.ts';

/** @throws LamboxError `InvalidOption`, `InvalidCode` */
export async function resolveContenders(
  targets: readonly string[],
  flags: BenchFlags,
  context: CommandContext,
): Promise<readonly Contender[]> {
  const functions = await resolveFunctions(targets, flags, context);
  return listContenders(functions, flags.memory, flags.concurrency ?? [1]);
}

/** Each by the name that tells it from the others. */
export async function resolveFunctions(
  targets: readonly string[],
  flags: BenchFlags,
  { configuration }: CommandContext,
): Promise<readonly NamedFunction[]> {
  const resolved = await Promise.all(targets.map((target) => resolveTarget(target)));
  const names = resolved.map(({ name }) => name);
  const isAmbiguous = new Set(names).size < names.length;
  if (new Set(targets).size < targets.length) {
    throw new LamboxError('InvalidOption', `--compare names ${targets.at(-1)} twice`, {
      remedy: 'Leave it out: the first function is measured twice anyway, as the control.',
    });
  }
  const { memory: _memory, ...others } = flags;
  return Promise.all(
    targets.map(async (target, index) => ({
      name: isAmbiguous ? target : (names[index] ?? target),
      options: await resolveFunctionOptions(target, others, configuration),
    })),
  );
}
