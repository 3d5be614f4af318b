/** Finds numbers that usually mean a missing value: -999, 9999, 1e20. They are told, and stay as they are. */
import { unnamedTarget } from '../../contracts/values/index.ts';
import { alternatives, type Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';

/** Fewer other numbers show no range. */
const othersMin = 3;
/** Standard deviations from the median, estimated by quartiles. */
const deviationsMin = 6;
const deviationsPerQuartileRange = 1.349;
/** Positive marks up to here may be usual numbers, so they must be farther from the others, by this factor. */
const smallMarkMax = 1_000;
const smallMarkFactor = 3;
/** A single positive mark is larger than all other numbers by this factor. */
const certainFactor = 100;
/** Sentinels of a column that are looked for. */
const sentinelsMax = 4;

/** Fill values of formats and of integers: netCDF, and the smallest and largest integers of 16 and 32 bits. */
const fillValues = new Set([
  9.969209968386869e36, 9.96921e36, 32_767, 32_768, 65_535, 2_147_483_647, 2_147_483_648, 4_294_967_295,
]);

/** Whether a number has the form of a mark: -1, two or more digits 9, perhaps with decimals, three or more digits 8 or
 *  7, a power of ten from 1e15 on, or a fill value. */
export function hasSentinelForm(value: number): boolean {
  const size = Math.abs(value);
  if (value === -1) return true;
  if (size < 77) return false;
  if (fillValues.has(size)) return true;
  if (size >= 1e15) return /^1e\+\d+$/.test(size.toExponential());
  // 99.99 is a usual price.
  const decimals = value < 0 || size > 999 ? '(\\.9+)?' : '';
  return new RegExp(`^(99+${decimals}|8{3,}|7{3,})$`).test(String(size));
}

interface Found {
  value: number;
  count: number;
  columns: Set<string>;
  nearest: number;
  line: number | undefined;
}

/** Warns of each number that has the form of a sentinel, is far from all other numbers of its column, and
 *  repeats or is farther still.
 *  @param target name of the column of the values
 *  @param isTable whether the query has an option for marks of missing values
 *  @param stated marks that the query has */
export function warnOfSentinels(
  groups: readonly SeriesGroup[],
  target: string,
  isTable: boolean,
  stated: readonly string[],
  warnings: Warnings,
): void {
  const found = new Map<number, Found>();
  const isTargetNamed = !isTable || target !== unnamedTarget;
  for (const { series, place } of groups) {
    for (const { id, values, covariates } of series) {
      for (const [name, column] of [[target, values] as const, ...Object.entries(covariates)]) {
        for (const { value, rows, nearest } of sentinelsOf(column)) {
          const { line } = place(rows[0]);
          const known = found.get(value) ?? { value, count: 0, columns: new Set<string>(), nearest, line };
          found.set(value, known);
          known.count += rows.length;
          // In a wide table, the name of a series is that of its column.
          known.columns.add(column === values && (series.length > 1 || !isTargetNamed) ? id : name);
        }
      }
    }
  }
  const repeated = [...found.values()].filter((one) => one.count > 1 || isCertain(one));
  const marks = [...stated, ...repeated.map(({ value }) => written(value))].join(',');
  const remedy = isTable ? `Set missing=${marks} to read it as missing.` : 'Send null for a missing value.';
  for (const { value, count, columns, nearest, line } of repeated)
    warnings.add(
      'missing_suspected',
      `The number ${written(value)} is there ${count === 1 ? 'once' : `${count} times`} (${named([...columns])}), ${Number.isNaN(nearest) ? 'and no other number' : `far from all others: the nearest is ${nearest}`}. It usually means a missing value, and was read as a number. ${remedy}`,
      { line: line ?? null, alternatives: isTable ? alternatives('missing', marks) : [] },
    );
}

/** Whether a number is told although it is there once: a negative one of two or more digits, a fill value, or one that
 *  is larger than all others by a factor that no outlier has. */
function isCertain({ value, nearest }: Found): boolean {
  if (value < -1) return true;
  return (
    fillValues.has(value) ||
    value >= 1e15 ||
    (value > smallMarkMax && value > certainFactor * Math.abs(nearest))
  );
}

function written(value: number): string {
  return Math.abs(value) >= 1e15 ? value.toExponential().replace('e+', 'e') : String(value);
}

function named(columns: string[]): string {
  const shown = columns.slice(0, 3).map((name) => JSON.stringify(name));
  return columns.length > 3 ? `${shown.join(', ')} and ${columns.length - 3} more` : shown.join(', ');
}

/** The lowest and highest numbers of a column, as long as they are sentinels. */
function sentinelsOf(column: Float64Array): { value: number; rows: number[]; nearest: number }[] {
  const candidates: number[] = [];
  for (let [lowest, highest] = extremes(column, candidates); candidates.length < sentinelsMax; ) {
    const candidate = [lowest, highest].find((value) => Number.isFinite(value) && hasSentinelForm(value));
    if (candidate === undefined) break;
    candidates.push(candidate);
    [lowest, highest] = extremes(column, candidates);
  }
  if (candidates.length === 0) return [];
  const others = column.filter((value) => !Number.isNaN(value) && !candidates.includes(value)).sort();
  if (others.length < othersMin)
    return candidates
      .filter((value) => isMarkAlone(value, others))
      .map((value) => ({ value, nearest: others[0] ?? Number.NaN, rows: rowsWith(column, value) }));
  return candidates
    .map((value) => ({ value, nearest: value < others[0] ? others[0] : others[others.length - 1] }))
    .filter(({ value, nearest }) => isFar(value, nearest, others))
    .map(({ value, nearest }) => ({ value, nearest, rows: rowsWith(column, value) }));
}

/** Whether a number means a missing value although hardly any other number is there: a column without measurements
 *  may have nothing else. */
function isMarkAlone(value: number, others: Float64Array): boolean {
  return (value <= -99 || fillValues.has(value)) && others.every((other) => other >= 0);
}

function extremes(column: Float64Array, without: number[]): [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (without.length > 0 && without.includes(value)) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

function rowsWith(column: Float64Array, value: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < column.length; i++) if (column[i] === value) rows.push(i);
  return rows;
}

/** Whether a number is the only one below -1, and others are not negative, or whether it is far from the range and from
 *  the median of the others.
 *  @param others in ascending order */
function isFar(value: number, nearest: number, others: Float64Array): boolean {
  const [lowest, highest] = [others[0], others[others.length - 1]];
  if (value < -1 && lowest >= 0) return true;
  const at = (share: number) => others[Math.floor(share * (others.length - 1))];
  const quartileRange = at(0.75) - at(0.25);
  const spread = quartileRange > 0 ? quartileRange : highest - lowest;
  const deviations = (Math.abs(value - at(0.5)) / spread) * deviationsPerQuartileRange;
  const size = Math.abs(at(0.5));
  const distanceMin =
    value > 0 && value < smallMarkMax
      ? smallMarkFactor * Math.max(highest - lowest, size)
      : Math.max(spread, (highest - lowest) / 2, size / 2);
  const isOutside = Math.abs(value - nearest) > distanceMin;
  return isOutside && deviations >= deviationsMin;
}
