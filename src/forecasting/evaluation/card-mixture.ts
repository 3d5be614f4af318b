/** Weights of the mixture as a card shows them. */
import { limits, type Mixture } from '../../contracts/schemas/index.ts';
import type { MixtureWeights } from '../ensemble/index.ts';

type Weights = Readonly<Record<string, number>>;

/** Weights over all series, by kind, and of the series that differ most from all. Weights of zero are left out. */
export function cardMixture({ overall, kinds, series }: MixtureWeights): Mixture {
  const own = Object.entries(series)
    .map(([series_id, weights]) => ({
      series_id,
      weights: withoutZeros(weights),
      by: distance(weights, overall),
    }))
    .sort((a, b) => b.by - a.by);
  return {
    overall: withoutZeros(overall),
    kinds: Object.fromEntries(Object.entries(kinds).map(([kind, weights]) => [kind, withoutZeros(weights)])),
    series: own.slice(0, limits.cardSeriesListed).map(({ series_id, weights }) => ({ series_id, weights })),
    series_count: own.length,
  };
}

function withoutZeros(weights: Weights): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0));
}

/** Sum of the absolute differences. */
function distance(a: Weights, b: Weights): number {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].reduce((sum, name) => sum + Math.abs((a[name] ?? 0) - (b[name] ?? 0)), 0);
}
