import { type Command, Option } from 'commander';
import { type Packaging, parsePackagings } from '../../benchmark/packaging.ts';
import { addFunctionFlags, type FunctionFlags, knownRuntime } from '../function-flags.ts';
import { parseMemoryAmount } from '../memory-amount.ts';
import { wholeNumber } from '../whole-number.ts';
import { addGateFlags, type GateFlags } from './gate-flags.ts';
import { addLoadFlags, type LoadFlags } from './load-flags.ts';

/** What `bench` takes. */
export interface BenchFlags
  extends Omit<FunctionFlags, 'memory' | 'runtime'>,
    LoadFlags,
    GateFlags {
  readonly memory: readonly number[];
  /** Each function on every one of them. */
  readonly runtime?: readonly string[];
  /** Each function in every one of them. */
  readonly package?: readonly Packaging[];
  readonly cold: number;
  readonly warm: number;
  /** Events at once; absent: one. */
  readonly concurrency?: readonly number[];
  readonly event?: string;
  readonly events?: string;
  readonly compare: readonly string[];
  readonly json?: string;
  readonly markdown?: boolean;
  readonly out?: string;
  readonly charts?: string;
  readonly imports?: boolean;
}

const help = `
Each round has a cold start of every contender, in a container made for it, and its share of the
warm events; contenders take turns in a new order each round, the first round does not count, and
the first function runs twice as the control. A difference is claimed only where it is beyond what
the control shows. With --concurrency 8 eight cold starts happen at once, and then eight senders
share the warm events.

With --rate events are sent at their times whatever becomes of those before, and latency counts
from these times; beyond --concurrency environments (then: at most so many, 10) they are throttled.

A bar of --fail-on is broken (exit code 4) only where the whole 95 % interval lies beyond it, and
held only where none of it does; else it is too noisy to tell (5). Per cent are more than the
baseline, or without one than the function that --compare is compared with.

Exit codes: 0 measured, 1 the function failed, 2 usage, 3 platform, 4 a bar is broken, 5 too noisy
to tell, or too busy to send at the rate.
Ctrl-C ends it after the event under way and reports what was measured.

Examples:
  $ lambox bench .                                        128 and 1,769 MB, about two minutes
  $ lambox bench ./app --memory 512,1024 --cold 30 --out report.html
  $ lambox bench ./app --compare ./app-bundled --charts charts
  $ lambox bench ./app --compare ./app-bundled --event @event.json --markdown
  $ lambox bench ./app --events events.jsonl              an event a line, in turn
  $ lambox bench ./app --concurrency 1,8 --memory 1769    eight environments beside one
  $ lambox bench ./app --runtime nodejs22.x,nodejs24.x    the same code on both
  $ lambox bench ./app --package directory,image          the same code in an image of its own
  $ lambox bench ./app --rate 50/s --duration 60s --memory 1769
  $ lambox bench ./app --imports                          what init imports, dearest first
  $ lambox bench . --baseline bench.json --update-baseline
  $ lambox bench . --baseline bench.json --fail-on 'init.p50>+20%'
  $ lambox bench my-image:latest --memory 1769 --cold 10 --warm 100 --json samples.jsonl
`;

const parseMemorySizes = (text: string) => [...new Set(text.split(',').map(parseMemoryAmount))];
const parseRuntimes = (text: string) => [...new Set(text.split(',').map(knownRuntime))];
const collect = (text: string, texts: readonly string[]): readonly string[] => [...texts, text];
const parseConcurrency = wholeNumber('--concurrency', { min: 1, max: 1_000 });
const parseConcurrencies = (text: string) => [...new Set(text.split(',').map(parseConcurrency))];

export function addBenchFlags(command: Command): Command {
  const memory = new Option('-m, --memory <sizes>', 'MB, several by commas')
    .argParser(parseMemorySizes)
    .default([128, 1_769], '128,1769');
  const cold = wholeNumber('--cold', { min: 1, max: 100_000 });
  const warm = wholeNumber('--warm', { min: 0, max: 10_000_000 });
  const runtime = new Option(
    '--runtime <names>',
    'such as nodejs24.x, several by commas; found out where it is plain',
  ).argParser(parseRuntimes);
  addFunctionFlags(command, { memory, runtime });
  addLoadFlags(command);
  addGateFlags(command);
  return command
    .addOption(
      new Option('--package <kinds>', 'the same code as directory,zip,image,layer').argParser(
        parsePackagings,
      ),
    )
    .option('--event <JSON|@file|->', 'the event; - reads stdin (default: {})')
    .option('--events <file>', 'a file with an event of JSON in each line, sent in turn')
    .option('--cold <count>', 'cold starts of each contender', cold, 20)
    .option('--warm <count>', 'warm events of each contender', warm, 300)
    .addOption(
      new Option('--concurrency <events>', 'at once, several by commas (default: 1)').argParser(
        parseConcurrencies,
      ),
    )
    .addOption(
      new Option('--compare <directory|image>', 'measure this beside it; again for more')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--imports', 'also which packages init spends its time on (Node.js, Python)')
    .option('--out <file>', 'write a page: one HTML file, complete in itself')
    .option('--charts <folder>', 'write each chart as SVG and PNG, for chat and slides')
    .option('--json <file>', 'write every sample, a line of JSON each')
    .option('--markdown', 'print tables in Markdown')
    .addHelpText('after', help);
}
