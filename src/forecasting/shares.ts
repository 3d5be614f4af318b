/** How much of a forecast is the networks' and how much that of statistical methods: chosen by what each was worth in
 *  windows that the networks had not seen. */
import { tailBefore } from './batch.ts';
import { withoutDisturbances } from './disturbances.ts';
import type { ForecastWindow } from './fitted-model.ts';
import type { ResolvedSpec } from './layout.ts';
import { applies, type MethodName, methods } from './methods/index.ts';
import { observedCount } from './target.ts';

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
  short: { network: 0.4, dotm: 0.3, damped: 0.3, naive: 0, seasonal_naive: 0, tsb: 0 },
};
/** Separate windows that count as much as the belief. A year of prices says little about the next one. */
const windowsOfBelief: Record<ResolvedSpec['family'], number> = { seasonal: 5, prices: 100, short: 5 };
/** Shares are multiples of this, before the belief is mixed in. */
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
 *  the unit. Then draws towards the belief, by as much as few windows leave doubt. */
export function chooseShares(
  candidates: readonly CandidateName[],
  windows: readonly ComparedWindow[],
  separateWindows: number,
  { family, quantiles: levels }: ResolvedSpec,
): Shares {
  const names = ['network' as const, ...candidates];
  const counts = names.map(() => 0);
  if (windows.length > 0) {
    const sums = windows.map(({ quantiles }) => new Float64Array(quantiles[0].length));
    const measured = (c: number, weight: number) => lossesOf(windows, sums, c, weight, levels);
    const reference = measured(0, 1);
    for (let round = 1; round <= rounds; round++) {
      let best = 0;
      let bestLoss = Number.POSITIVE_INFINITY;
      for (let c = 0; c < names.length; c++) {
        const loss = compare(measured(c, round), reference, family === 'prices');
        if (loss < bestLoss) [best, bestLoss] = [c, loss];
      }
      counts[best]++;
      for (const [w, { quantiles }] of windows.entries())
        for (let i = 0; i < sums[w].length; i++) sums[w][i] += quantiles[best][i];
    }
  }
  const trust = windows.length === 0 ? 0 : separateWindows / (separateWindows + windowsOfBelief[family]);
  const believed = beliefsOf(family, names);
  const shares = names.map((_, c) => (trust * counts[c]) / rounds + (1 - trust) * believed[c]);
  return Object.fromEntries(
    names.map((name, c) => [name, Math.round(1_000 * shares[c]) / 1_000]).filter(([, share]) => share !== 0),
  );
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

/** Of the mean of `weight` forecasts: those in `sums` and one more of candidate `c`. */
function lossesOf(
  windows: readonly ComparedWindow[],
  sums: readonly Float64Array[],
  c: number,
  weight: number,
  levels: readonly number[],
): Losses {
  const losses = { scaled: 0, percent: 0, pinball: 0 };
  const Q = levels.length;
  const median = levels.indexOf(0.5);
  let targets = 0;
  for (const [w, { quantiles, actual, unit }] of windows.entries()) {
    const own = quantiles[c];
    const sum = sums[w];
    for (let h = 0; h < actual.length; h++) {
      const y = actual[h];
      if (Number.isNaN(y)) continue;
      targets++;
      const at = h * Q;
      const point = (sum[at + median] + own[at + median]) / weight;
      const error = Math.abs(y - point);
      losses.scaled += error / unit;
      losses.percent += error === 0 ? 0 : error / (Math.abs(y) + Math.abs(point));
      for (let k = 0; k < Q; k++) {
        const miss = y - (sum[at + k] + own[at + k]) / weight;
        losses.pinball += (miss >= 0 ? levels[k] * miss : (levels[k] - 1) * miss) / unit;
      }
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
