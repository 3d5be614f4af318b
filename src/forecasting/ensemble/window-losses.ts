/** Losses of mixtures over windows with known observations. C candidates, K horizon steps, Q quantiles. */
import { exact } from '../../engine/index.ts';
import { setZeros } from './rare-demand.ts';

/** Forecasts of one window and the observations. */
export interface ComparedWindow {
  /** In the order of the candidates, the network first. [C][K, Q] */
  quantiles: readonly Float64Array[];
  /** Shares of zeros in the forecasts of intermittent demand; null for other series. [C][K] */
  zeroShares: readonly Float64Array[] | null;
  actual: Float64Array; // [K], NaN is missing
  /** Mean absolute (seasonal) difference before the origin, the unit of errors. */
  unit: number;
  origin: number;
  /** Candidates that are for other series: the others share their weight. */
  asleep: readonly number[];
  /** Windows of one block count as one observation. */
  block: string;
}

/** Writes the quantiles of a mixture of window `w`. [K, Q] */
export type Mix = (window: ComparedWindow, w: number, to: Float64Array) => void;

export interface Losses {
  scaled: number;
  percent: number;
  pinball: number;
}
export const lossNames = ['scaled', 'percent', 'pinball'] as const;

/** Mean of the quantiles by weights.
 *  @param levels [Q] */
export function mixBy(weights: readonly number[], levels: readonly number[]): Mix {
  const all = [...weights.keys()].filter((c) => weights[c] > 0);
  return ({ quantiles, zeroShares, asleep }, _, to) => {
    const awake = asleep.length === 0 ? all : all.filter((c) => !asleep.includes(c));
    const weighted = awake.length === 0 ? all : awake;
    const sum = weighted.length === all.length ? 1 : weighted.reduce((some, c) => some + weights[c], 0);
    to.fill(0);
    for (const c of weighted) {
      const [weight, row] = [weights[c] / sum, quantiles[c]];
      for (let i = 0; i < to.length; i++) to[i] += weight * row[i];
    }
    if (zeroShares === null) return;
    for (let h = 0; h < to.length / levels.length; h++) {
      const share = weighted.reduce((some, c) => some + (weights[c] / sum) * zeroShares[c][h], 0);
      setZeros(to, h * levels.length, levels, share);
    }
  };
}

/** Mean losses of a mixture: absolute errors of the median over the unit, symmetric percentage errors, and pinball
 *  losses over the unit. */
export function lossesOf(windows: readonly ComparedWindow[], mix: Mix, levels: readonly number[]): Losses {
  const losses = new Float64Array(3 * windows.length);
  writeLosses(losses, windows, mix, levels);
  return meanOf(losses, targetsIn(windows));
}

/** Means over so many targets.
 *  @param losses sums of each window [N, 3] */
export function meanOf(losses: Float64Array, targets: number): Losses {
  let scaled = 0;
  let percent = 0;
  let pinball = 0;
  for (let at = 0; at < losses.length; at += 3) {
    scaled += losses[at];
    percent += losses[at + 1];
    pinball += losses[at + 2];
  }
  const count = Math.max(1, targets);
  return { scaled: scaled / count, percent: percent / count, pinball: pinball / count };
}

/** Number of targets that are observed. */
export function targetsIn(windows: readonly ComparedWindow[]): number {
  let targets = 0;
  for (let w = 0; w < windows.length; w++) {
    const { actual } = windows[w];
    for (let h = 0; h < actual.length; h++) if (!Number.isNaN(actual[h])) targets++;
  }
  return targets;
}

/** Windows whose losses are computed together: as many as a vector of the kernel has lanes. */
const together = 8;

interface WindowGroup {
  K: number;
  Q: number;
  quantiles: Float64Array; // [together, K, Q]
  mixed: readonly Float64Array[]; // its rows
  actual: Float64Array; // [together, K]
  units: Float64Array;
  losses: Float64Array; // [together, 3]
}

function createGroup(K: number, Q: number): WindowGroup {
  const quantiles = new Float64Array(together * K * Q);
  return {
    K,
    Q,
    quantiles,
    mixed: Array.from({ length: together }, (_, n) => quantiles.subarray(n * K * Q, (n + 1) * K * Q)),
    actual: new Float64Array(together * K),
    units: new Float64Array(together),
    losses: new Float64Array(3 * together),
  };
}

/** The group of the last call: losses are computed many times for windows of one size. */
let group = createGroup(0, 0);

/** Sums of the losses of each window. [N] */
export function windowLosses(
  windows: readonly ComparedWindow[],
  mix: Mix,
  levels: readonly number[],
): Losses[] {
  const losses = new Float64Array(3 * windows.length);
  writeLosses(losses, windows, mix, levels);
  return windows.map((_, w) => ({
    scaled: losses[3 * w],
    percent: losses[3 * w + 1],
    pinball: losses[3 * w + 2],
  }));
}

/** Writes the sums of the losses of each window. [N, 3] */
export function writeLosses(
  to: Float64Array,
  windows: readonly ComparedWindow[],
  mix: Mix,
  levels: readonly number[],
): void {
  const [Q, median] = [levels.length, levels.indexOf(0.5)];
  const p = Float64Array.from(levels);
  for (let first = 0; first < windows.length; ) {
    const K = windows[first].actual.length;
    if (group.K !== K || group.Q !== Q) group = createGroup(K, Q);
    const { quantiles, mixed, actual, units, losses } = group;
    let count = 0;
    for (let w = first; w < windows.length && count < together && windows[w].actual.length === K; w++) {
      mix(windows[w], w, mixed[count]);
      actual.set(windows[w].actual, count * K);
      units[count++] = windows[w].unit;
    }
    exact.windowLosses({ windows: count, steps: K, levels: Q, median }, quantiles, actual, units, p, losses);
    for (let i = 0; i < 3 * count; i++) to[3 * first + i] = losses[i];
    first += count;
  }
}

/** Sum of the losses, each relative to that of a reference. */
export function compare(losses: Losses, reference: Losses, isPinballAlone: boolean): number {
  const ratio = (name: keyof Losses) =>
    reference[name] === 0 ? (losses[name] === 0 ? 1 : 2) : losses[name] / reference[name];
  return isPinballAlone ? ratio('pinball') : ratio('scaled') + ratio('percent') + ratio('pinball');
}
