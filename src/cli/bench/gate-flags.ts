import { type Command, Option } from 'commander';
import { type Bar, parseBar } from '../../benchmark/gate/bar.ts';

/** What `bench` takes to compare with another time, and to fail. */
export interface GateFlags {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly failOn: readonly Bar[];
}

/** As commander names them. */
export const gateFlagNames = ['baseline', 'updateBaseline', 'failOn'] as const;

const collectBar = (text: string, bars: readonly Bar[]): readonly Bar[] => [
  ...bars,
  parseBar(text),
];

export function addGateFlags(command: Command): Command {
  return command
    .option('--baseline <file>', 'compare with this file, measured before, maybe elsewhere')
    .option('--update-baseline', 'measure the baseline and write the file')
    .addOption(
      new Option('--fail-on <bar>', 'such as init.p90>+10% or init.p50>250ms; again for more')
        .argParser(collectBar)
        .default([], 'none'),
    );
}
