/** The course of the year in a series of days or weeks, by harmonics. A year is too long a season for methods that repeat whole seasons: it
 *  is seldom there more than twice, and not a whole number of steps. T observations, K horizon steps, n harmonics, p columns. */
import { hasNonPositive, logsOf } from '../../statistics/index.ts';
import { solvedPositive } from './ets-initial-states.ts';

/** Years that a history must hold, and last years that the harmonics are fitted to. */
export const yearsMin = 1.9;
export const yearsRead = 5;
/** Largest number of harmonics; all smaller ones are compared. */
const harmonicsMax = 4;
/** Years before the first window of the comparison, and windows at most. */
const yearsBefore = 1.2;
const windowsMax = 12;
/** Steps of a window: those of the horizon, within these parts of a year. */
const windowShares = { least: 1 / 24, most: 1 / 6 };
/** Longest season whose phases have means of their own beside the year. */
const phasesMax = 31;
/** Largest error with the year, as a share of that without it. */
const errorShareMax = 0.87;
/** The remainder is continued as a level: exponential averages of the last values, with or without the slope of the line. */
const averages = [0.05, 0.3, 1];
const averagedMax = 60;
/** Keeps the equations solvable where a phase was never observed. */
const ridge = 1e-6;
/** Kinds of years whose columns are kept. */
const columnsKept = 8;

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
 *  @param values NaN is missing. [T]
 *  Source: Hyndman & Athanasopoulos, Forecasting: principles and practice (dynamic harmonic regression). */
export function yearCurve(values: Float64Array, task: YearTask): YearCurve | null {
  const { year, horizon } = task;
  const T = values.length;
  const observed = values.findIndex((value) => !Number.isNaN(value));
  const from = Math.max(observed, T - Math.ceil(yearsRead * year));
  if (observed < 0 || T - from < yearsMin * year) return null;
  const columns = columnsFor(T + horizon, task);
  const targets = hasNonPositive(values) ? [values] : [values, logsOf(values)];
  const products = createProducts(columns, from, targets);
  const { origins, length } = windowsOf(from, T, task);
  // By kind of values and number of harmonics; of the ways to continue the level, the best one over all windows counts.
  const errors = products.targets.map(() =>
    Array.from({ length: 1 + harmonicsMax }, () => new Float64Array(2 * averages.length)),
  );
  for (const origin of origins) {
    products.readTo(origin);
    for (const [target, byHarmonics] of errors.entries())
      for (const [n, own] of byHarmonics.entries()) {
        const coefficients = products.coefficientsOf(target, n);
        addErrors(own, { values, read: products.targets[target], columns, coefficients, origin, length });
      }
  }
  const totals = errors.map((byHarmonics) => byHarmonics.map((own) => Math.min(...own)));
  let least = errorShareMax * Math.min(...totals.map(([without]) => without));
  let best: { target: number; n: number } | null = null;
  for (const [target, byHarmonics] of totals.entries())
    for (let n = 1; n <= harmonicsMax; n++)
      if (byHarmonics[n] < least) [best, least] = [{ target, n }, byHarmonics[n]];
  if (best === null) return null;
  products.readTo(T);
  const coefficients = products.coefficientsOf(best.target, best.n);
  const effects = Float64Array.from({ length: T + horizon }, (_, t) =>
    sumAt(columns, coefficients, t, columns.plain),
  );
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

/** Columns of the regression: a constant, a line, phases of the season, then cosine and sine of each harmonic. */
interface Columns {
  all: Float64Array[]; // [p], each of T + K or more
  /** Number of columns before those of the harmonics. */
  plain: number;
  /** Change of the line with each step. */
  lineStep: number;
}

/** Columns depend on the step alone, so those of the longest history serve all. */
const columnsOfYears = new Map<string, Columns>();

function columnsFor(length: number, { year, season }: YearTask): Columns {
  const key = `${year} ${season}`;
  const found = columnsOfYears.get(key);
  if (found !== undefined && found.all[0].length >= length) return found;
  const made = columnsOf(length, year, season);
  columnsOfYears.delete(key);
  if (columnsOfYears.size >= columnsKept) columnsOfYears.clear();
  columnsOfYears.set(key, made);
  return made;
}

function columnsOf(length: number, year: number, season: number): Columns {
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
  return { all: [...plain, ...harmonics.flat()], plain: plain.length, lineStep: 1 / year };
}

/** Products of the columns with each other and with each of the targets, which are missing at the same steps.
 *  @param from first step that is read */
function createProducts({ all, plain }: Columns, from: number, targets: readonly Float64Array[]) {
  const p = all.length;
  const ofColumns = Array.from({ length: p }, () => new Float64Array(p));
  const withTargets = targets.map(() => new Float64Array(p));
  let read = from;

  return {
    targets,
    /** Reads the observations before `end`, which must not fall. */
    readTo(end: number): void {
      for (; read < end; read++) {
        const t = read;
        if (Number.isNaN(targets[0][t])) continue;
        for (let i = 0; i < p; i++) {
          const x = all[i][t];
          if (x === 0) continue;
          for (let k = 0; k < targets.length; k++) withTargets[k][i] += x * targets[k][t];
          const row = ofColumns[i];
          for (let j = 0; j <= i; j++) row[j] += x * all[j][t];
        }
      }
    },
    /** Least squares on the plain columns and n harmonics; zeros if there is no solution. */
    coefficientsOf(target: number, n: number): readonly number[] {
      const size = plain + 2 * n;
      const matrix = ofColumns.slice(0, size).map((row, i) => {
        const copy = row.slice(0, size);
        copy[i] += ridge * (1 + row[i]);
        return copy;
      });
      return (
        solvedPositive(matrix, Array.from(withTargets[target].subarray(0, size))) ?? new Array(size).fill(0)
      );
    },
  };
}

/** Sum of the columns from number `first` on. */
function sumAt({ all }: Columns, coefficients: readonly number[], t: number, first: number): number {
  let sum = 0;
  for (let c = first; c < coefficients.length; c++) sum += coefficients[c] * all[c][t];
  return sum;
}

/** Adds the absolute errors of a window, for each way to continue the level. Without a value shortly before it, it says nothing. */
function addErrors(
  errors: Float64Array,
  window: {
    values: Float64Array;
    /** The values, or their logarithms. */
    read: Float64Array;
    columns: Columns;
    coefficients: readonly number[];
    origin: number;
    length: number;
  },
): void {
  const { values, read, columns, coefficients, origin, length } = window;
  const inLogs = read !== values;
  const levels = averages.map(() => Number.NaN);
  for (let t = Math.max(0, origin - averagedMax); t < origin; t++) {
    if (Number.isNaN(read[t])) continue;
    const left = read[t] - sumAt(columns, coefficients, t, 2);
    for (let a = 0; a < averages.length; a++)
      levels[a] = Number.isNaN(levels[a]) ? left : levels[a] + averages[a] * (left - levels[a]);
  }
  if (Number.isNaN(levels[0])) return;
  const slope = coefficients[1] * columns.lineStep;
  for (let h = 0; h < length; h++) {
    const y = values[origin + h];
    if (Number.isNaN(y)) continue;
    const course = sumAt(columns, coefficients, origin + h, 2);
    for (let a = 0; a < averages.length; a++)
      for (const isSloping of [0, 1]) {
        const forecast = levels[a] + course + isSloping * slope * (h + 1);
        errors[2 * a + isSloping] += Math.abs(y - (inLogs ? Math.exp(forecast) : forecast));
      }
  }
}
