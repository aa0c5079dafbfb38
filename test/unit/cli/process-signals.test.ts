import { expect, test } from 'vitest';
import { onProcessSignal } from '../../../src/cli/process-signals.ts';

test('one keystroke counts once, a later one again', () => {
  let nowMs = 1_000;
  const clock = { monotonicMs: () => nowMs, epochMs: () => 0 };
  const heard: string[] = [];
  const stop = onProcessSignal((signal) => heard.push(signal), clock);
  process.emit('SIGINT', 'SIGINT');
  nowMs += 20;
  process.emit('SIGINT', 'SIGINT');
  nowMs += 1_000;
  process.emit('SIGTERM', 'SIGTERM');
  stop();
  expect(heard).toEqual(['SIGINT', 'SIGTERM']);
  expect(process.listeners('SIGTERM')).toEqual([]);
});
