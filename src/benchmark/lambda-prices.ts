import type { Architecture } from '../engine/container-engine.ts';

/** What AWS asks for, in US dollars, and from where and when this is known. */
export interface LambdaPrices {
  readonly region: string;
  /** The first tier: up to 6 billion GB-seconds a month, on arm64 up to 7.5 billion. */
  readonly perGbSecond: Readonly<Record<Architecture, number>>;
  readonly perMillionRequests: number;
  readonly source: string;
  /** ISO 8601: the date of the newest copy of the price list that has all three figures. */
  readonly date: string;
}

/** Without the free tier, which is an account's and not a function's. */
export const lambdaPrices: LambdaPrices = {
  region: 'us-east-1',
  perGbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  perMillionRequests: 0.2,
  source: 'https://aws.amazon.com/lambda/pricing/, as public copies of it have it',
  date: '2026-05-11',
};
