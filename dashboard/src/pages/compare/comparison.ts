import type { BacktestOverview, BacktestWindow } from '../../api/index.ts';
import { secondsOf } from '../../parts/charts/clock.ts';

type Tested = Pick<BacktestOverview, 'status' | 'dataset_version'>;

/** One backtest of each model, all of one version of the data: windows of different versions are not the same windows.
 *  It is the newest version of which each model has a backtest that is ready, else one that runs or is ready, and the
 *  present one if there is none.
 *  @param lists backtests of each model with the same plan, the newest first
 *  @param present version of the dataset now
 *  @returns `ofPresent` has the backtests of the present version, which may lack some */
export function ofOneVersion<One extends Tested>(
  lists: readonly (readonly One[])[],
  present: number,
): { backtests: (One | null)[]; ofPresent: (One | null)[]; isOfPresent: boolean } {
  const at = (version: number) =>
    lists.map((list) => {
      const found = list.filter(({ dataset_version }) => dataset_version === version);
      return found.find(({ status }) => status === 'ready') ?? found.find(isUsable) ?? found[0] ?? null;
    });
  const ofPresent = at(present);
  const versions = new Set(lists.flat().map(({ dataset_version }) => dataset_version));
  const sorted = [...versions].sort((a, b) => b - a);
  const isReady = (one: One | null) => one?.status === 'ready';
  const newest =
    sorted.find((version) => at(version).every(isReady)) ??
    sorted.find((version) => at(version).every(isUsable));
  return newest === undefined || newest === present
    ? { backtests: ofPresent, ofPresent, isOfPresent: true }
    : { backtests: at(newest), ofPresent, isOfPresent: false };
}

/** Whether a backtest runs or is ready. */
export function isUsable(backtest: Pick<Tested, 'status'> | null | undefined): boolean {
  return backtest?.status === 'running' || backtest?.status === 'ready';
}

export type Metric = 'median' | 'fan';

/** Losses of one method in the windows that all models have. */
export interface Losses {
  /** Mean over all values. */
  mean: number;
  byStep: (number | null)[];
  bySeries: Map<string, number>;
  /** Sum over the series at each origin, in the order of time. */
  byOrigin: number[];
}

export interface Common {
  windows: number;
  series: number;
  values: number;
  steps: number;
  /** Losses of each model, in the order in which they were given. */
  models: Losses[];
  /** Losses of the simple forecasts; they have a median only. */
  baselines: Map<string, Losses>;
}

const levels = [
  ['0.025', 0.025],
  ['0.1', 0.1],
  ['0.9', 0.9],
  ['0.975', 0.975],
] as const;

const keyOf = ({ series_id, origin }: BacktestWindow) => JSON.stringify([series_id, origin]);

/** Scores all models on the windows that each of them has. Null if there is none. */
export function compareWindows(
  models: readonly (readonly BacktestWindow[])[],
  steps: number,
  metric: Metric,
): Common | null {
  const maps = models.map((windows) => new Map(windows.map((window) => [keyOf(window), window])));
  const [first, ...rest] = maps;
  if (first === undefined) return null;
  const keys = [...first.keys()].filter((key) => rest.every((map) => map.has(key)));
  const windowsOf = (map: ReadonlyMap<string, BacktestWindow>) => keys.flatMap((key) => map.get(key) ?? []);
  const common = windowsOf(first);
  if (common.length === 0) return null;
  const origins = [...new Set(common.map(({ origin }) => origin))].sort(
    (a, b) => secondsOf(a) - secondsOf(b),
  );
  const names = metric === 'median' ? Object.keys(common[0]?.baselines ?? {}) : [];
  const scored = (windows: readonly BacktestWindow[], lossAt: LossAt) =>
    lossesOf(windows, lossAt, { steps, origins });
  return {
    windows: common.length,
    series: new Set(common.map(({ series_id }) => series_id)).size,
    values: common.reduce(
      (sum, { actual }) => sum + actual.slice(0, steps).filter((y) => y !== null).length,
      0,
    ),
    steps,
    models: maps.map((map) => scored(windowsOf(map), metric === 'median' ? absoluteError : pinball)),
    baselines: new Map(
      names.map((name) => [
        name,
        scored(common, (window, h, y) => {
          const forecast = window.baselines[name]?.[h];
          return forecast === undefined ? null : Math.abs(y - forecast);
        }),
      ]),
    ),
  };
}

/** Loss of one value; null if there is no forecast. */
type LossAt = (window: BacktestWindow, h: number, y: number) => number | null;

const absoluteError: LossAt = ({ median }, h, y) => {
  const forecast = median[h];
  return forecast === undefined ? null : Math.abs(y - forecast);
};

/** Mean pinball loss of the quantiles that a backtest keeps. */
const pinball: LossAt = ({ median, quantiles }, h, y) => {
  const middle = median[h];
  if (middle === undefined) return null;
  let sum = Math.abs(y - middle) / 2;
  for (const [name, p] of levels) {
    const quantile = quantiles[name]?.[h];
    if (quantile === undefined) return null;
    sum += Math.max(p * (y - quantile), (p - 1) * (y - quantile));
  }
  return sum / (levels.length + 1);
};

function lossesOf(
  windows: readonly BacktestWindow[],
  lossAt: LossAt,
  { steps, origins }: { steps: number; origins: readonly (string | number)[] },
): Losses {
  const total = { sum: 0, count: 0 };
  const byStep = Array.from({ length: steps }, () => ({ sum: 0, count: 0 }));
  const bySeries = new Map<string, { sum: number; count: number }>();
  const places = new Map(origins.map((origin, i) => [origin, i]));
  const byOrigin = origins.map(() => 0);
  for (const window of windows) {
    const ofSeries = bySeries.get(window.series_id) ?? { sum: 0, count: 0 };
    bySeries.set(window.series_id, ofSeries);
    for (let h = 0; h < steps; h++) {
      const y = window.actual[h];
      if (y === null || y === undefined) continue;
      const loss = lossAt(window, h, y);
      if (loss === null) continue;
      for (const mean of [total, byStep[h], ofSeries]) {
        if (mean === undefined) continue;
        mean.sum += loss;
        mean.count++;
      }
      const place = places.get(window.origin) ?? 0;
      byOrigin[place] = (byOrigin[place] ?? 0) + loss;
    }
  }
  return {
    mean: total.sum / Math.max(1, total.count),
    byStep: byStep.map(({ sum, count }) => (count === 0 ? null : sum / count)),
    bySeries: new Map([...bySeries].map(([id, { sum, count }]) => [id, sum / Math.max(1, count)])),
    byOrigin,
  };
}

export interface Difference {
  /** 1 − loss / loss of the reference: 0.1 is 10 % less error. */
  value: number;
  /** 90 % interval; null if there are too few separate windows. */
  range: readonly [number, number] | null;
}

const replicates = 1_000;
const separateMin = 4;
const seed = 1;

/** The difference with its interval by a moving-block bootstrap over origins: windows that overlap have errors that
 *  depend on each other, so blocks of two horizons are drawn. All series of an origin count as one.
 *  @param overlap number of origins within one horizon */
export function differenceOf(losses: Losses, reference: Losses, overlap: number): Difference {
  const value = reference.mean === 0 ? 0 : 1 - losses.mean / reference.mean;
  const n = losses.byOrigin.length;
  if (n / overlap < separateMin || reference.mean === 0) return { value, range: null };
  const block = Math.min(n, 2 * overlap);
  const random = generator(seed);
  const drawn: number[] = [];
  for (let r = 0; r < replicates; r++) {
    let [own, other] = [0, 0];
    for (let taken = 0; taken < n; taken += block) {
      const from = Math.floor(random() * (n - block + 1));
      for (let i = from; i < from + Math.min(block, n - taken); i++) {
        own += losses.byOrigin[i] ?? 0;
        other += reference.byOrigin[i] ?? 0;
      }
    }
    if (other > 0) drawn.push(1 - own / other);
  }
  drawn.sort((a, b) => a - b);
  const at = (p: number) => drawn[Math.round(p * (drawn.length - 1))] ?? value;
  return { value, range: [at(0.05), at(0.95)] };
}

/** Mulberry32: the same numbers at each visit. */
function generator(state: number): () => number {
  let s = state;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
