/** How much of a forecast is the networks' and how much that of statistical methods: chosen by what each was worth in
 *  windows that the networks had not seen. */
import { type ResolvedSpec, tailBefore } from '../families/index.ts';
import { type ForecastWindow, observedCount } from '../history/index.ts';
import { applies, type MethodName, methods } from '../methods/index.ts';
import { withoutDisturbances } from '../statistics/index.ts';

/** By name, `network` or that of a method; they sum to 1. */
export type Shares = Readonly<Record<string, number>>;

export const networkOnly: Shares = { network: 1 };

/** The methods that a forecast is mixed with. */
export function statisticalMembers(shares: Shares): { name: CandidateName; weight: number }[] {
  return candidates
    .filter((name) => shares[name] !== undefined)
    .map((name) => ({ name, weight: shares[name] }));
}

const candidates = [
  'seasonal_naive',
  'naive',
  'theta',
  'dotm',
  'damped',
  'tsb',
  'ewma',
] as const satisfies MethodName[];
/** Methods that may take a share. `ewma` is what the networks of prices start from: volatility as it was, and the
 *  quantiles of all series around the last value. */
export type CandidateName = (typeof candidates)[number];

/** Who may take a share, and what is believed before anything is seen. */
const beliefs: Record<ResolvedSpec['family'], Partial<Record<CandidateName | 'network', number>>> = {
  seasonal: { network: 1, seasonal_naive: 0, naive: 0, theta: 0 },
  prices: { network: 1, ewma: 0 },
  short: { network: 0.5, dotm: 0.35, damped: 0.15, naive: 0, seasonal_naive: 0, tsb: 0 },
};
/** Separate windows that count as much as the belief. A year of prices says little about the next one. */
const windowsOfBelief: Record<ResolvedSpec['family'], number> = { seasonal: 5, prices: 100, short: 5 };
/** What windows say is believed up to this share, so far as the belief did not do clearly worse in them. In short series
 *  the network of the evaluation has learnt from much less than those that forecast: what it was worth is too low. */
const trustMax: Record<ResolvedSpec['family'], number> = { seasonal: 1, prices: 1, short: 0.5 };
const tenableLoss = 1.03;
/** Shares are multiples of one over this, before the belief is mixed in. */
const rounds = 10;

export function candidatesFor(
  { family, season_length: season, horizon }: ResolvedSpec,
  histories: readonly Float64Array[],
): CandidateName[] {
  const own = candidates.filter((name) => beliefs[family][name] !== undefined);
  // The networks' own start is there wherever they are.
  return own.filter((name) => name === 'ewma' || applies(name, histories, { season, horizon }));
}

/** Quantiles of a method from what is known at the origin, in the units of the series; null where nothing is. [K, Q] */
export function methodQuantiles(
  name: CandidateName,
  { series: { raw }, origin }: ForecastWindow,
  tail: number,
  { horizon, season_length: season, quantiles: levels }: ResolvedSpec,
): Float64Array | null {
  const known = tailBefore(raw, origin, tail);
  // To a method for rare demands the demands would be outliers.
  const history = name === 'tsb' ? known : withoutDisturbances(known, season);
  if (observedCount(history) === 0) return null;
  const [forecast] = methods[name].fit([history], { horizon, season, levels });
  return forecast(history).quantiles;
}

/** What was forecast in one window, and what happened. */
export interface ComparedWindow {
  /** In the order of the candidates, the network first. [C][K, Q] */
  quantiles: readonly Float64Array[];
  actual: Float64Array; // [K], NaN is missing
  /** Mean absolute (seasonal) difference before, by which errors are measured. */
  unit: number;
}

/** Adds a tenth at a time to whoever makes the mean of the quantiles best (Caruana et al. 2004), measured by the sum of
 *  three losses, each in units of the network's: errors of the median over the unit, in percent, and pinball losses over
 *  the unit; of prices by the last alone. Then draws towards the belief, by as much as few windows leave doubt. */
export function chooseShares(
  candidates: readonly CandidateName[],
  windows: readonly ComparedWindow[],
  separateWindows: number,
  { family, quantiles: levels }: ResolvedSpec,
): Shares {
  const names = ['network' as const, ...candidates];
  const believed = beliefsOf(family, names);
  let shares = believed;
  if (windows.length > 0) {
    const reference = lossesOf(windows, only(0, names.length), levels);
    const lossOf = (weights: readonly number[]) =>
      compare(lossesOf(windows, weights, levels), reference, family === 'prices');
    const chosen = greedyShares(names.length, lossOf);
    const trust = separateWindows / (separateWindows + windowsOfBelief[family]);
    const isTenable = lossOf(believed) <= tenableLoss * lossOf(chosen);
    const most = isTenable ? trustMax[family] : 1;
    shares = chosen.map((share, c) => most * trust * share + (1 - most * trust) * believed[c]);
  }
  return Object.fromEntries(
    names.map((name, c) => [name, Math.round(1_000 * shares[c]) / 1_000]).filter(([, share]) => share !== 0),
  );
}

function greedyShares(count: number, lossOf: (weights: readonly number[]) => number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (let round = 1; round <= rounds; round++) {
    let best = 0;
    let bestLoss = Number.POSITIVE_INFINITY;
    for (let c = 0; c < count; c++) {
      const loss = lossOf(counts.map((own, i) => (own + (i === c ? 1 : 0)) / round));
      if (loss < bestLoss) [best, bestLoss] = [c, loss];
    }
    counts[best]++;
  }
  return counts.map((own) => own / rounds);
}

function only(c: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === c ? 1 : 0));
}

function beliefsOf(family: ResolvedSpec['family'], names: readonly (CandidateName | 'network')[]): number[] {
  const own = names.map((name) => beliefs[family][name] ?? 0);
  const sum = own.reduce((a, b) => a + b, 0);
  return own.map((share) => share / sum);
}

interface Losses {
  scaled: number;
  percent: number;
  pinball: number;
}

/** Of the mean by `weights`. */
function lossesOf(
  windows: readonly ComparedWindow[],
  weights: readonly number[],
  levels: readonly number[],
): Losses {
  const losses = { scaled: 0, percent: 0, pinball: 0 };
  const Q = levels.length;
  const median = levels.indexOf(0.5);
  const taking = [...weights.keys()].filter((c) => weights[c] > 0);
  const row = new Float64Array(Q);
  let targets = 0;
  for (const { quantiles, actual, unit } of windows)
    for (let h = 0; h < actual.length; h++) {
      const y = actual[h];
      if (Number.isNaN(y)) continue;
      targets++;
      row.fill(0);
      for (const c of taking) for (let k = 0; k < Q; k++) row[k] += weights[c] * quantiles[c][h * Q + k];
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

function compare(losses: Losses, reference: Losses, isWidthOnly: boolean): number {
  const ratio = (name: keyof Losses) =>
    reference[name] === 0 ? (losses[name] === 0 ? 1 : 2) : losses[name] / reference[name];
  return isWidthOnly ? ratio('pinball') : ratio('scaled') + ratio('percent') + ratio('pinball');
}
