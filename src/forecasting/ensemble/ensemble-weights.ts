/** Weights of the networks and of statistical methods in a forecast, chosen by their losses in windows that the networks
 *  were not trained on. */
import { futureColumns } from '../../contracts/schemas/index.ts';
import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec, tailBefore } from '../families/index.ts';
import { type ForecastWindow, observedCount } from '../history/index.ts';
import {
  applies,
  forecastWith,
  isIntermittent,
  type Method,
  type MethodName,
  methods,
  methodTail,
} from '../methods/index.ts';
import { withoutDisturbances } from '../statistics/index.ts';
import type { Member } from './member.ts';

/** Weight of `network` and of each method by its name; they sum to 1. */
export type EnsembleWeights = Readonly<Record<string, number>>;

export const networkOnly: EnsembleWeights = { network: 1 };

/** Methods of an ensemble with their weights. */
export function statisticalMembers(weights: EnsembleWeights): { name: CandidateName; weight: number }[] {
  return candidates
    .filter((name) => weights[name] !== undefined)
    .map((name) => ({ name, weight: weights[name] }));
}

/** Observations before the origin that a forecast reads. */
export function observationsRead(members: readonly Member[], weights: EnsembleWeights): number {
  return Math.max(
    ...members.map(({ layout }) => layout.tail),
    ...members.map(({ spec: { season_length: season } }) => methodTail(Object.keys(weights), season)),
  );
}

const candidates = [
  'seasonal_naive',
  'naive',
  'theta',
  'dotm',
  'damped',
  'ar',
  'tsb',
  'ewma',
  'instant',
] as const satisfies MethodName[];
/** Methods that may take part in an ensemble. `ewma` is the forecast that the networks of prices start from: past
 *  volatility, and the quantiles of all series around the last value. */
export type CandidateName = (typeof candidates)[number];

/** Loss of the prior, over that of the chosen weights, up to which the prior keeps its part of the weights, and from which
 *  it keeps none. */
const tenableLossRatio = { whole: 1.05, none: 1.2 };
/** Training windows with which the network has half of its prior weight: it learns little from few. */
const trainingWindowsMin = 300;
/** Rounds of the selection: weights are multiples of one over this before the prior is mixed in. */
const rounds = 10;

/** Methods that may take part in an ensemble for these series. */
export function candidatesFor(
  { family, season_length: season, horizon, covariates }: ResolvedSpec,
  histories: readonly Float64Array[],
): CandidateName[] {
  const { prior } = familyOf({ family });
  // The networks alone read the known future: a forecast that does not would hide what it says.
  const readsFuture = futureColumns(covariates).length > 0;
  const inPrior = candidates.filter(
    (name) => prior[name] !== undefined && !(name === 'instant' && readsFuture),
  );
  // The networks start from `ewma`: it applies wherever they do.
  return inPrior.filter((name) => name === 'ewma' || applies(name, histories, { season, horizon }));
}

/** Whether the mixture of the family may have the instant forecast. */
export function mixesInstant({ family }: Pick<ResolvedSpec, 'family'>): boolean {
  return familyOf({ family }).prior.instant !== undefined;
}

/** Quantiles of a method from the observations before each origin, in the units of the series, for the first steps of the
 *  horizon; null without any observation. [steps, Q]
 *  @param tail observations that a method reads, unless it states another number */
export function methodQuantiles(
  name: CandidateName,
  windows: readonly ForecastWindow[],
  tail: number,
  {
    spec: { horizon, season_length: season, quantiles: levels },
    kernel,
  }: { spec: ResolvedSpec; kernel: Kernel },
  steps: number,
): (Float64Array | null)[] {
  const method: Method = methods[name];
  const task = { horizon, steps, season, levels, kernel: kernel.name };
  const read = method.reads?.(season) ?? tail;
  const histories = windows.map(({ series: { raw }, origin }) => {
    const values = tailBefore(raw, origin, read);
    return readsRareDemands(name, values) ? values : withoutDisturbances(values, season);
  });
  const observed = histories.filter((history) => observedCount(history) > 0);
  const forecasts =
    method.forecastAll?.(observed, task) ?? observed.map((history) => forecastWith(method, history, task));
  const length = steps * levels.length;
  const found = new Map(observed.map((history, i) => [history, forecasts[i].quantiles.subarray(0, length)]));
  return histories.map((history) => found.get(history) ?? null);
}

/** Whether rare demands are read, which would be taken for outliers. */
function readsRareDemands(name: CandidateName, values: Float64Array): boolean {
  return name === 'tsb' || (name === 'instant' && isIntermittent([values]));
}

/** Forecasts of one window and the observations. */
export interface ComparedWindow {
  /** In the order of the candidates, the network first. [C][K, Q] */
  quantiles: readonly Float64Array[];
  actual: Float64Array; // [K], NaN is missing
  /** Mean absolute (seasonal) difference before the origin, the unit of errors. */
  unit: number;
}

/** Selects weights greedily: each round adds one part to the candidate with which the mean of the quantiles has the
 *  smallest loss. The loss is the sum of three, each relative to that of the network: absolute errors of the median over
 *  the unit, symmetric percentage errors, and pinball losses over the unit. The result is then a mean with the prior of
 *  the family, whose weight is larger if there are fewer windows.
 *  @param counts number of windows that do not overlap, and of windows that the network was trained on
 *  Source: Caruana et al. (2004), "Ensemble selection from libraries of models". */
export function chooseEnsembleWeights(
  candidates: readonly CandidateName[],
  windows: readonly ComparedWindow[],
  counts: { separate: number; trained: number },
  { family, quantiles: levels, covariates }: ResolvedSpec,
): EnsembleWeights {
  const { prior, priorWindows, trustMax, weighsByPinballAlone } = familyOf({ family });
  // The networks alone read the known future.
  const readsFuture = futureColumns(covariates).length > 0;
  const sizeOf = (name: keyof typeof prior) => prior[name] ?? 0;
  const names = ['network' as const, ...candidates];
  const learnt = readsFuture ? 1 : counts.trained / (counts.trained + trainingWindowsMin);
  const priorWeights = normalized(names.map((name) => (name === 'network' ? learnt : 1) * sizeOf(name)));
  let weights = priorWeights;
  if (windows.length > 0) {
    const reference = lossesOf(windows, only(0, names.length), levels);
    const lossOf = (mixed: readonly number[]) =>
      compare(lossesOf(windows, mixed, levels), reference, weighsByPinballAlone);
    const chosen = greedyWeights(names.length, lossOf);
    const trust = counts.separate / (counts.separate + priorWindows);
    const bound = trustMax + (1 - trustMax) * untenableShare(lossOf(priorWeights) / lossOf(chosen));
    weights = chosen.map((weight, c) => bound * trust * weight + (1 - bound * trust) * priorWeights[c]);
  }
  const rounded = inThousandths(weights);
  return Object.fromEntries(
    names.map((name, c) => [name, rounded[c] / 1_000]).filter(([, weight]) => weight !== 0),
  );
}

/** Weights as thousandths that sum to 1,000: the largest takes what rounding leaves. */
function inThousandths(weights: readonly number[]): number[] {
  const rounded = weights.map((weight) => Math.round(1_000 * weight));
  const left = 1_000 - rounded.reduce((sum, weight) => sum + weight, 0);
  rounded[rounded.indexOf(Math.max(...rounded))] += left;
  return rounded;
}

/** Share of the prior's part that it loses. */
function untenableShare(lossRatio: number): number {
  const { whole, none } = tenableLossRatio;
  return Number.isNaN(lossRatio) ? 0 : Math.max(0, Math.min(1, (lossRatio - whole) / (none - whole)));
}

function greedyWeights(count: number, lossOf: (weights: readonly number[]) => number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (let round = 1; round <= rounds; round++) {
    let best = 0;
    let bestLoss = Number.POSITIVE_INFINITY;
    for (let c = 0; c < count; c++) {
      const loss = lossOf(counts.map((parts, i) => (parts + (i === c ? 1 : 0)) / round));
      if (loss < bestLoss) [best, bestLoss] = [c, loss];
    }
    counts[best]++;
  }
  return counts.map((parts) => parts / rounds);
}

function only(c: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === c ? 1 : 0));
}

/** The first weight alone if all are 0. */
function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? only(0, weights.length) : weights.map((weight) => weight / sum);
}

interface Losses {
  scaled: number;
  percent: number;
  pinball: number;
}

/** Losses of the mean of the quantiles by `weights`. */
function lossesOf(
  windows: readonly ComparedWindow[],
  weights: readonly number[],
  levels: readonly number[],
): Losses {
  const losses = { scaled: 0, percent: 0, pinball: 0 };
  const Q = levels.length;
  const median = levels.indexOf(0.5);
  const weighted = [...weights.keys()].filter((c) => weights[c] > 0);
  const row = new Float64Array(Q);
  let targets = 0;
  for (const { quantiles, actual, unit } of windows)
    for (let h = 0; h < actual.length; h++) {
      const y = actual[h];
      if (Number.isNaN(y)) continue;
      targets++;
      row.fill(0);
      for (const c of weighted) for (let k = 0; k < Q; k++) row[k] += weights[c] * quantiles[c][h * Q + k];
      const error = Math.abs(y - row[median]);
      losses.scaled += error / unit;
      losses.percent += error === 0 ? 0 : error / (Math.abs(y) + Math.abs(row[median]));
      for (let k = 0; k < Q; k++) {
        const miss = y - row[k];
        losses.pinball += (miss >= 0 ? levels[k] * miss : (levels[k] - 1) * miss) / unit;
      }
    }
  for (const name of ['scaled', 'percent', 'pinball'] as const) losses[name] /= Math.max(1, targets);
  return losses;
}

function compare(losses: Losses, reference: Losses, isPinballAlone: boolean): number {
  const ratio = (name: keyof Losses) =>
    reference[name] === 0 ? (losses[name] === 0 ? 1 : 2) : losses[name] / reference[name];
  return isPinballAlone ? ratio('pinball') : ratio('scaled') + ratio('percent') + ratio('pinball');
}
