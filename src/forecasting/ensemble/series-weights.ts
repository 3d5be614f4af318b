/** Weights of single series: those of its kind, changed by the losses of the candidates in its own windows. C
 *  candidates, the network first. */
import { inThousandths } from './choose-weights.ts';
import type { KnownLosses } from './known-losses.ts';
import type { EnsembleWeights } from './mixture-weights.ts';
import { createSelection } from './selection.ts';
import { type ComparedWindow, compare, type Losses, lossesOf, lossNames, mixBy } from './window-losses.ts';

/** Windows of one series. */
export interface SeriesWindows {
  id: string;
  /** Weights of the kind of the series. */
  base: EnsembleWeights;
  /** In the order of time. */
  windows: readonly ComparedWindow[];
  /** Windows before those, of which the networks know the targets. */
  early: readonly ComparedWindow[];
}

export interface SeriesWeightsTask {
  names: readonly string[]; // [C]
  levels: readonly number[]; // [Q]
  horizon: number;
  isPinballAlone: boolean;
  /** Whether the early windows have forecasts of the network. */
  hasEarlyNetwork: boolean;
  known: KnownLosses;
}

/** A weight is multiplied by the relative loss of its candidate to the power of minus this. */
const panelPower = 8;
/** Separate windows of its own that count as much as the mean of all series. */
const pooledWindows = 4;
/** Least decrease of the loss, in windows that the weights are not fitted to, for which series have
 *  weights of their own. */
const gainMin = 0.01;

/** Weights by id. A candidate that is better in the windows of a series than in those of others has a larger weight
 *  there. Empty, unless weights that are fitted to the windows before the last one are better in the last one. */
export function seriesWeights(
  series: readonly SeriesWindows[],
  task: SeriesWeightsTask,
): Record<string, EnsembleWeights> {
  const tested = series.flatMap((one) => {
    const last = one.windows.at(-1);
    const before = one.windows.filter(({ origin }) => last && origin + task.horizon <= last.origin);
    return last === undefined || before.length === 0 ? [] : [{ ...one, windows: before, last }];
  });
  if (tested.length < series.length / 2 || tested.length < 2) return {};
  const fitted = tilted(tested, task);
  const lossOf = (weightsOf: (i: number) => EnsembleWeights) =>
    lossesOf(
      tested.map(({ last }) => last),
      (window, i, to) =>
        mixBy(
          task.names.map((name) => weightsOf(i)[name] ?? 0),
          task.levels,
        )(window, i, to),
      task.levels,
    );
  const base = lossOf((i) => tested[i].base);
  const own = compare(
    lossOf((i) => fitted[i]),
    base,
    task.isPinballAlone,
  );
  if (!(own < (1 - gainMin) * compare(base, base, task.isPinballAlone))) return {};
  const weights = tilted(series, task);
  return Object.fromEntries(series.map(({ id }, i) => [id, inThousandths(weights[i])]));
}

function tilted(series: readonly SeriesWindows[], task: SeriesWeightsTask): EnsembleWeights[] {
  const { names, horizon } = task;
  const all = [...names.keys()];
  const own = series.map(({ windows }) => (windows.length === 0 ? null : relativeLosses(windows, all, task)));
  const measured = own.filter((losses) => losses !== null);
  const pooled = all.map((c) => sumOf(measured.map((losses) => losses[c])) / measured.length);
  return series.map(({ base, windows }, i) => {
    const losses = own[i];
    if (losses === null) return base;
    const separate = separateIn(windows, horizon);
    const sizes = names.map((name, c) => {
      const loss = (separate * losses[c] + pooledWindows * pooled[c]) / (separate + pooledWindows);
      return (base[name] ?? 0) * (loss / pooled[c]) ** -panelPower;
    });
    return normalized(names, sizes);
  });
}

/** The same power for few series. */
const fewPower = 6;
/** Share of the base weights of few series that all candidates have alike. */
const evenShare = 0.2;
/** Separate windows that the usual loss of the methods counts as in the loss of the network. */
const usualWindows = 2;

/** Weights by id of series that are too few to have common weights: by the losses in many windows of each.
 *  Source: Bates & Granger (1969), weights by inverse losses. */
export function weightsOfFew(
  series: readonly SeriesWindows[],
  task: SeriesWeightsTask,
): Record<string, EnsembleWeights> {
  const { names } = task;
  return Object.fromEntries(
    series
      .filter(({ windows, early }) => windows.length + early.length > 0)
      .map((one) => {
        const losses = lossesOfFew(one, task);
        const sizes = names.map((name, c) => {
          const size = (1 - evenShare) * (one.base[name] ?? 0) + evenShare / names.length;
          return size * losses[c] ** -fewPower;
        });
        return [one.id, inThousandths(normalized(names, sizes))];
      }),
  );
}

/** Relative losses. Where the network has few windows, its loss is drawn towards the usual one of the methods. [C] */
function lossesOfFew({ windows, early, base }: SeriesWindows, task: SeriesWeightsTask): number[] {
  const { names, horizon, hasEarlyNetwork } = task;
  const all = [...names.keys()];
  if (hasEarlyNetwork) return relativeLosses([...early, ...windows], all, task);
  const methods = all.slice(1);
  const ofMethods = relativeLosses([...early, ...windows], methods, task);
  const weights = methods.map((c) => base[names[c]] ?? 0);
  const total = sumOf(weights);
  const usual = total === 0 ? 1 : sumOf(weights.map((weight, i) => weight * ofMethods[i])) / total;
  if (windows.length === 0) return [usual, ...ofMethods];
  const separate = separateIn(windows, horizon);
  const [network, ...others] = relativeLosses(windows, all, task);
  const measured = network / (sumOf(others) / others.length);
  return [(separate * measured + usualWindows * usual) / (separate + usualWindows), ...ofMethods];
}

/** Losses of candidates, each relative to the mean of all: the mean over three losses. */
function relativeLosses(
  windows: readonly ComparedWindow[],
  candidates: readonly number[],
  { names, levels, known }: SeriesWeightsTask,
): number[] {
  const { windowLossesWith } = createSelection(windows, names, levels, known);
  const alone = candidates.map((c) => recentLosses(windows, windowLossesWith(c)));
  const relative = (name: keyof Losses, losses: Losses) => {
    const mean = sumOf(alone.map((one) => one[name])) / alone.length;
    const share = losses[name] / mean;
    return Number.isFinite(share) ? share : 1; // errors of zero, or below the smallest numbers
  };
  return alone.map((losses) => {
    const sum = relative('scaled', losses) + relative('percent', losses) + relative('pinball', losses);
    return Math.max(lossMin, sum / 3);
  });
}

/** Losses that count the more, the longer the history before the window is: forecasts come from a longer one still.
 *  @param losses [N, 3] */
function recentLosses(windows: readonly ComparedWindow[], losses: Float64Array): Losses {
  const sums: Losses = { scaled: 0, percent: 0, pinball: 0 };
  for (let w = 0; w < windows.length; w++) {
    const weight = windows[w].origin;
    for (let i = 0; i < lossNames.length; i++) sums[lossNames[i]] += weight * losses[3 * w + i];
  }
  return sums;
}

/** Candidates that are never wrong have this relative loss. */
const lossMin = 1e-6;

/** Windows that do not overlap. */
function separateIn(windows: readonly ComparedWindow[], horizon: number): number {
  return 1 + (windows[windows.length - 1].origin - windows[0].origin) / horizon;
}

function normalized(names: readonly string[], sizes: readonly number[]): EnsembleWeights {
  const sum = sumOf(sizes);
  return Object.fromEntries(names.map((name, c) => [name, sizes[c] / sum]));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
