import type { Architecture } from '../engine/container-engine.ts';
import type { Contender } from './contender.ts';
import { lambdaPrices } from './lambda-prices.ts';
import type { Sample } from './sample.ts';
import { median } from './statistics/percentile.ts';

export interface BilledEvent {
  readonly architecture: Architecture;
  readonly memorySizeMb: number;
  /** A cold start's has the init in it, as AWS has billed since August 2025. */
  readonly billedDurationMs: number;
}

/** US dollars for a million events like this one. */
export function costPerMillion(
  { architecture, memorySizeMb, billedDurationMs }: BilledEvent,
  prices = lambdaPrices,
): number {
  const gbSeconds = (memorySizeMb / 1_024) * (billedDurationMs / 1_000);
  return 1e6 * gbSeconds * prices.perGbSecond[architecture] + prices.perMillionRequests;
}

/** What a contender's events would cost, each kind at its median; `null` where there were none. */
export interface ContenderCost {
  readonly contender: string;
  readonly memorySizeMb: number;
  /** The median time until a cold start is answered, in milliseconds. */
  readonly coldAnsweredMs: number | null;
  /** US dollars for a million cold starts. */
  readonly coldPerMillion: number | null;
  readonly warmPerMillion: number | null;
}

/** In the contenders' order, without the control: it would cost what its reference does. */
export function contenderCosts(
  contenders: readonly Contender[],
  samples: readonly Sample[],
  architecture: Architecture,
): readonly ContenderCost[] {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  return contenders
    .filter(({ control }) => !control)
    .map(({ name, memorySizeMb }) => {
      const { cold = [], warm = [] } = Object.groupBy(
        byContender.get(name) ?? [],
        ({ startKind }) => startKind,
      );
      const cost = (own: readonly Sample[]) => {
        const billedDurationMs = middle(own.map((sample) => sample.billedDurationMs));
        if (billedDurationMs === null) return null;
        return costPerMillion({ architecture, memorySizeMb, billedDurationMs });
      };
      return {
        contender: name,
        memorySizeMb,
        coldAnsweredMs: middle(cold.map(({ answeredMs }) => answeredMs)),
        coldPerMillion: cost(cold),
        warmPerMillion: cost(warm),
      };
    });
}

function middle(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}
