import { secondEntry } from '../contender.ts';
import { pings, stopsAndContinues } from '../contenders/guest-frames.ts';
import { createGuest } from '../guest.ts';
import { deployVersion, memorySizesMb, type Workbench } from '../workbench.ts';
import { runSuite, type SuiteResult } from './suite.ts';

const names = {
  socket: 'ping, socket',
  socketAgain: 'ping, socket again',
  attach: 'ping, attach',
  stop: 'stop + continue, socket',
  stopAttach: 'stop + continue, attach',
  stopLeast: 'stop + continue, socket, 128 MB',
} as const;

/** Frames there and back on both transports, with a booted runtime in the container. */
export async function wireSuite(bench: Workbench): Promise<SuiteResult> {
  await using disposal = new AsyncDisposableStack();
  const version = await deployVersion(bench, memorySizesMb.whole);
  const leastVersion = await deployVersion(bench, memorySizesMb.least);
  const socket = disposal.use(await createGuest(bench, version, 'socket'));
  const attach = disposal.use(await createGuest(bench, version, 'attach'));
  const least = disposal.use(await createGuest(bench, leastVersion, 'socket'));
  const reference = pings(socket, names.socket, 500);
  return await runSuite(bench, {
    name: 'wire',
    title:
      'Frames between the orchestrator and the shim: a ping, and every process of the ' +
      'environment stopped and continued, both confirmed by the guest.',
    contenders: [
      reference,
      secondEntry(reference, names.socketAgain),
      pings(attach, names.attach, 500),
      stopsAndContinues(socket, names.stop, 200),
      stopsAndContinues(attach, names.stopAttach, 200),
      stopsAndContinues(least, names.stopLeast, 50),
    ],
    control: { reference: names.socket, again: names.socketAgain, metric: 'roundTrip' },
    rounds: bench.quick ? 8 : 24,
    questions: [
      { contender: names.socket, metric: 'roundTrip', bar: 0.08 },
      { contender: names.attach, metric: 'roundTrip', bar: 0.25 },
      { contender: names.stop, metric: 'both', bar: 0.2 },
      { contender: names.stopAttach, metric: 'both' },
      { contender: names.stopLeast, metric: 'both' },
    ],
  });
}
