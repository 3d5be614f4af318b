/** The course of the year in a series of days or weeks, by harmonics. A year is too long a season for methods that
 *  repeat whole seasons: it is seldom there more than twice, and not a whole number of steps. T observations, K horizon
 *  steps, n harmonics, p columns. */
import { hasNonPositive, isMissing, logsOf } from '../../statistics/index.ts';
import { harmonicsMax, type YearColumns, yearColumns } from './year-columns.ts';
import { YearRegression } from './year-regression.ts';

/** Years that a history must hold, and last years that the harmonics are fitted to. */
export const yearsMin = 1.9;
export const yearsRead = 5;
/** Years before the first window of the comparison, and windows at most. */
const yearsBefore = 1.2;
const windowsMax = 12;
/** Steps of a window: those of the horizon, within these parts of a year. */
const windowShares = { least: 1 / 24, most: 1 / 6 };
/** Largest error with the year, as a share of that without it. */
const errorShareMax = 0.87;
/** The remainder is continued as a level: exponential averages of the last values, with or without
 *  the slope of the line. */
const averages = Float64Array.of(0.05, 0.3, 1);
const averagedMax = 60;

export interface YearCurve {
  /** Effect at each step of the history and the horizon. [T + K] */
  effects: Float64Array;
  /** Whether the effects are of logarithms: then they multiply the values by exp(effect). */
  areRelative: boolean;
}

export interface YearTask {
  /** Steps of a year. */
  year: number;
  season: number; // m
  horizon: number; // K
}

/** The course of the year, if past windows show one: forecasts by harmonics that are fitted before each window, beside
 *  phases of the season and a line, have clearly smaller errors than forecasts without harmonics. Null otherwise.
 *  @param values NaN is missing. [T]
 *  Source: Hyndman & Athanasopoulos, Forecasting: principles and practice (dynamic harmonic regression). */
export function yearCurve(values: Float64Array, task: YearTask): YearCurve | null {
  const { year, season, horizon } = task;
  const T = values.length;
  const observed = values.findIndex((value) => !Number.isNaN(value));
  const from = Math.max(observed, T - Math.ceil(yearsRead * year));
  if (observed < 0 || T - from < yearsMin * year) return null;
  const columns = yearColumns(T + horizon, year, season);
  const targets = hasNonPositive(values) ? [values] : [values, logsOf(values)];
  const regression = new YearRegression(columns, from, targets);
  const { origins, length } = windowsOf(from, T, task);
  // By kind of values and number of harmonics; of the ways to continue the level, the best one over all windows counts.
  const errors = targets.map(() =>
    Array.from({ length: 1 + harmonicsMax }, () => new Float64Array(2 * averages.length)),
  );
  for (const origin of origins) {
    regression.readTo(origin);
    for (const [target, byHarmonics] of errors.entries())
      for (const [n, own] of byHarmonics.entries()) {
        const coefficients = regression.coefficients(target, columns.plain + 2 * n);
        addErrors(own, { values, read: targets[target], columns, coefficients, origin, length });
      }
  }
  const totals = errors.map((byHarmonics) => byHarmonics.map((own) => Math.min(...own)));
  let least = errorShareMax * Math.min(...totals.map(([without]) => without));
  let best: { target: number; n: number } | null = null;
  for (const [target, byHarmonics] of totals.entries())
    for (let n = 1; n <= harmonicsMax; n++)
      if (byHarmonics[n] < least) [best, least] = [{ target, n }, byHarmonics[n]];
  if (best === null) return null;
  regression.readTo(T);
  const coefficients = regression.coefficients(best.target, columns.plain + 2 * best.n);
  const effects = courseOf(columns, coefficients, columns.plain, 0, T + horizon);
  return { effects, areRelative: best.target === 1 };
}

/** Values without the course of the year. */
export function withoutYear(values: Float64Array, { effects, areRelative }: YearCurve): Float64Array {
  return values.map((value, t) => (areRelative ? value / Math.exp(effects[t]) : value - effects[t]));
}

/** Adds the course of the year to Q values of each step after `T` observations, in place. [K, Q] */
export function addYear(
  values: Float64Array,
  { effects, areRelative }: YearCurve,
  T: number,
  Q: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const effect = effects[T + Math.floor(i / Q)];
    values[i] = areRelative ? values[i] * Math.exp(effect) : values[i] + effect;
  }
}

/** Origins of past windows, spread over the time after the first years. */
function windowsOf(
  from: number,
  T: number,
  { year, horizon }: YearTask,
): { origins: number[]; length: number } {
  const { least, most } = windowShares;
  const length = Math.round(Math.max(least * year, Math.min(most * year, horizon)));
  const first = from + Math.ceil(yearsBefore * year);
  const last = T - length;
  const count = Math.max(1, Math.min(windowsMax, 1 + Math.floor((2 * (last - first)) / length)));
  const step = count === 1 ? 0 : (last - first) / (count - 1);
  return { length, origins: Array.from({ length: count }, (_, i) => Math.round(first + i * step)) };
}

/** Sum of the columns from number `first` on, at the steps from `begin` on and before `end`. */
function courseOf(
  { all }: YearColumns,
  coefficients: Float64Array,
  first: number,
  begin: number,
  end: number,
): Float64Array {
  const course = new Float64Array(end - begin);
  for (let c = first; c < coefficients.length; c++) {
    const [coefficient, column] = [coefficients[c], all[c]];
    for (let i = 0; i < course.length; i++) course[i] += coefficient * column[begin + i];
  }
  return course;
}

/** Adds the absolute errors of a window, for each way to continue the level. Without a value shortly
 *  before it, it says nothing. */
function addErrors(
  errors: Float64Array,
  window: {
    values: Float64Array;
    /** The values, or their logarithms. */
    read: Float64Array;
    columns: YearColumns;
    coefficients: Float64Array;
    origin: number;
    length: number;
  },
): void {
  const { values, read, columns, coefficients, origin, length } = window;
  const inLogs = read !== values;
  const begin = Math.max(0, origin - averagedMax);
  const course = courseOf(columns, coefficients, 2, begin, origin + length);
  let first = begin;
  while (first < origin && isMissing(read[first])) first++;
  if (first === origin) return;
  const levels = new Float64Array(averages.length).fill(read[first] - course[first - begin]);
  for (let t = first + 1; t < origin; t++) {
    if (isMissing(read[t])) continue;
    const left = read[t] - course[t - begin];
    for (let a = 0; a < levels.length; a++) levels[a] += averages[a] * (left - levels[a]);
  }
  const slope = coefficients[1] * columns.lineStep;
  for (let h = 0; h < length; h++) {
    const y = values[origin + h];
    if (isMissing(y)) continue;
    for (let a = 0; a < levels.length; a++) {
      const level = levels[a] + course[origin - begin + h];
      const sloping = level + slope * (h + 1);
      errors[2 * a] += Math.abs(y - (inLogs ? Math.exp(level) : level));
      errors[2 * a + 1] += Math.abs(y - (inLogs ? Math.exp(sloping) : sloping));
    }
  }
}
