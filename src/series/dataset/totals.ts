/** Finds series that are the sum of other series of the same dataset. They are told, and stay as they are. */

import type { SeriesData } from '../../contracts/schemas/index.ts';
import { listItem } from '../../contracts/values/index.ts';
import { alternatives, listed, type Warnings } from '../faults/index.ts';

type Series = Pick<SeriesData, 'id' | 'times' | 'values'>;

/** Other series, at least: two equal series are no total of each other. */
const partsMin = 2;
/** Times at which a total is compared with the sum of its parts, at least. */
const timesMin = 3;
/** Series of a group that are compared time by time. */
const comparedMax = 3;
/** A total over all times that differs by a larger share is not compared time by time. Parts may lack some times. */
const roughShareMax = 0.2;
/** Numbers are rounded by half a unit of their last decimal, and a sum by that of all parts, but by
 *  no larger share of it. */
const roundedShareMax = 0.02;
const roundedPartsMax = 20;
const floatingShareMax = 1e-9;
const decimalsMax = 6;
/** Joins the values of several id columns to an id. */
const idSeparator = '|';
/** Values of an id, at most. Ids of more values are compared as a whole: the time grows with their number. */
const valuesMax = 8;
/** How often the rest of a group is looked through for totals of totals. */
const passesMax = 10;

/** @param isTable whether the call has the option `exclude` */
export function warnOfTotals(series: readonly Series[], isTable: boolean, warnings: Warnings): void {
  if (series.length <= partsMin) return;
  const totals = new Set<string>();
  for (const group of groupsOf(series)) {
    let rest = group;
    for (let pass = 0; pass < passesMax; pass++) {
      const found = totalsIn(rest);
      if (found.length === 0) break;
      for (const { id } of found) totals.add(id);
      // A total of totals is the sum of the rest.
      rest = rest.filter((one) => !found.includes(one));
    }
  }
  if (totals.size === 0) return;
  const ids = [...totals];
  const isOne = ids.length === 1;
  const list = ids.slice(0, 10).map(listItem).join(',');
  const remedy = isTable ? `Set exclude=${list} to leave` : 'Send the body without';
  warnings.add(
    'totals_suspected',
    `The series ${listed(ids)} ${isOne ? 'is' : 'are each'} the sum of other series at every time. ${isOne ? 'It was' : 'They were'} read as ${isOne ? 'a series' : 'series'}, so that every quantity is there twice. ${remedy} ${isOne ? 'it' : 'them'}${isTable ? ' out' : ''}.`,
    { series_id: isOne ? ids[0] : null, alternatives: isTable ? alternatives('exclude', list) : [] },
  );
}

/** All series; if ids join several values, the series that differ in one value, for each of the values. */
function* groupsOf(series: readonly Series[]): Generator<Series[]> {
  const parts = series.map(({ id }) => id.split(idSeparator, valuesMax + 1));
  const { length } = parts[0];
  if (length === 1 || length > valuesMax || parts.some((part) => part.length !== length)) {
    yield [...series];
    return;
  }
  for (let at = 0; at < length; at++)
    yield* Map.groupBy(series, (_, i) => parts[i].with(at, '').join(idSeparator)).values();
}

/** The series that are the sum of all others, or of all before them. */
function totalsIn(group: Series[]): Series[] {
  if (group.length <= partsMin) return [];
  const sums = group.map(({ values }) => sumOf(values));
  const all = sums.reduce((a, b) => a + b, 0);
  const isNear = (sum: number, parts: number) =>
    sum !== 0 && Math.abs(sum - parts) <= roughShareMax * Math.abs(sum);
  const found: Series[] = [];
  let [before, compared] = [0, 0];
  for (let i = 0; i < group.length && compared < comparedMax; i++) {
    const isLikeAll = isNear(sums[i], all - sums[i]);
    const isLikeEarlier = i >= partsMin && isNear(sums[i], before);
    before += sums[i];
    if (!isLikeAll && !isLikeEarlier) continue;
    compared++;
    const others = group.filter((one) => one !== group[i]);
    if (
      (isLikeAll && isSumOf(group[i], others)) ||
      (isLikeEarlier && i < group.length - 1 && isSumOf(group[i], group.slice(0, i)))
    )
      found.push(group[i]);
  }
  return found;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

/** Whether a series is the sum of others at each of its times, within rounding. Times without any part do not count. */
function isSumOf(total: Series, parts: readonly Series[]): boolean {
  const sums = new Float64Array(total.times.length);
  const counts = new Uint32Array(total.times.length);
  for (const { times, values } of parts) {
    let at = 0;
    for (let i = 0; i < values.length; i++) {
      while (total.times[at] < times[i]) at++;
      if (total.times[at] !== times[i] || Number.isNaN(values[i])) continue;
      sums[at] += values[i];
      counts[at]++;
    }
  }
  const unit = 10 ** -decimalsOf(total.values);
  const rounded = 0.5 * unit * (Math.min(parts.length, roundedPartsMax) + 1);
  let [compared, several] = [0, false];
  for (let i = 0; i < sums.length; i++) {
    const value = total.values[i];
    if (Number.isNaN(value) || counts[i] === 0) continue;
    const size = Math.abs(value);
    const tolerance = Math.max(floatingShareMax * size, Math.min(rounded, roundedShareMax * size));
    if (Math.abs(value - sums[i]) > tolerance) return false;
    if (value !== 0) compared++;
    if (counts[i] >= partsMin) several = true;
  }
  return compared >= timesMin && several;
}

/** Decimals of the first numbers, at most. */
function decimalsOf(values: Float64Array): number {
  let decimals = 0;
  for (const value of values.subarray(0, 1_000)) {
    while (decimals < decimalsMax && Math.abs(value - Number(value.toFixed(decimals))) > floatingShareMax)
      decimals++;
  }
  return decimals;
}
