/** Sources of windows: the series, or their logarithms if every value that a window reads is positive. */

import {
  familyOf,
  type Layout,
  type Panel,
  type ResolvedSpec,
  type SeriesFeatures,
  type WindowSource,
} from '../families/index.ts';
import {
  type Exogenous,
  exogenousFrom,
  exogenousOf,
  type SeriesHistory,
  transformed,
} from '../history/index.ts';
import { decimated, type Split } from '../statistics/index.ts';
import type { PreparedSeries } from './sampling.ts';

/** Most series that make up a panel. */
const panelSeriesMax = 100;

/** Prepares series for training. The part before `endOf` decides whether they are read in logarithms. */
export function prepareSeries(
  histories: readonly SeriesHistory[],
  spec: ResolvedSpec,
  splitOf: (length: number) => Split,
  endOf: (split: Split, length: number) => number,
): PreparedSeries[] {
  const family = familyOf(spec);
  const prepared = histories.map((history): PreparedSeries => {
    const split = splitOf(history.raw.length);
    const known = history.raw.subarray(0, endOf(split, history.raw.length));
    const logs =
      spec.transform === 'log' && !known.some((value) => value <= 0) ? transformed(history.raw, 'log') : null;
    const isLog = logs !== null && family.suitsLogs(logs.subarray(0, known.length), spec);
    return {
      ...history,
      split,
      source: {
        values: isLog ? logs : history.raw,
        isLog,
        exogenous: exogenousOf(history.covariates, spec.encoding),
      },
    };
  });
  const { seriesFeatures } = family;
  if (seriesFeatures === null) return prepared;
  const panel = seriesFeatures.panelOf(
    decimated(prepared, panelSeriesMax).map(({ times, source }) => ({ times, values: source.values })),
  );
  return prepared.map((one) => ({
    ...one,
    source: { ...one.source, features: seriesFeatures.featuresOf(one.source, one.times, panel) },
  }));
}

/** Sources of the windows of forecasts. A source depends only on the last `tail` observations before its origin, and on
 *  those of its companions at the same times. Windows of one reader share the work. */
export interface SourceReader {
  /** Whether the last `tail` observations are read in logarithms. */
  isLog(series: SeriesHistory, origin: number, tail: number): boolean;
  read(series: SeriesHistory, origin: number, layout: Layout): { source: WindowSource; origin: number };
}

/** A window with the features of its series. */
type FeatureWindow = { source: WindowSource; origin: number };

export function createSourceReader(spec: ResolvedSpec): SourceReader {
  const family = familyOf(spec);
  const transformedSeries = new Map<
    Float64Array,
    { plain: WindowSource; log: WindowSource | null; lastBad: Int32Array | null }
  >();

  const featured = new Map<Float64Array, Map<number, FeatureWindow>>();

  function sourcesOf(raw: Float64Array) {
    const found = transformedSeries.get(raw);
    if (found !== undefined) return found;
    const plain = { values: raw, isLog: false };
    const isLog = spec.transform === 'log';
    const made = {
      plain,
      log: isLog ? { values: transformed(raw, 'log'), isLog: true } : null,
      lastBad: isLog ? lastNotPositive(raw) : null,
    };
    transformedSeries.set(raw, made);
    return made;
  }
  function choose(raw: Float64Array, origin: number, tail: number): WindowSource {
    const { plain, log, lastBad } = sourcesOf(raw);
    if (log === null) return plain;
    const from = Math.max(0, origin - tail);
    if (lastBad !== null && origin > 0 && lastBad[origin - 1] >= from) return plain;
    return family.suitsLogs(log.values.subarray(from, origin), spec) ? log : plain;
  }

  const encoded = new Map<SeriesHistory['covariates'], Exogenous | undefined>();
  function exogenousIn({ covariates }: SeriesHistory): Exogenous | undefined {
    if (!encoded.has(covariates)) encoded.set(covariates, exogenousOf(covariates, spec.encoding));
    return encoded.get(covariates);
  }

  return {
    isLog: ({ raw }, origin, tail) => choose(raw, origin, tail).isLog,
    read(series, origin, layout) {
      const exogenous = exogenousIn(series);
      const source = { ...choose(series.raw, origin, layout.tail), exogenous };
      const { seriesFeatures } = family;
      if (seriesFeatures === null || origin === 0) return { source, origin };
      // Members of one model read the same features.
      const own = featured.get(series.raw) ?? new Map<number, FeatureWindow>();
      featured.set(series.raw, own);
      const found = own.get(origin);
      if (found !== undefined) return found;
      const from = Math.max(0, origin - layout.tail);
      const panel = panelAt(series, origin, layout, choose, seriesFeatures);
      const features = seriesFeatures.featuresOf(
        { values: source.values.subarray(from, origin), isLog: source.isLog },
        series.times.subarray(from, origin),
        panel,
        Math.max(0, origin - from - layout.context),
      );
      const covariates = exogenous === undefined ? undefined : exogenousFrom(exogenous, from);
      const made = { source: { ...source, features, exogenous: covariates }, origin: origin - from };
      own.set(origin, made);
      return made;
    },
  };
}

/** Panels of companions by the last time that they include; a panel costs much more than a window. */
const panels = new WeakMap<readonly SeriesHistory[], Map<string, Panel | null>>();
const panelsMax = 500;

function panelAt(
  { times, companions }: SeriesHistory,
  origin: number,
  layout: Layout,
  choose: (raw: Float64Array, origin: number, tail: number) => WindowSource,
  { panelOf }: SeriesFeatures,
): Panel | null {
  if (companions === undefined) return null;
  const own = panels.get(companions) ?? new Map<string, Panel | null>();
  panels.set(companions, own);
  const time = times[origin - 1];
  const key = `${time} ${layout.tail}`;
  const found = own.get(key);
  if (found !== undefined) return found;
  const panelSeries = decimated(companions, panelSeriesMax).flatMap((companion) => {
    const end = countUpTo(companion.times, time);
    const from = Math.max(0, end - layout.tail);
    if (end === 0) return [];
    const { values } = choose(companion.raw, end, layout.tail);
    return [{ times: companion.times.subarray(from, end), values: values.subarray(from, end) }];
  });
  const panel = panelOf(panelSeries);
  if (own.size >= panelsMax) own.clear();
  own.set(key, panel);
  return panel;
}

/** Number of times up to and including `time`. */
function countUpTo(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the last value without a logarithm up to each position, −1 before the first of them; null if all values
 *  have one. */
function lastNotPositive(raw: Float64Array): Int32Array | null {
  let first = 0;
  while (first < raw.length && !(raw[first] <= 0)) first++;
  if (first === raw.length) return null;
  const last = new Int32Array(raw.length).fill(-1, 0, first);
  let at = first;
  for (let t = first; t < raw.length; t++) {
    if (raw[t] <= 0) at = t;
    last[t] = at;
  }
  return last;
}
