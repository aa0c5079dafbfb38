import { expect, it } from 'vitest';
import { deprecationNotice } from '../../../src/lambda/deprecation-notice.ts';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';

it('says nothing of a runtime that AWS supports', () => {
  expect(deprecationNotice(parseRuntime('nodejs24.x'), '2026-11-26')).toBeNull();
  expect(deprecationNotice(parseRuntime('nodejs26.x'), '2026-11-26')).toBeNull();
});

it('says since when, what AWS plans and what comes after it', () => {
  expect(deprecationNotice(parseRuntime('nodejs20.x'), '2026-09-01')).toBe(
    'nodejs20.x is deprecated since 2026-04-30 and, as AWS plans, takes no new functions from ' +
      '2026-08-31 on and will take no updates from 2026-09-30 on; it goes on running. ' +
      'Its successor is nodejs24.x.',
  );
});

it('goes by the date, and by what is recorded where a date is not', () => {
  expect(deprecationNotice(parseRuntime('nodejs22.x'), '2027-04-29')).toBeNull();
  expect(deprecationNotice(parseRuntime('nodejs22.x'), '2027-04-30')).toContain('2027-04-30');
  expect(deprecationNotice(parseRuntime('ruby3.2'), '2026-01-01')).toBe(
    'ruby3.2 is deprecated; it goes on running. Its successor is ruby4.0.',
  );
});

it('names no successor of the newest', () => {
  expect(deprecationNotice(parseRuntime('nodejs24.x'), '2028-05-01')).toMatch(/running\.$/);
});
