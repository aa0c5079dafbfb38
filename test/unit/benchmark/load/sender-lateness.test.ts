import { expect, test } from 'vitest';
import { lateMs, senderLateness } from '../../../../src/benchmark/load/sender-lateness.ts';

/** A hundred events a hundredth of a second apart, some of them late by so much. */
const sent = (lateCount: number, byMs: number) =>
  Array.from({ length: 100 }, (_, number) => {
    const scheduledMs = number * 10;
    return { scheduledMs, sentMs: scheduledMs + (number < lateCount ? byMs : 0.1) };
  });

test('one of a hundred may be late, two are a sender that did not keep its schedule', () => {
  expect(senderLateness(sent(1, 25))).toEqual({ lateCount: 1, worstMs: 25, keptSchedule: true });
  expect(senderLateness(sent(2, 25))).toEqual({ lateCount: 2, worstMs: 25, keptSchedule: false });
});

test('late is what is later than the limit', () => {
  expect(senderLateness(sent(50, lateMs))).toMatchObject({ lateCount: 0, keptSchedule: true });
});

test('whoever sent nothing was not late', () => {
  expect(senderLateness([])).toEqual({ lateCount: 0, worstMs: 0, keptSchedule: true });
});
