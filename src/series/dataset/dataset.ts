/** Builds a dataset from rows in upload order: sorts and checks them, infers the calendar, and collects warnings. */
import type {
  CalendarIn,
  DatasetHeader,
  ParsedDataset,
  Resampling,
  SeriesData,
  TableReading,
  Warning,
} from '../../contracts/schemas/index.ts';
import { formatTime, isWritable, missingValues, type TimeKind } from '../../contracts/values/index.ts';
import {
  calendarOf,
  inferFrequency,
  jitterOf,
  nearestOf,
  requireApplicable,
  type Step,
  type TimeGrid,
  withCalendar,
  withClosedWeekdays,
} from '../calendar/index.ts';
import { alternatives, Faults, Warnings } from '../faults/index.ts';
import { requireBoundedAttributes } from './attributes.ts';
import { throwRepeats } from './clock-changes.ts';
import type { SeriesGroup } from './group.ts';
import { acceptedRepeats } from './repeated-rows.ts';
import { aggregatesRepeats, resample } from './resample.ts';
import { warnOfSentinels } from './sentinels.ts';
import { warnOfSimilarIds } from './similar-ids.ts';
import { snapped } from './snap.ts';
import { describeSteps, soleId, warnOfEarlyEnds } from './steps.ts';
import { warnOfSuspects } from './suspects.ts';
import { warnOfTotals } from './totals.ts';

export interface DatasetSource {
  name: string;
  timeKind: TimeKind;
  timeZone: string | null;
  /** The step that the caller states; null: it is inferred. */
  step: Step | null;
  target: string;
  covariates: string[];
  groups: SeriesGroup[];
  /** Replaces the holidays that are learnt. */
  calendar?: CalendarIn;
  /** ISO weekdays without observations, where the caller states them. */
  closedWeekdays?: readonly number[];
  resampling?: Resampling;
  /** Whether times move to the grid around which they jitter. */
  snap?: boolean;
  /** Prefix of an option's path in messages: `/` in a body, `?` in a query. */
  optionMark?: '/' | '?';
  /** Whether a series may consist of missing values only. */
  allowsEmpty?: boolean;
  /** Whether the times have offsets from UTC, or count from 1970 in UTC. */
  areInUtc?: boolean;
  /** How the cells of a table were read; none for JSON. */
  reading?: TableReading;
}

/** Maximum number of missing times that are counted, over all series. */
const missingCountedMax = 1_000_000;

/** @throws AppError time_duplicate, series_empty */
export function buildDataset(uploaded: DatasetSource, warnings: Warnings): ParsedDataset {
  requireBoundedAttributes(uploaded.groups.flatMap(({ series }) => series));
  const isTable = uploaded.optionMark === '?';
  warnOfSentinels(uploaded.groups, uploaded.target, isTable, uploaded.reading?.missing ?? [], warnings);
  const source = onGrid(resampled(uploaded, warnings), warnings);
  const { timeKind, timeZone } = source;
  const series = sortedSeries(source.groups, timeKind, timeZone, warnings, source);
  if (timeKind !== 'integer') warnOfOtherCalendars(series, warnings);
  warnOfTotals(series, isTable, warnings);
  warnOfSimilarIds(
    series.map(({ id }) => id),
    warnings,
  );
  const learnt = inferFrequency(
    source.groups.map(({ times }) => times),
    timeKind,
    timeZone,
    source.step,
  );
  const inferred = withClosedWeekdays(learnt, source.closedWeekdays);
  requireApplicable(inferred, source.calendar, `${source.optionMark ?? '/'}calendar`);
  const frequency = withCalendar(inferred, source.calendar);
  const header: DatasetHeader = {
    time_kind: timeKind,
    time_zone: timeKind === 'instant' ? timeZone : null,
    frequency: source.isAggregated ? { ...frequency, resampled: true } : frequency,
    target: source.target,
    covariates: source.covariates,
  };
  const next = calendarOf(header);
  const written = timeWriter(timeKind, timeZone);
  const context = { header, next, written, budget: { missing: missingCountedMax } };
  // Times that several groups share were made by the calendar itself.
  const distinct = new Map(source.groups.map((group) => [group.times, group]));
  const grid =
    timeKind === 'instant'
      ? jitterWarned([...distinct.values()], timeZone, header.frequency.step, written, warnings)
      : null;
  for (const group of distinct.values()) {
    const times = grid === null ? group.times : group.times.map((time) => nearestTo(grid, time));
    describeSteps({ ...group, times }, context, warnings);
  }
  warnOfEarlyEnds(series, context, warnings);
  warnOfSuspects(source.groups, { frequency, written }, warnings);
  const { name, reading = null } = source;
  return { name, header, series, warnings: warnings.list(), reading };
}

/** The nearest time of a grid, or the time itself if that is outside of the writable times. */
function nearestTo(grid: TimeGrid, time: number): number {
  const nearest = nearestOf(grid, time);
  return isWritable(nearest, 'instant') ? nearest : time;
}

/** Years in which hardly any observation was made are outside. */
const usualYears = { from: 1600, to: 2200 };

/** Whether a year is rather one of another calendar. */
export function isOfOtherCalendar(year: number): boolean {
  return year < usualYears.from || year > usualYears.to;
}

/** Warns of years that other calendars have today, such as 1403 and 2567. */
function warnOfOtherCalendars(series: readonly SeriesData[], warnings: Warnings): void {
  for (const { id, times } of series) {
    for (const time of [times[0], times[times.length - 1]]) {
      const year = new Date(time).getUTCFullYear();
      if (!isOfOtherCalendar(year)) continue;
      warnings.add(
        'times_distant',
        `The year ${year} was read in the Gregorian calendar. If the times have another calendar, such as the Persian or the Buddhist one, convert them before the upload.`,
        { series_id: id },
      );
      return;
    }
  }
}

/** Resamples the series if the caller asks for it. Warnings about the original rows are dropped, but for
 *  that of repeated times. */
function resampled(source: DatasetSource, warnings: Warnings): DatasetSource & { isAggregated?: boolean } {
  const { resampling, groups, timeKind, timeZone } = source;
  if (resampling === undefined) return source;
  const repeats = aggregatesRepeats(resampling) ? new Faults('time_duplicate') : undefined;
  const series = sortedSeries(groups, timeKind, timeZone, new Warnings(), { ...source, repeats });
  if (repeats !== undefined) warnOfRepeats(repeats, warnings);
  const path = `${source.optionMark ?? '/'}resample`;
  const pointsOf = (some: readonly SeriesData[]) => some.reduce((sum, { times }) => sum + times.length, 0);
  const coarse = resample(series, timeKind, timeZone, resampling, path, source.target);
  return {
    ...source,
    timeKind: coarse.timeKind,
    timeZone: coarse.timeKind === 'instant' ? timeZone : null,
    step: coarse.step,
    isAggregated: pointsOf(coarse.series) < pointsOf(series),
    groups: coarse.series.map(({ times, ...one }) => ({ times, place: () => ({}), series: [one] })),
  };
}

function warnOfRepeats(repeats: Faults, warnings: Warnings): void {
  if (repeats.first === null) return;
  const { message, line = null, series_id = null } = repeats.first;
  const count = repeats.count === 1 ? '1 row has' : `${repeats.count} rows have`;
  warnings.add(
    'values_suspected',
    `${count} the time of an earlier row: ${message}. They were aggregated as events of their own. If they are copies of rows, upload each row once.`,
    { line, series_id },
  );
}

/** Moves the times to a grid if the caller asks for it. */
function onGrid<Source extends DatasetSource>(source: Source, warnings: Warnings): Source {
  const { snap = false, groups, timeKind, timeZone, step } = source;
  if (!snap) return source;
  sortGroups(groups, timeKind, timeZone, warnings, source);
  const path = `${source.optionMark ?? '/'}snap`;
  return { ...source, ...snapped(groups, { timeKind, timeZone, stated: step, path }, warnings) };
}

/** The grid around which times jitter; null if they do not. Warns once for all series. */
function jitterWarned(
  groups: SeriesGroup[],
  timeZone: string | null,
  step: string,
  written: (time: number) => string,
  warnings: Warnings,
): TimeGrid | null {
  const longest = groups.reduce((a, b) => (b.times.length > a.times.length ? b : a)).times;
  const grid = jitterOf(longest, timeZone);
  if (grid === null) return null;
  let [off, farthest, farthestMs] = [0, 0, 0];
  for (let i = 0; i < longest.length; i++) {
    const distance = Math.abs(longest[i] - nearestOf(grid, longest[i]));
    if (distance > 0) off++;
    if (distance > farthestMs) [farthest, farthestMs] = [i, distance];
  }
  if (off === 0) return null;
  warnings.add(
    'times_jittered',
    `The step is about ${step}, but ${off} of ${longest.length} times are a little off, such as ${written(longest[farthest])}. The observations are treated as equally spaced. Upload with \`snap=true\` to move each time to the nearest ${step}, or with \`resample=${step}\` to aggregate.`,
    { alternatives: [...alternatives('snap', 'true'), ...alternatives('resample', step)] },
  );
  return grid;
}

type RepeatRules = Pick<DatasetSource, 'allowsEmpty' | 'areInUtc' | 'optionMark' | 'resampling'> & {
  repeats?: Faults;
};

/** The series of all groups with their times in order; sorts the groups in place.
 *  @param repeats takes the repeated times, which are refused without it
 *  @throws AppError time_duplicate, series_empty */
export function sortedSeries(
  groups: SeriesGroup[],
  timeKind: TimeKind,
  timeZone: string | null,
  warnings: Warnings,
  { allowsEmpty = false, ...rest }: RepeatRules = {},
): SeriesData[] {
  sortGroups(groups, timeKind, timeZone, warnings, { allowsEmpty, ...rest });
  const series = groups.flatMap(({ times, lines, series }) =>
    series.map((one) => (lines === undefined ? { ...one, times } : { ...one, times, lines })),
  );
  const empty = new Faults('series_empty');
  for (const one of series) describeValues(one, warnings, empty);
  if (!allowsEmpty) empty.throwIfAny();
  return series;
}

/** @throws AppError time_duplicate */
function sortGroups(
  groups: SeriesGroup[],
  timeKind: TimeKind,
  timeZone: string | null,
  warnings: Warnings,
  rules: RepeatRules,
): void {
  const { areInUtc = false, repeats } = rules;
  const duplicates = repeats ?? new Faults('time_duplicate');
  let known: ReturnType<typeof acceptedRepeats> | undefined;
  const accepted = () => {
    known ??= acceptedRepeats(groups, timeKind, rules);
    return known;
  };
  const written = timeWriter(timeKind, timeZone);
  for (const group of groups) sortByTime(group, written, warnings, duplicates, accepted);
  if (repeats !== undefined) return;
  if (areInUtc) duplicates.throwIfAny();
  throwRepeats(duplicates, groups, timeKind, timeZone);
}

/** Warnings about the values and the steps of series that are part of no upload. */
export function warningsOf(series: readonly SeriesData[], header: DatasetHeader): Warning[] {
  const warnings = new Warnings();
  const next = calendarOf(header);
  const written = timeWriter(header.time_kind, header.time_zone);
  const context = { header, next, written, budget: { missing: missingCountedMax } };
  for (const one of series) {
    const group: SeriesGroup = { times: one.times, place: () => ({}), series: [one] };
    describeValues(one, warnings, new Faults('series_empty'));
    describeSteps(group, { ...context, continues: 'model' }, warnings);
  }
  warnOfEarlyEnds(series, context, warnings);
  return warnings.list();
}

function timeWriter(timeKind: TimeKind, timeZone: string | null): (time: number) => string {
  return (time) => String(formatTime(time, timeKind, timeZone));
}

function sortByTime(
  group: SeriesGroup,
  written: (time: number) => string,
  warnings: Warnings,
  duplicates: Faults,
  accepted: () => ReturnType<typeof acceptedRepeats>,
): void {
  const { times, series, place } = group;
  const firstUnsorted = firstUnsortedOf(times);
  const order = firstUnsorted === null ? null : orderOf(times);
  for (let i = 1; i < times.length; i++) {
    const [first, second] = order === null ? [i - 1, i] : [order[i - 1], order[i]];
    if (times[first] !== times[second]) continue;
    duplicates.add(() => {
      const { line, path } = place(first);
      return {
        ...place(second),
        ...(series.length === 1 ? { series_id: series[0].id } : {}),
        message: `${series.length === 1 ? `series ${JSON.stringify(series[0].id)}` : 'the table'} has the time ${written(times[second])} twice, first ${line === undefined ? `at ${path}` : `on line ${line}`}`,
        ...accepted(),
      };
    });
  }
  if (firstUnsorted === null || order === null) return;
  warnings.add('times_sorted', 'The times were not in ascending order. They were sorted.', {
    series_id: soleId(group),
    line: place(firstUnsorted).line ?? null,
  });
  group.times = inOrder(times, order);
  group.place = (i) => place(order[i]);
  if (group.lines !== undefined) group.lines = inOrder(group.lines, order);
  for (const one of series) {
    one.values = inOrder(one.values, order);
    for (const name in one.covariates) one.covariates[name] = inOrder(one.covariates[name], order);
  }
}

/** Position of the first time that is before the one before it; null if the times ascend. */
function firstUnsortedOf(times: Float64Array): number | null {
  for (let i = 1; i < times.length; i++) if (times[i] < times[i - 1]) return i;
  return null;
}

function orderOf(times: Float64Array): Uint32Array {
  const order = new Uint32Array(times.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => times[a] - times[b] || a - b);
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < order.length; i++) sorted[i] = values[order[i]];
  return sorted;
}

function describeValues(
  { id, values, covariates }: Pick<SeriesData, 'id' | 'values' | 'covariates'>,
  warnings: Warnings,
  empty: Faults,
): void {
  let missing = 0;
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) missing++;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (missing === values.length) {
    const message = `series ${JSON.stringify(id)} has only missing values`;
    empty.add({ series_id: id, message, accepted: 'at least one number in each series' });
    return;
  }
  missing = missing === 0 ? 0 : missingValues({ values, covariates });
  if (missing > 0) {
    const message = `${missing} of ${values.length} values are missing. They are not filled in.`;
    warnings.add('values_missing', message, { series_id: id });
  }
  if (lowest === highest && values.length > 1) {
    warnings.add('series_constant', `Every value is ${lowest}, so every forecast will be ${lowest}.`, {
      series_id: id,
    });
  }
}
