/** Finds values that are rarely meant as they are: a change of the unit, zeros in a gap, a typing error, and a last
 *  period that was not over. They are told, and stay as they are. */
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
/** Series with more zeros before those at the end, or with more runs of them, have zeros of their own. */
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
    if (largest.length <= outliersMax) largest.push(i);
    else if (size > Math.abs(values[largest[outliersMax]])) largest[outliersMax] = i;
    else continue;
    for (let k = largest.length - 1; k > 0 && size > Math.abs(values[largest[k - 1]]); k--) {
      largest[k] = largest[k - 1];
      largest[k - 1] = i;
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
  // A template that is filled to the end of the year has any number of zeros behind its values.
  const filled = isLast && count - length >= valuesMin ? length : 0;
  if (areNegative || zeros - filled > zeroShareMax * (count - filled) || runs > zeroRunsMax) return null;
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

/** The position from which all values are larger or smaller by a factor, as where kWh become Wh. Zeros and missing
 *  values count on neither side. */
function unitChangeOf(values: Float64Array, known: Overview, at: (i: number) => string): Suspect | null {
  const { areNegative, smallest, largest, count, zeros } = known;
  if (areNegative || values[largest[0]] < unitFactor * smallest) return null;
  const direction = directionOf(values);
  if (direction === null) return null;
  const rises = direction === 'rises';
  /** The bound of all values from a position on that the values before must keep away from. */
  const boundFrom = new Float64Array(values.length + 1).fill(rises ? Number.POSITIVE_INFINITY : 0);
  for (let i = values.length - 1; i >= 0; i--)
    boundFrom[i] =
      values[i] > 0 ? (rises ? Math.min : Math.max)(boundFrom[i + 1], values[i]) : boundFrom[i + 1];
  let [bound, before] = [rises ? 0 : Number.POSITIVE_INFINITY, 0];
  const last = count - zeros - sideMin;
  for (let i = 0; i < values.length && before <= last; i++) {
    if (!(values[i] > 0)) continue;
    const isApart = rises ? boundFrom[i] >= apartFactor * bound : bound >= apartFactor * boundFrom[i];
    if (before >= sideMin && isApart) {
      const [median, later] = [medianOf(values.subarray(0, i)), medianOf(values.subarray(i))];
      if ((rises ? later / median : median / later) >= unitFactor)
        return {
          at: i,
          message: `From ${at(i)} on, all values are much ${rises ? 'larger' : 'smaller'} than before: their median was ${short(median)} and is ${short(later)}. If the unit changed there, convert the values of one side and upload again.`,
        };
    }
    bound = rises ? Math.max(bound, values[i]) : Math.min(bound, values[i]);
    before++;
  }
  return null;
}

/** Whether the last values are apart from the first ones, as each side has to be. Most series end
 *  here, without more memory. */
function directionOf(values: Float64Array): 'rises' | 'falls' | null {
  const first: number[] = [];
  for (let i = 0; i < values.length && first.length < sideMin; i++) if (values[i] > 0) first.push(values[i]);
  const last: number[] = [];
  for (let i = values.length - 1; i >= 0 && last.length < sideMin; i--)
    if (values[i] > 0) last.push(values[i]);
  if (Math.min(...last) >= apartFactor * Math.max(...first)) return 'rises';
  return Math.min(...first) >= apartFactor * Math.max(...last) ? 'falls' : null;
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

/** Median of the values above 0. */
function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => value > 0).sort();
  return sorted[sorted.length >> 1];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
