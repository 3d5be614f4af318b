/** Finds values that are rarely meant as they are: a change of the unit, zeros in a gap, a typing error, and a last period that was not over.
 *  They are told, and stay as they are. */
import type { Frequency } from '../../contracts/schemas/index.ts';
import { parseStep } from '../calendar/index.ts';
import type { Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';
import { hasSentinelForm } from './sentinels.ts';

/** Fewer values show no usual size. */
const valuesMin = 24;
/** Zeros in a row that are told; at the end of a series fewer are. */
const zerosMin = 3;
const lastZerosMin = 2;
/** Series with more zeros, or with more runs of them, have zeros of their own. */
const zeroShareMax = 0.25;
const zeroRunsMax = 3;
/** A value is near zero below this share of the mean. So many values near zero show that zeros are usual. */
const nearZeroShare = 0.1;
const nearZeroCountMax = 0.02;
/** Single values that exceed all others by this factor are no peaks. */
const outlierFactor = 20;
const outliersMax = 2;
/** Values of both units: each side is apart from the other by the first factor, and their medians by the second. */
const apartFactor = 5;
const unitFactor = 20;
const sideMin = 5;
/** Values before the last one that it is compared with, or two seasons if those are more. */
const recentMin = 12;
/** A last value below this share of all recent ones, which are above this share of their median. */
const lastShare = 0.5;

export interface SuspectContext {
  frequency: Pick<Frequency, 'step' | 'season_lengths'>;
  written(time: number): string;
}

/** A position of a series, and what is said about it. */
interface Suspect {
  at: number;
  message: string;
}

/** @param groups with times in order */
export function warnOfSuspects(
  groups: readonly SeriesGroup[],
  { frequency, written }: SuspectContext,
  warnings: Warnings,
): void {
  for (const { times, series, place } of groups) {
    const at = (i: number) => written(times[i]);
    for (const { id, values } of series) {
      const known = overviewOf(values);
      if (known === null) continue;
      const found = [
        zerosOf(values, known, at),
        outliersOf(values, known, at),
        unitChangeOf(values, known, at),
        lastPeriodOf(values, known.last, frequency, at),
      ];
      for (const suspect of found) {
        if (suspect === null) continue;
        warnings.add('values_suspected', suspect.message, {
          series_id: id,
          line: place(suspect.at).line ?? null,
        });
      }
    }
  }
}

interface Overview {
  /** Number of values that are not missing. */
  count: number;
  zeros: number;
  /** Runs of zeros, and the longest one. */
  runs: number;
  longest: { from: number; to: number };
  /** Mean and smallest of the values that are not zero, without their signs. */
  mean: number;
  smallest: number;
  /** Positions of the largest values without their signs, in descending order. */
  largest: number[];
  areNegative: boolean;
  /** Position of the last value that is not missing: rows of the future have covariates only. */
  last: number;
}

/** One pass over the values; null if there are too few. */
function overviewOf(values: Float64Array): Overview | null {
  let [count, zeros, runs, sum, from, last] = [0, 0, 0, 0, -1, -1];
  let smallest = Number.POSITIVE_INFINITY;
  let areNegative = false;
  let longest = { from: 0, to: -1 };
  const largest: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    count++;
    last = i;
    if (value === 0) {
      zeros++;
      if (from < 0) {
        runs++;
        from = i;
      }
      if (i - from > longest.to - longest.from) longest = { from, to: i };
      continue;
    }
    from = -1;
    const size = Math.abs(value);
    if (value < 0) areNegative = true;
    sum += size;
    if (size < smallest) smallest = size;
    if (largest.length <= outliersMax || size > Math.abs(values[largest[outliersMax]])) {
      largest.push(i);
      largest.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]));
      largest.length = Math.min(largest.length, outliersMax + 1);
    }
  }
  if (count < valuesMin) return null;
  return { count, zeros, runs, longest, mean: sum / (count - zeros), smallest, largest, areNegative, last };
}

/** Zeros in a row, in a series that is never near zero otherwise. */
function zerosOf(values: Float64Array, known: Overview, at: (i: number) => string): Suspect | null {
  const { count, zeros, runs, longest, mean, areNegative, last } = known;
  const { from, to } = longest;
  const isLast = to === last;
  const length = to - from + 1;
  if (areNegative || zeros > zeroShareMax * count || runs > zeroRunsMax) return null;
  if (length < (isLast ? lastZerosMin : zerosMin)) return null;
  let near = 0;
  for (const value of values) if (value > 0 && value < nearZeroShare * mean) near++;
  if (near > nearZeroCountMax * count) return null;
  return {
    at: from,
    message: `${isLast ? `The last ${length} values` : `${length} values in a row`} are 0, from ${at(from)} to ${at(to)}, and hardly any other value is near 0. If nothing was measured there, upload them as missing: an empty cell, or null in JSON.`,
  };
}

/** One or two values that are larger than all others by a factor that no peak has. */
function outliersOf(values: Float64Array, known: Overview, at: (i: number) => string): Suspect | null {
  const { largest, count, zeros } = known;
  if (zeros > count / 2) return null;
  for (let k = 1; k <= outliersMax && k < largest.length; k++) {
    const [least, next] = [largest[k - 1], largest[k]].map((i) => Math.abs(values[i]));
    if (least < outlierFactor * next) continue;
    const outliers = largest.slice(0, k).sort((a, b) => a - b);
    if (outliers.some((i) => hasSentinelForm(values[i]))) return null;
    const they = outliers.map((i) => `${values[i]} at ${at(i)}`).join(' and ');
    return {
      at: outliers[0],
      message: `${k === 1 ? `The value ${they} is` : `The values ${they} are`} ${Math.round(least / next)} times as large as any other. If ${k === 1 ? 'it is a mistake, correct it' : 'they are mistakes, correct them'} or upload ${k === 1 ? 'it' : 'them'} as missing: an empty cell, or null in JSON.`,
    };
  }
  return null;
}

/** The position from which all values are larger or smaller by a factor, as where kWh become Wh. */
function unitChangeOf(values: Float64Array, known: Overview, at: (i: number) => string): Suspect | null {
  const { areNegative, smallest, largest } = known;
  if (areNegative || values[largest[0]] < unitFactor * smallest || !areEndsApart(values)) return null;
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] > 0) rows.push(i);
  const n = rows.length;
  const lowestFrom = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const highestFrom = new Float64Array(n + 1);
  for (let k = n - 1; k >= 0; k--) {
    lowestFrom[k] = Math.min(lowestFrom[k + 1], values[rows[k]]);
    highestFrom[k] = Math.max(highestFrom[k + 1], values[rows[k]]);
  }
  let [lowest, highest] = [Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k <= n - sideMin; k++) {
    const rises = lowestFrom[k] >= apartFactor * highest;
    const falls = lowest >= apartFactor * highestFrom[k];
    if (k >= sideMin && (rises || falls)) {
      const [before, after] = [rows.slice(0, k), rows.slice(k)].map((side) => medianOf(values, side));
      const factor = rises ? after / before : before / after;
      if (factor >= unitFactor)
        return {
          at: rows[k],
          message: `From ${at(rows[k])} on, all values are much ${rises ? 'larger' : 'smaller'} than before: their median was ${short(before)} and is ${short(after)}. If the unit changed there, convert the values of one side and upload again.`,
        };
    }
    lowest = Math.min(lowest, values[rows[k]]);
    highest = Math.max(highest, values[rows[k]]);
  }
  return null;
}

/** Whether the first values are apart from the last ones: each side has them. Most series end here, without more memory. */
function areEndsApart(values: Float64Array): boolean {
  const first: number[] = [];
  for (let i = 0; i < values.length && first.length < sideMin; i++) if (values[i] > 0) first.push(values[i]);
  const last: number[] = [];
  for (let i = values.length - 1; i >= 0 && last.length < sideMin; i--)
    if (values[i] > 0) last.push(values[i]);
  return (
    Math.min(...last) >= apartFactor * Math.max(...first) ||
    Math.min(...first) >= apartFactor * Math.max(...last)
  );
}

/** A last value that is far below all recent ones, as of a month that is not over. */
function lastPeriodOf(
  values: Float64Array,
  last: number,
  { step, season_lengths: [season = 1] }: SuspectContext['frequency'],
  at: (i: number) => string,
): Suspect | null {
  const unit = parseStep(step)?.unit;
  if (unit !== 'day' && unit !== 'month') return null;
  const count = Math.max(recentMin, 2 * season);
  const recent = values.subarray(Math.max(0, last - count), last).filter((value) => !Number.isNaN(value));
  if (recent.length < count || !(values[last] > 0)) return null;
  recent.sort();
  const [lowest, median] = [recent[0], recent[recent.length >> 1]];
  if (values[last] >= lastShare * lowest || lowest < lastShare * median) return null;
  return {
    at: last,
    message: `The last value, ${values[last]} at ${at(last)}, is less than half of the lowest of the ${count} before it, ${lowest}. If its period was not over when it was counted, upload without it: forecasts start from it.`,
  };
}

function medianOf(values: Float64Array, rows: readonly number[]): number {
  const sorted = Float64Array.from(rows, (i) => values[i]).sort();
  return sorted[sorted.length >> 1];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
