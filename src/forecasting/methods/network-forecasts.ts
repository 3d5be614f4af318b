import {
  contextLength,
  contextMax,
  instantForecaster,
  type PretrainedForecast,
  levels as trainedLevels,
} from '../pretrained/index.ts';
import {
  extremeUnit,
  gridPosition,
  inUnit,
  normalQuantile,
  quantileAtPosition,
  quantileGrid,
} from '../statistics/index.ts';
import { addYear, withoutYear, yearCurve, yearsRead } from './fitting/year-curve.ts';
import { forecastWith, type MethodForecast, type MethodTask } from './method.ts';
import { spacedNaive } from './naive.ts';

const grid = quantileGrid(trainedLevels);
const middle = gridPosition(grid, 0);
type Place = typeof middle;
/** Longest season that the network learns: it reads two of them. A week of minutes is longer; it is the
 *  second season of a day. */
export const networkSeasonMax = contextMax / 2;
/** Values before and in a rest that give its fan. */
const restValuesMax = 1_000;
/** Largest logarithm that has a value. */
const exponentMax = 700;

/** Forecasts of the pre-trained network from the end of each history, in batches. Where the years of a history have a
 *  course, the network reads the history without it.
 *  @param least horizon that the network reads for a shorter one */
export function networkForecasts(
  histories: readonly Float64Array[],
  task: MethodTask,
  least = 1,
): MethodForecast[] {
  if (!task.year) return forecastsOf(histories, task, least);
  const years = histories.map((history) => yearOf(history, task));
  const read = years.map((year, i) => year?.history ?? histories[i]);
  return forecastsOf(read, task, least).map((forecast, i) => {
    years[i]?.addTo(forecast.point, 1);
    years[i]?.addTo(forecast.quantiles, task.levels.length);
    return forecast;
  });
}

/** A history without the course of its years. */
export interface HistoryOfYears {
  history: Float64Array;
  /** Adds the course to Q values of each step after the history, in place. [K, Q] */
  addTo(values: Float64Array, Q: number): void;
}

/** Number of last values that a forecast reads.
 *  @param year steps of a year; null or absent: it has no course */
export function valuesRead(season: number, year: number | null | undefined): number {
  return Math.max(contextLength(season), Math.ceil(yearsRead * (year ?? 0)));
}

/** Null if the years of the history do not show a course. */
export function yearOf(
  whole: Float64Array,
  { year, season, horizon }: Pick<MethodTask, 'year' | 'season' | 'horizon'>,
): HistoryOfYears | null {
  if (!year) return null;
  const values = whole.subarray(-valuesRead(season, year));
  const curve = yearCurve(values, { year, season, horizon });
  if (curve === null) return null;
  const isNegative = whole.some((value) => value < 0);
  return {
    history: withoutYear(values, curve),
    addTo(added, Q) {
      addYear(added, curve, values.length, Q);
      if (!isNegative) for (const [i, value] of added.entries()) added[i] = Math.max(0, value);
    },
  };
}

function forecastsOf(
  histories: readonly Float64Array[],
  { horizon, steps = horizon, season, levels, kernel, inputs }: MethodTask,
  least: number,
): MethodForecast[] {
  const places = levels.map((level) => gridPosition(grid, normalQuantile(level)));
  const read = histories.map((history) => readEnd(history, contextLength(season)));
  const forecasts = instantForecaster(kernel).forecast(
    read.map(({ values }) => values),
    { season, horizon: Math.max(least, horizon), steps, kept: inputs },
  );
  return read.map((end, i) =>
    end.smallest === end.largest
      ? constantForecast(end.smallest, histories[i], steps, levels)
      : restored(end, forecasts[i], steps, places),
  );
}

/** Forecast after equal values, which the network would continue without a width. The changes of the history before
 *  them widen the fan. Zeros are continued as they are, since they are no sign of a sensor that hangs. */
function constantForecast(
  value: number,
  history: Float64Array,
  steps: number,
  levels: readonly number[],
): MethodForecast {
  const point = new Float64Array(steps).fill(value);
  if (value === 0 || levels.length === 0)
    return { point, quantiles: new Float64Array(steps * levels.length) };
  const rest = 1 + history.findLastIndex((one) => one !== value && !Number.isNaN(one));
  const read = history.subarray(Math.max(0, rest - restValuesMax), rest + restValuesMax);
  const { quantiles } = forecastWith(spacedNaive, read, { horizon: steps, season: 1, levels });
  return { point, quantiles };
}

/** The end of a series less a level, in a unit in which no power of its values overflows. */
interface SeriesEnd {
  values: Float64Array;
  unit: number;
  /** Number that is added after the unit: 0, or the middle of values so far from zero that sums of them
   *  would lose their moves. */
  level: number;
  /** Range of the observed values. */
  smallest: number;
  largest: number;
}

/** Distance from zero, in ranges, from which on values are read less their level. They are no logarithms by then. */
const farFromZero = 1e7;

/** @param length number of last values that the network reads */
export function readEnd(history: Float64Array, length: number): SeriesEnd {
  const end = history.subarray(Math.max(0, history.length - length));
  const values = end.every(Number.isNaN) ? history : end;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < values.length; t++) {
    if (values[t] < smallest) smallest = values[t];
    if (values[t] > largest) largest = values[t];
  }
  const range = largest - smallest;
  const level = range > 0 && Math.abs(smallest) > farFromZero * range ? smallest + range / 2 : 0;
  const read = level === 0 ? values : values.map((value) => value - level);
  const unit = extremeUnit(read);
  return { values: inUnit(read, unit), unit, level, smallest, largest };
}

/** Brings a forecast to the units of the series. One of a series without negative values is not negative. */
function restored(
  { unit, level, smallest }: SeriesEnd,
  { quantiles, isLog }: PretrainedForecast,
  steps: number,
  places: readonly Place[],
): MethodForecast {
  const point = new Float64Array(steps);
  const result = new Float64Array(steps * places.length);
  const lower = smallest >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  write(point, 0, 1, middle);
  for (let k = 0; k < places.length; k++) write(result, k, places.length, places[k]);
  return { point, quantiles: result };

  /** Writes the quantile at a place of each step. */
  function write(to: Float64Array, first: number, stride: number, place: Place): void {
    for (let h = 0; h < steps; h++) {
      const value = quantileAtPosition(place, quantiles, h * grid.levels.length);
      const size = isLog ? Math.exp(Math.max(-exponentMax, Math.min(exponentMax, value))) : value;
      to[first + h * stride] = Math.max(lower, level + unit * size);
    }
  }
}
