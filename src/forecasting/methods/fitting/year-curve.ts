/** The course of the year in a series of days or weeks, by harmonics. A year is too long a season for methods that repeat whole seasons: it
 *  is seldom there more than twice, and not a whole number of steps. T observations, K horizon steps, n harmonics. */
import { solvedPositive } from './ets-initial-states.ts';

/** Years that a history must hold, and last years that are read. */
export const yearsMin = 1.9;
export const yearsRead = 5;
/** Numbers of harmonics that are compared. */
const harmonicsTried = [1, 2, 3, 4] as const;
const harmonicsMax = 4;
/** Years before the first window of the comparison, and windows at most. */
const yearsBefore = 1.2;
const windowsMax = 16;
/** Steps of a window: those of the horizon, within these parts of a year. */
const windowShares = { least: 1 / 24, most: 1 / 6 };
/** Longest season whose phases have means of their own beside the year. */
const phasesMax = 31;
/** Largest error with the year, as a share of that without it. */
const errorShareMax = 0.87;
/** The remainder is continued as a level: exponential averages of the last values, with or without the slope of the line. */
const averages = [0.05, 0.3, 1];
const averagedMax = 120;
/** Keeps the equations solvable where a phase was never observed. */
const ridge = 1e-6;

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

/** The course of the year, if past windows show one: forecasts by harmonics that are fitted before each window, beside phases of the
 *  season and a line, have clearly smaller errors than forecasts without harmonics. Null otherwise.
 *  @param values the last years; NaN is missing. [T]
 *  Source: Hyndman & Athanasopoulos, Forecasting: principles and practice (dynamic harmonic regression). */
export function yearCurve(values: Float64Array, task: YearTask): YearCurve | null {
  const { year, horizon } = task;
  const T = values.length;
  if (!(T >= yearsMin * year)) return null;
  const columns = columnsOf(T + horizon, task);
  const arePositive = values.every((value) => !(value <= 0));
  const tried = (arePositive ? [false, true] : [false]).map((areRelative) => ({
    areRelative,
    regression: createRegression(areRelative ? values.map(Math.log) : values, columns, areRelative),
  }));
  const plan = windowsOf(T, task);
  const totals = tried.map(() => new Float64Array(1 + harmonicsTried.length));
  for (const [m, { regression }] of tried.entries()) {
    // Each way to continue the level is compared over all windows, and the best one counts.
    const errors = Array.from(totals[m], () => new Float64Array(2 * averages.length));
    for (const origin of plan.origins) {
      regression.readTo(origin);
      for (let n = 0; n <= harmonicsTried.length; n++)
        regression.addErrors(errors[n], origin, plan.length, n === 0 ? 0 : harmonicsTried[n - 1]);
    }
    for (const [n, own] of errors.entries()) totals[m][n] = Math.min(...own);
  }
  const without = Math.min(...totals.map(([first]) => first));
  let [best, least] = [{ m: 0, n: 0 }, errorShareMax * without];
  for (const [m, errors] of totals.entries())
    for (let n = 1; n < errors.length; n++) if (errors[n] < least) [best, least] = [{ m, n }, errors[n]];
  if (best.n === 0) return null;
  const { regression, areRelative } = tried[best.m];
  regression.readTo(T);
  return { effects: regression.harmonicsAt(T + horizon, harmonicsTried[best.n - 1]), areRelative };
}

/** Values without the course of the year. */
export function withoutYear(values: Float64Array, { effects, areRelative }: YearCurve): Float64Array {
  return values.map((value, t) => (areRelative ? value / Math.exp(effects[t]) : value - effects[t]));
}

/** Adds the course of the year of the steps after `T` observations, in place. [K, Q] */
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
function windowsOf(T: number, { year, horizon }: YearTask): { origins: number[]; length: number } {
  const { least, most } = windowShares;
  const length = Math.round(Math.max(least * year, Math.min(most * year, horizon)));
  const first = Math.ceil(yearsBefore * year);
  const last = T - length;
  const count = Math.max(1, Math.min(windowsMax, 1 + Math.floor((2 * (last - first)) / length)));
  const step = count === 1 ? 0 : (last - first) / (count - 1);
  return { length, origins: Array.from({ length: count }, (_, i) => Math.round(first + i * step)) };
}

/** Columns of the regression: a constant, a line, phases of the season, then cosine and sine of each harmonic. */
interface Columns {
  all: Float64Array[];
  /** Number of columns before those of the harmonics. */
  plain: number;
}

function columnsOf(length: number, { year, season }: YearTask): Columns {
  const made = (at: (t: number) => number) => Float64Array.from({ length }, (_, t) => at(t));
  const phases = season > 1 && season <= phasesMax ? season - 1 : 0;
  const plain = [
    made(() => 1),
    made((t) => t / year),
    ...Array.from({ length: phases }, (_, phase) => made((t) => (t % season === phase ? 1 : 0))),
  ];
  const harmonics = Array.from({ length: harmonicsMax }, (_, k) => {
    const angle = (2 * Math.PI * (k + 1)) / year;
    return [made((t) => Math.cos(angle * t)), made((t) => Math.sin(angle * t))];
  });
  return { all: [...plain, ...harmonics.flat()], plain: plain.length };
}

/** Least squares of the first observations on the columns. */
function createRegression(values: Float64Array, { all, plain }: Columns, areRelative: boolean) {
  const p = all.length;
  const products = Array.from({ length: p }, () => new Float64Array(p));
  const withValues = new Float64Array(p);
  let read = 0;

  /** Coefficients of the plain columns and of so many harmonics; zeros if there is no solution. */
  function coefficientsOf(harmonics: number): number[] {
    const size = plain + 2 * harmonics;
    const matrix = products.slice(0, size).map((row, i) => {
      const copy = row.slice(0, size);
      copy[i] += ridge * (1 + row[i]);
      return copy;
    });
    return solvedPositive(matrix, Array.from(withValues.subarray(0, size))) ?? new Array(size).fill(0);
  }
  /** Sum of the columns from `first` on. */
  function sumAt(coefficients: readonly number[], t: number, first: number): number {
    let sum = 0;
    for (let c = first; c < coefficients.length; c++) sum += coefficients[c] * all[c][t];
    return sum;
  }

  return {
    /** Reads the observations before `end`, which must not fall. */
    readTo(end: number): void {
      for (let t = read; t < end; t++) {
        const y = values[t];
        if (Number.isNaN(y)) continue;
        for (let i = 0; i < p; i++) {
          const x = all[i][t];
          if (x === 0) continue;
          withValues[i] += x * y;
          for (let j = 0; j <= i; j++) products[i][j] += x * all[j][t];
        }
      }
      read = end;
    },
    /** Adds the absolute errors of a window, for each way to continue the level. */
    addErrors(errors: Float64Array, origin: number, length: number, harmonics: number): void {
      const coefficients = coefficientsOf(harmonics);
      const slope = coefficients[1] * (all[1][1] - all[1][0]);
      for (const [a, weight] of averages.entries()) {
        let level = Number.NaN;
        for (let t = Math.max(0, origin - averagedMax); t < origin; t++) {
          const left = values[t] - sumAt(coefficients, t, 2);
          if (Number.isNaN(left)) continue;
          level = Number.isNaN(level) ? left : level + weight * (left - level);
        }
        for (let h = 0; h < length; h++) {
          const y = values[origin + h];
          if (Number.isNaN(y)) continue;
          const course = level + sumAt(coefficients, origin + h, 2);
          for (const isSloping of [0, 1]) {
            const forecast = course + isSloping * slope * (h + 1);
            errors[2 * a + isSloping] += areRelative
              ? Math.abs(Math.exp(y) - Math.exp(forecast))
              : Math.abs(y - forecast);
          }
        }
      }
    },
    harmonicsAt(length: number, harmonics: number): Float64Array {
      const coefficients = coefficientsOf(harmonics);
      return Float64Array.from({ length }, (_, t) => sumAt(coefficients, t, plain));
    },
  };
}
