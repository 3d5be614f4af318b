/** Reads series from JSON: a dataset, or the inline history of a call. Faults have JSON pointers. */
import { setImmediate } from 'node:timers/promises';
import type {
  DatasetHeader,
  DatasetIn,
  ParsedDataset,
  SeriesData,
  SeriesIn,
} from '../../contracts/schemas/index.ts';
import {
  canonicalTimeZone,
  isWritable,
  limits,
  parseTime,
  type TimeKind,
  unnamedTarget,
  wallToInstant,
  zoneOffsetMs,
} from '../../contracts/values/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { pointer } from '../../validation/index.ts';
import {
  type CalendarHeader,
  calendarOf,
  dayMs,
  dayOf,
  inferFrequency,
  otherStepOf,
  parseStep,
  type Step,
  timesFrom,
  wallTimes,
  weekdayOf,
  withCalendar,
  withClosedWeekdays,
} from '../calendar/index.ts';
import {
  buildDataset,
  type DatasetSource,
  isSkipped,
  type SeriesGroup,
  type SkippedTimes,
  sortedSeries,
  warnOfSkipped,
} from '../dataset/index.ts';
import { Faults, listed, quoted, refuse, Warnings, warnOfUnknownZone } from '../faults/index.ts';
import { warnOfCountedTimes } from './counted-times.ts';
import { covariateNames } from './names.ts';

/** A century. A longer step leaves the calendar after a few observations. */
const stepDaysMax = 100 * 12 * 31;

/** @throws AppError request_invalid, series_duplicate, points_too_many, time_duplicate, series_empty */
export function readJson(
  body: DatasetIn,
  { allowsEmpty = false, closedWeekdays }: { allowsEmpty?: boolean; closedWeekdays?: number[] } = {},
): ParsedDataset {
  const timeZone = body.time_zone === null ? null : canonicalTimeZone(body.time_zone);
  const ids = body.series.map((series, i) => series.id ?? `series_${i}`);
  checkIds(ids);
  checkBounds(body.series);
  const covariates = covariateNames(body.series);
  const faults = new Faults('request_invalid');
  body.series.forEach((series, i) => {
    checkLengths(series, `/series/${i}`, faults);
  });
  faults.throwIfAny();

  const timeKind = timeKindOf(body.series);
  const step = statedStep(body, timeKind);
  const dated = body.series.map((series, i) =>
    readTimes(series, timeKind, timeZone, `/series/${i}/times`, faults),
  );
  if (closedWeekdays !== undefined) checkWeekdays(body.series, dated, timeZone, closedWeekdays, faults);
  faults.throwIfAny();
  const times = completeTimes(body, dated, timeKind, timeZone, step, closedWeekdays);

  const groups = body.series.map(
    (series, i): SeriesGroup => ({
      times: times[i],
      place: (at) => ({ path: `/series/${i}/times/${at}` }),
      series: [withoutTimes(series, ids[i], covariates)],
    }),
  );
  const source: DatasetSource = {
    name: body.name ?? 'dataset',
    timeKind,
    timeZone,
    step,
    target: unnamedTarget,
    covariates,
    groups,
    calendar: body.calendar,
    closedWeekdays,
    snap: body.snap,
    allowsEmpty,
    resampling:
      body.resample === undefined ? undefined : { resample: body.resample, aggregate: body.aggregate },
  };
  const warnings = new Warnings();
  const example = timeZone === null && timeKind === 'instant' ? firstWithOffset(body.series) : undefined;
  if (example !== undefined) warnOfUnknownZone(example, warnings);
  if (timeKind === 'integer') warnOfCountedTimes(body.series, warnings);
  const skipped =
    timeZone === null || timeKind !== 'instant' ? null : skippedOf(body.series, dated, timeZone);
  if (skipped !== null) warnOfSkipped(skipped, timeZone!, warnings);
  return buildDataset(source, warnings);
}

/** Observations after which the other work of the thread gets a turn: some milliseconds. A series without any counts as some. */
const pointsPerTurn = 20_000;
const pointsOfSeries = 200;

/** Reads inline history with the kind of time of the dataset. A faulty series does not affect the others. Other work of the thread
 *  goes between two series if there are many of them, or many observations. */
export async function readInline(
  series: SeriesIn[],
  header: DatasetHeader,
  options: { allowsEmpty?: boolean } = {},
): Promise<(SeriesData | { id: string; problem: Problem })[]> {
  const seen = new Set<string>();
  const read = inlineReader(header, options);
  const answers: (SeriesData | { id: string; problem: Problem })[] = [];
  let points = 0;
  for (const [i, one] of series.entries()) {
    const more = one.values.length + pointsOfSeries;
    points += more;
    if (points > pointsPerTurn) {
      await setImmediate();
      points = more;
    }
    answers.push(readOne(one, i));
  }
  return answers;

  function readOne(one: SeriesIn, i: number): SeriesData | { id: string; problem: Problem } {
    const id = one.id ?? `series_${i}`;
    try {
      if (seen.has(id)) refuseDuplicateId(id, i);
      seen.add(id);
      const found = read(one, id, `/series/${i}`);
      requireStep(found, header, `/series/${i}/times`);
      return found;
    } catch (error) {
      if (error instanceof AppError) return { id, problem: error.toProblem() };
      throw error;
    }
  }
}

/** @throws AppError request_invalid where the times have another step than the data of the model */
function requireStep({ times }: SeriesData, header: DatasetHeader, path: string): void {
  const step = otherStepOf(times, header);
  if (step === null) return;
  refuse('request_invalid', {
    path,
    message: `the series has the step ${step}, but the data of the model have the step ${header.frequency.step}`,
    accepted: `observations with the step ${header.frequency.step}, or a model of data with the step ${step}`,
  });
}

/** Reads the series of one call, one at a time.
 *  @returns a function that throws AppError request_invalid, time_duplicate, series_empty */
export function inlineReader(
  header: DatasetHeader,
  options: { allowsEmpty?: boolean; warnings?: Warnings; keepsPositions?: boolean } = {},
): (series: SeriesIn, id: string, path: string) => SeriesData {
  const known = new Set(header.covariates);
  const accepted = known.size === 0 ? 'no covariates' : `one of ${listed(header.covariates)}`;
  return (series, id, path) => {
    const faults = new Faults('request_invalid');
    checkLengths(series, path, faults);
    for (const name in series.covariates) {
      if (known.has(name)) continue;
      faults.add(() => ({
        path: `${path}${pointer('body', ['covariates', name])}`,
        message: `the dataset has no covariate ${quoted(name)}`,
        accepted,
      }));
    }
    faults.throwIfAny();
    if (series.values.length === 0) return withoutValues(series, id, header, path, options);
    const group: SeriesGroup = {
      times: inlineTimes(series, header, path),
      place: (at) => ({ path: `${path}/times/${at}` }),
      lines: options.keepsPositions ? series.times && Float64Array.from(series.times.keys()) : undefined,
      series: [withoutTimes(series, id, header.covariates)],
    };
    return sortedSeries(
      [group],
      header.time_kind,
      header.time_zone,
      options.warnings ?? new Warnings(),
      options,
    )[0];
  };
}

/** A new series, of which only the start is known. @throws AppError series_empty, request_invalid */
function withoutValues(
  series: SeriesIn,
  id: string,
  { covariates, time_kind, time_zone }: DatasetHeader,
  path: string,
  { allowsEmpty = false },
): SeriesData {
  if (!allowsEmpty)
    refuse('series_empty', {
      path: `${path}/values`,
      series_id: id,
      message: 'there are no values',
      accepted: 'at least one number',
    });
  if (series.start === undefined)
    refuse('request_invalid', {
      path,
      message: 'the series has no values and no start',
      accepted: '`start`, the first time to forecast',
    });
  const start = timeAt(series.start, time_kind, time_zone, `${path}/start`);
  return { ...withoutTimes(series, id, covariates), times: new Float64Array(0), start };
}

function inlineTimes(series: SeriesIn, header: DatasetHeader, path: string): Float64Array {
  const { time_kind: kind, time_zone: zone } = header;
  if (series.times !== undefined) {
    const faults = new Faults('request_invalid');
    const times = readTimes(series, kind, zone, `${path}/times`, faults);
    faults.throwIfAny();
    return times!;
  }
  if (series.start === undefined && kind !== 'integer') {
    refuse('request_invalid', {
      path,
      message: `the series has neither times nor a start, but the dataset has ${kind === 'date' ? 'dates' : 'date-times'}`,
      accepted: 'times, one for each value, or start, the time of the first value',
    });
  }
  const start = series.start === undefined ? 0 : timeAt(series.start, kind, zone, `${path}/start`);
  return timesAfter(start, series.values.length, header, `${path}/start`);
}

/** @throws AppError request_invalid with the path */
function timeAt(time: string | number, kind: TimeKind, zone: string | null, path: string): number {
  try {
    return parseTime(time, kind, zone);
  } catch (error) {
    const fault = error instanceof AppError ? error.details.faults?.[0] : undefined;
    if (fault === undefined) throw error;
    return refuse('request_invalid', { ...fault, path });
  }
}

/** The `times` of the series; null if it has none. */
function readTimes(
  series: SeriesIn,
  kind: TimeKind,
  zone: string | null,
  path: string,
  faults: Faults,
): Float64Array | null {
  if (series.times === undefined) return null;
  const times = new Float64Array(series.times.length);
  for (let i = 0; i < times.length; i++) {
    try {
      times[i] = parseTime(series.times[i], kind, zone);
      if (zone !== null && times[i] <= times[i - 1])
        times[i] = secondPass(series.times[i], times[i - 1], times[i], zone);
    } catch (error) {
      const fault = error instanceof AppError ? error.details.faults?.[0] : undefined;
      if (fault === undefined) throw error;
      faults.add({ ...fault, path: `${path}/${i}` });
    }
  }
  return times;
}

const endsInOffset = /([Zz]|[+-]\d\d:?\d\d)$/;

/** In the hour that clocks repeat in autumn, a time without an offset may be of the second pass: it comes after the first. */
function secondPass(text: string | number, previous: number, time: number, zone: string): number {
  if (typeof text === 'number' || endsInOffset.test(text)) return time;
  const later = wallToInstant(parseTime(text, 'instant', null), zone, true);
  return later > previous ? later : time;
}

/** The times without an offset that clocks of the zone skip; null if there are none. */
function skippedOf(series: SeriesIn[], dated: (Float64Array | null)[], zone: string): SkippedTimes | null {
  let skipped: SkippedTimes | null = null;
  for (const [s, times] of dated.entries()) {
    for (let i = 0; i < (times?.length ?? 0); i++) {
      const instant = times![i];
      // Only times just after a clock change can have been moved.
      if (zoneOffsetMs(instant, zone) === zoneOffsetMs(instant - dayMs / 8, zone)) continue;
      const text = series[s].times![i];
      if (typeof text === 'number' || endsInOffset.test(text)) continue;
      const wall = parseTime(text, 'instant', null);
      if (!isSkipped(wall, instant, zone)) continue;
      skipped ??= { count: 0, wall, instant, line: null };
      skipped.count++;
    }
  }
  return skipped;
}

/** Adds times to the series that have only a start, or nothing. They follow the stated step, or the calendar of the other
 *  series. Series with the same start and length share their times. */
function completeTimes(
  { series, calendar }: DatasetIn,
  dated: (Float64Array | null)[],
  timeKind: TimeKind,
  timeZone: string | null,
  step: Step | null,
  closedWeekdays?: readonly number[],
): Float64Array[] {
  const known = dated.filter((times) => times !== null);
  if (known.length === 0 && timeKind === 'instant' && step === null) {
    refuse('request_invalid', {
      path: '/frequency',
      message: 'the series have only a start, and there is no step',
      accepted: 'an ISO 8601 duration such as PT1H, or times',
    });
  }
  const inferred = withClosedWeekdays(inferFrequency(known, timeKind, timeZone, step), closedWeekdays);
  const frequency = withCalendar(inferred, calendar);
  const header = { time_kind: timeKind, time_zone: timeZone, frequency };
  const shared = new Map<string, Float64Array>();
  return dated.map((times, i) => {
    if (times !== null) return times;
    const { start, values } = series[i];
    const stated = start === undefined ? 0 : timeAt(start, timeKind, timeZone, `/series/${i}/start`);
    const first = closedWeekdays === undefined ? stated : firstOpen(header, stated, closedWeekdays);
    const key = `${first} ${values.length}`;
    const made = shared.get(key) ?? timesAfter(first, values.length, header, `/series/${i}/start`);
    shared.set(key, made);
    return made;
  });
}

/** The start, or the next open day if its weekday is closed, as pandas counts business days. */
function firstOpen(header: CalendarHeader, start: number, closedWeekdays: readonly number[]): number {
  const [wall] = wallTimes(Float64Array.of(start), header.time_zone);
  return closedWeekdays.includes(weekdayOf(dayOf(wall))) ? calendarOf(header)(start) : start;
}

/** Adds a fault for each time on a weekday without observations. */
function checkWeekdays(
  series: readonly SeriesIn[],
  dated: readonly (Float64Array | null)[],
  zone: string | null,
  closedWeekdays: readonly number[],
  faults: Faults,
): void {
  for (const [i, times] of dated.entries()) {
    const walls = times === null ? [] : wallTimes(times, zone);
    for (const [at, wall] of walls.entries())
      if (closedWeekdays.includes(weekdayOf(dayOf(wall))))
        faults.add(() => ({
          path: pointer('body', ['series', i, 'times', at]),
          message: `${series[i].times![at]} is on a weekend, and the step is business days`,
          accepted: 'times from Monday to Friday, or the step `D`',
        }));
  }
}

function timesAfter(start: number, count: number, header: CalendarHeader, path: string): Float64Array {
  const times = timesFrom(header, start, count);
  const last = times[count - 1];
  if (!isWritable(last, header.time_kind)) {
    refuse('request_invalid', {
      path,
      message: `${count} times from this start go past the last possible time`,
      accepted: header.time_kind === 'integer' ? 'integers up to 2^53' : 'times up to the year 9999',
    });
  }
  return times;
}

/** The kind of the first time of the first series. Other times are checked when they are read. */
function timeKindOf(series: SeriesIn[]): TimeKind {
  const kinds = series.map(({ start, times }) => kindOf(start ?? times?.[0]));
  const odd = kinds.findIndex((kind) => kind !== kinds[0]);
  if (odd >= 0) {
    const names = { date: 'dates', instant: 'date-times', integer: 'integers or no times' };
    refuse('request_invalid', {
      path: `/series/${odd}`,
      message: `the series has ${names[kinds[odd]]}, but the first series has ${names[kinds[0]]}`,
      accepted: 'one kind of time in a dataset',
    });
  }
  return kinds[0];
}

/** The first time with an offset other than zero. */
function firstWithOffset(series: SeriesIn[]): string | undefined {
  for (const { start, times } of series)
    for (const time of times ?? [start])
      if (typeof time === 'string' && /[+-]\d\d:?\d\d$/.test(time) && !/[+-]00:?00$/.test(time)) return time;
  return undefined;
}

function kindOf(time: string | number | undefined): TimeKind {
  if (time === undefined || typeof time === 'number') return 'integer';
  return time.includes(':') ? 'instant' : 'date';
}

function statedStep({ frequency }: DatasetIn, timeKind: TimeKind): Step | null {
  if (frequency === 'auto') return null;
  const step = parseStep(frequency);
  const fits =
    step !== null &&
    stepDays(step) <= stepDaysMax &&
    (timeKind === 'integer') === (step.unit === 'index') &&
    (timeKind !== 'date' || step.unit !== 'ms');
  if (fits) return step;
  const accepted = {
    date: 'auto, or a duration of at least a day in one unit, such as P1D, P1W, P1M, P3M or P1Y',
    instant: 'auto, or a duration in one unit, such as PT15M, PT1H or P1D',
    integer: 'auto, or an integer step such as 1, since the times are integers',
  };
  return refuse('request_invalid', {
    path: '/frequency',
    message: `${JSON.stringify(frequency)} is not a step of these times`,
    accepted: accepted[timeKind],
  });
}

function stepDays({ unit, count }: Step): number {
  return { index: 0, ms: count / dayMs, day: count, month: count * 31 }[unit];
}

/** @throws AppError series_duplicate */
export function checkIds(ids: string[]): void {
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    if (seen.has(id)) refuseDuplicateId(id, i);
    seen.add(id);
  });
}

function refuseDuplicateId(id: string, i: number): never {
  return refuse('series_duplicate', {
    path: `/series/${i}/id`,
    series_id: id,
    message: `the id ${JSON.stringify(id)} appears twice`,
    accepted: 'a different id for each series',
  });
}

function checkBounds(series: SeriesIn[]): void {
  const points = series.reduce((sum, { values }) => sum + values.length, 0);
  if (points <= limits.pointsPerDatasetMax) return;
  refuse('points_too_many', {
    path: '/series',
    message: `the series have ${points} points`,
    accepted: `at most ${limits.pointsPerDatasetMax}`,
  });
}

function checkLengths(series: SeriesIn, path: string, faults: Faults): void {
  const { length } = series.values;
  const accepted = `${length} items, as many as values`;
  if (series.start !== undefined && series.times !== undefined) {
    faults.add({
      path: `${path}/start`,
      message: 'the series has both start and times',
      accepted: 'one of them',
    });
  }
  if (series.times !== undefined && series.times.length !== length) {
    faults.add({ path: `${path}/times`, message: `has ${series.times.length} items`, accepted });
  }
  for (const [name, column] of Object.entries(series.covariates ?? {})) {
    if (column.length === length) continue;
    faults.add(() => ({
      path: `${path}${pointer('body', ['covariates', name])}`,
      message: `has ${column.length} items`,
      accepted,
    }));
  }
}

/** Converts a series to arrays. Covariates that it does not have become columns of missing values. */
function withoutTimes(series: SeriesIn, id: string, covariates: string[]): Omit<SeriesData, 'times'> {
  const { values, static: attributes = {} } = series;
  const columns = covariates.map((name) => {
    const given = series.covariates ?? {};
    const column = Object.hasOwn(given, name) ? given[name] : undefined;
    return [
      name,
      column === undefined ? new Float64Array(values.length).fill(Number.NaN) : numbersOf(column),
    ];
  });
  return { id, values: numbersOf(values), covariates: Object.fromEntries(columns), static: attributes };
}

/** A loop: `Float64Array.from` takes ten times as long. */
function numbersOf(values: (number | null)[]): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = values[i] ?? Number.NaN;
  return numbers;
}
