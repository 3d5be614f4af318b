/** Weights of the networks and of statistical methods in a forecast: of all series, of each kind of series, and of
 *  single series. */
import { kindTail, type SeriesKind } from '../families/index.ts';
import { type MethodName, methodTail, type SeasonsOfModel, type Specialist } from '../methods/index.ts';
import type { Member } from './member.ts';

/** Methods that may take part in a mixture. `ewma` is the forecast that the networks of prices start from: past
 *  volatility, and the quantiles of all series around the last value. */
export const candidates = [
  'seasonal_naive',
  'naive',
  'mean',
  'seasonal_mean',
  'theta',
  'dotm',
  'ses',
  'damped',
  'ets',
  'ar',
  'mstl',
  'logistic',
  'level_shift',
  'tsb',
  'ewma',
  'instant',
] as const satisfies MethodName[];
export type CandidateName = (typeof candidates)[number];

/** Weight of `network` and of each method by its name; they sum to 1. */
export type EnsembleWeights = Readonly<Record<string, number>>;

export interface MixtureWeights {
  /** Weights of all series together, and of series of a kind that training has not seen. It names every
   *  method of the mixture. */
  overall: EnsembleWeights;
  kinds: Readonly<Partial<Record<SeriesKind, EnsembleWeights>>>;
  /** Weights of single series, by id. */
  series: Readonly<Record<string, EnsembleWeights>>;
}

/** The same weights for all series. */
export function forAll(overall: EnsembleWeights): MixtureWeights {
  return { overall, kinds: {}, series: {} };
}

/** The weights of the statistical methods alone; those of a series with networks alone stay. */
export function withoutNetwork({ overall, kinds, series }: MixtureWeights): MixtureWeights {
  const methodsOf = (weights: EnsembleWeights): EnsembleWeights => {
    const { network = 0, ...methods } = weights;
    if (network >= 1) return weights;
    return Object.fromEntries(
      Object.entries(methods).map(([name, weight]) => [name, weight / (1 - network)]),
    );
  };
  const all = <Key extends string>(weights: Readonly<Partial<Record<Key, EnsembleWeights>>>) =>
    Object.fromEntries(
      Object.entries<EnsembleWeights>(weights as Record<Key, EnsembleWeights>).map(([key, own]) => [
        key,
        methodsOf(own),
      ]),
    );
  return { overall: methodsOf(overall), kinds: all(kinds), series: all(series) };
}

export const networkOnly = forAll({ network: 1 });

/** Weights for a forecast of a series. Specialists that are for other series leave theirs to the other members. */
export function weightsFor(
  { overall, kinds, series }: MixtureWeights,
  { id, kind, asleep }: { id: string; kind: SeriesKind; asleep: readonly Specialist[] },
): EnsembleWeights {
  const weights = (Object.hasOwn(series, id) ? series[id] : undefined) ?? kinds[kind] ?? overall;
  if (asleep.length === 0) return weights;
  const awake = Object.entries(weights).filter(([name]) => !asleep.some((one) => one === name));
  const sum = awake.reduce((all, [, weight]) => all + weight, 0);
  return sum === 0 ? weights : Object.fromEntries(awake.map(([name, weight]) => [name, weight / sum]));
}

/** Methods of a mixture with their weights over all series. */
export function statisticalMembers({ overall }: MixtureWeights): { name: CandidateName; weight: number }[] {
  return candidates
    .filter((name) => overall[name] !== undefined)
    .map((name) => ({ name, weight: overall[name] }));
}

/** Observations before the origin that a forecast reads. */
export function observationsRead(
  members: readonly Member[],
  { overall }: MixtureWeights,
  seasons: SeasonsOfModel,
): number {
  return Math.max(
    kindTail(seasons.season_length),
    ...members.map(({ layout }) => layout.tail),
    methodTail(Object.keys(overall), seasons),
  );
}
