/** Forecasts a series that has few observations, or none, from the series of a panel that are like it. K horizon steps,
 *  Q levels, n observations. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import { type DatasetHeader, limits } from '../../contracts/schemas/index.ts';
import {
  empiricalQuantile,
  medianOf,
  normalQuantile,
  observedMean,
  observedOf,
  studentTQuantile,
} from '../statistics/index.ts';
import { type Analog, analogsOf, type PlacedValues } from './analogs.ts';
import { firstSteps, launchFactors, shareOfZeros, sinceFirstSales, unsoldSteps } from './launches.ts';
import { similarSeries, type UnmatchedAttribute, unmatchedAttributes } from './similarity.ts';
import { createTimeline } from './timeline.ts';

/** Fewest series from which a forecast is made. */
const panelSeriesMin = 3;
/** Places after the end of the panel at which a new series may begin and keep its phase, beside the horizon. */
const aheadMax = 1_000;
/** Unit that is added before logarithms where there are zeros, as a share of the median level. */
const unitShare = 0.02;
/** Degrees of freedom of the widest tails. */
const degreesMin = 3;

interface NewSeries {
  static: PanelSeries['static'];
  /** Times and values of the observations, without missing ones. [n] */
  times: Float64Array;
  values: Float64Array;
  /** Times that are forecast. [K] */
  ahead: Float64Array;
}

/** Series that a forecast was made from. */
export interface PanelBasis {
  series: number;
  /** Attributes of which all of them have the value of the new series. */
  attributes: string[];
  unmatched: UnmatchedAttribute[];
  /** Whether its values are moved to the level of the new series. */
  isMoved: boolean;
  /** Whether values of a first age are forecast, which differ from later ones. */
  isLaunch: boolean;
}

interface PanelForecast {
  quantiles: Float64Array; // [K, Q], ascending in Q
  basis: PanelBasis;
}

/** @param header has the calendar of the steps
 *  @param season steps in a season; 1: none
 *  @returns the forecast of a new series; null where too few series of the panel cover its horizon */
export function createPanelForecaster(
  panel: readonly PanelSeries[],
  header: DatasetHeader,
  season: number,
  levels: readonly number[],
): (series: NewSeries) => PanelForecast | null {
  const observed = panel.filter(({ tail }) => tail.values.some((value) => !Number.isNaN(value)));
  if (observed.length < panelSeriesMin) return () => null;
  const headLength = Math.max(...observed.map(({ head }) => head.times.length));
  const timeline = createTimeline(observed, header, headLength + aheadMax, season);
  const used = observed.filter(({ tail }) => tail.times[tail.times.length - 1] >= timeline.begin);
  if (used.length < panelSeriesMin) return () => null;
  const hasNegative = used.some(({ tail }) => tail.values.some((value) => value < 0));
  const zeros = shareOfZeros(used.map(({ tail }) => tail));
  // Beside negative values a zero is a value like others.
  const sold = (parts: PanelSeries['tail'][]) => (hasNegative ? parts : sinceFirstSales(parts, zeros));
  const tails = sold(used.map(({ tail }) => tail));
  const sizes = Float64Array.from(tails, ({ values }) => levelOf(values, season));
  const hasZeros = tails.some(({ values }) => values.includes(0));
  const unitOfZeros = unitShare * medianOf(sizes) || 1;
  const byPlace = tails.map((tail): PlacedValues => {
    const places = Array.from(tail.times, timeline.placeOf);
    // The last time may have an earlier place: that of the first pass of an hour that clocks repeat.
    const [first, last] = [Math.min(...places), Math.max(...places)];
    const values = new Float64Array(1 + last - first).fill(Number.NaN);
    for (const [t, time] of tail.times.entries())
      if (time >= timeline.begin && !Number.isNaN(tail.values[t])) values[places[t] - first] = tail.values[t];
    return { first, values };
  });
  const heads = sold(used.map(({ head }) => head)).map((head) => firstSteps(head, header));

  return (series) => {
    // Logarithms need values that are not negative, in the panel and in the new series.
    const isSigned = hasNegative || series.values.some((value) => value < 0);
    const first = isSigned ? 0 : unsoldSteps(series.values, zeros);
    const observations = series.values.subarray(first);
    const unit = hasZeros || observations.includes(0) ? unitOfZeros : 0;
    const scale = isSigned ? differences : ratiosWith(unit);
    const places = {
      observed: Array.from(series.times.subarray(first), timeline.placeOf),
      ahead: Array.from(series.ahead, timeline.placeOf),
    };
    const sizesOfScale = sizes.map(scale.of);
    const likeIt = (sharingMin: number) => {
      const similar = similarSeries(used, sizesOfScale, series.static, sharingMin);
      const analogs = analogsIn(similar.places, places);
      const count = new Set(analogs.map((analog) => analog.series)).size;
      return count < panelSeriesMin ? null : { analogs, count, attributes: similar.attributes };
    };
    // Of the few that share its attributes, too few may have values at its times.
    const found = likeIt(panelSeriesMin) ?? likeIt(used.length + 1);
    if (found === null) return null;
    const { analogs, count, attributes } = found;
    const begin = Math.min(...places.observed, ...places.ahead);
    const age = places.ahead[0] - begin;
    const ages = Math.min(age, limits.fewObservationsMax) + places.ahead.length;
    const factors = isSigned ? null : launchFactors(heads, ages, unit);
    const atAge = (values: Float64Array, at: readonly number[]) =>
      factors === null ? values : values.map((value, i) => value * (factors[at[i] - begin] ?? 1));
    const paths = movedPaths(analogs, observations, scale, (analog) => ({
      observed: atAge(analog.observed, places.observed),
      path: atAge(analog.path, places.ahead),
    }));
    return {
      quantiles: quantilesOf(paths, levels, count),
      basis: {
        ...{ series: count, attributes, unmatched: unmatchedAttributes(used, series.static) },
        ...{ isMoved: observations.length > 0, isLaunch: factors !== null },
      },
    };
  };

  /** At the same phase of the season; at any phase where too few series are long enough for that. */
  function analogsIn(similar: readonly number[], places: { observed: number[]; ahead: number[] }): Analog[] {
    const withSeason = (m: number) => similar.flatMap((i) => analogsOf(byPlace[i], i, places, m));
    const inSeason = withSeason(season);
    const isEnough = new Set(inSeason.map((analog) => analog.series)).size >= panelSeriesMin;
    return season > 1 && !isEnough ? withSeason(1) : inSeason;
  }
}

/** How levels are compared, and how a value is moved to another level. */
interface Scale {
  of(mean: number): number;
  moved(value: number, by: number): number;
}

const differences: Scale = { of: (mean) => mean, moved: (value, by) => value + by };

/** @param unit is added before logarithms are taken; 0: no value is zero */
function ratiosWith(unit: number): Scale {
  return {
    of: (mean) => Math.log(mean + unit),
    moved: (value, by) => Math.max(0, (value + unit) * Math.exp(by) - unit),
  };
}

/** Paths of the analogs at the level of the observations. How much of the difference in level is kept follows from the
 *  analogs: by the regression of the level of their paths on that of their observations. [analogs][K] */
function movedPaths(
  analogs: readonly Analog[],
  observations: Float64Array,
  { of, moved }: Scale,
  atAge: (analog: Analog) => Pick<Analog, 'observed' | 'path'>,
): Float64Array[] {
  const aged = analogs.map(atAge);
  if (observations.length === 0) return atNewestLevel(analogs, aged, { of, moved });
  const before = aged.map(({ observed }) => of(observedMean(observed)));
  const after = aged.map(({ path }) => of(observedMean(path)));
  const kept = slopeOf(before, after) ?? observations.length / (observations.length + 1);
  return aged.map(({ path, observed }, i) => {
    const by = kept * (of(meanWhere(observed, observations)) - before[i]);
    return path.map((value) => moved(value, by));
  });
}

/** Paths of earlier seasons at the level of the newest season of the same series, which has grown since. */
function atNewestLevel(
  analogs: readonly Analog[],
  aged: readonly Pick<Analog, 'path'>[],
  { of, moved }: Scale,
): Float64Array[] {
  const newest = new Map<number, Float64Array>();
  return aged.map(({ path }, i) => {
    const { series } = analogs[i];
    const latest = newest.get(series) ?? path;
    newest.set(series, latest);
    const by = of(meanWhere(path, latest)) - of(meanWhere(latest, path));
    return path.map((value) => moved(value, Number.isNaN(by) ? 0 : by));
  });
}

/** Mean of the observed values of `values` at the steps where `others` are observed too; NaN without any. */
function meanWhere(others: Float64Array, values: Float64Array): number {
  return observedMean(values.filter((_, i) => !Number.isNaN(others[i])));
}

/** Slope of a least-squares line, between 0 and 1; null if `x` does not vary. */
function slopeOf(x: readonly number[], y: readonly number[]): number | null {
  const [x0, y0] = [observedMean(x), observedMean(y)];
  let xx = 0;
  let xy = 0;
  for (const [i, value] of x.entries()) {
    xx += (value - x0) ** 2;
    xy += (value - x0) * (y[i] - y0);
  }
  return xx === 0 ? null : Math.max(0, Math.min(1, xy / xx));
}

/** Quantiles over the paths at each step. Few series say little about the tails: distances from the median grow as
 *  those of Student's t, with as many degrees of freedom. */
function quantilesOf(
  paths: readonly Float64Array[],
  levels: readonly number[],
  series: number,
): Float64Array {
  const K = paths[0].length;
  const Q = levels.length;
  const quantiles = new Float64Array(K * Q);
  const degrees = Math.max(degreesMin, series - 1);
  const widths = levels.map((level) => {
    const score = normalQuantile(level);
    const share = score === 0 ? 1 : studentTQuantile(score, degrees) / score;
    return share * Math.sqrt(1 + 1 / series);
  });
  let sample = new Float64Array(0);
  for (let h = 0; h < K; h++) {
    const at = Float64Array.from(paths.flatMap((path) => (Number.isNaN(path[h]) ? [] : [path[h]]))).sort();
    // A step that no path covers is like the one before it.
    if (at.length > 0) sample = at;
    else if (sample.length === 0)
      sample = Float64Array.from(paths.flatMap((path) => [...observedOf(path)])).sort();
    const median = empiricalQuantile(sample, 0.5);
    for (const [k, level] of levels.entries())
      quantiles[h * Q + k] = median + widths[k] * (empiricalQuantile(sample, level) - median);
  }
  return quantiles;
}

/** Mean of the last season, or of the last values. */
function levelOf(values: Float64Array, season: number): number {
  const last = values.subarray(-Math.max(8, season));
  const mean = observedMean(last);
  return Number.isNaN(mean) ? observedMean(values) : mean;
}
