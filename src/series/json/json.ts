/** Reads series from JSON: a dataset, or the inline history of a call. Faults have JSON pointers. */
import type { DatasetIn, ParsedDataset, SeriesIn } from '../../contracts/schemas/index.ts';
import {
  canonicalTimeZone,
  evenlySpaced,
  limits,
  type TimeKind,
  unnamedTarget,
} from '../../contracts/values/index.ts';
import { pointer } from '../../validation/index.ts';
import {
  acceptedSteps,
  type CalendarHeader,
  calendarOf,
  dayOf,
  inferFrequency,
  isStepOf,
  parseStep,
  type Step,
  seriesExamined,
  wallTimes,
  weekdayOf,
  withCalendar,
  withClosedWeekdays,
} from '../calendar/index.ts';
import { buildDataset, type DatasetSource, type SeriesGroup, warnOfSkipped } from '../dataset/index.ts';
import { Faults, refuse, Warnings, warnOfUnknownZone } from '../faults/index.ts';
import { warnOfCountedTimes } from './counted-times.ts';
import { checkIds, checkLengths, withoutTimes } from './fields.ts';
import { covariateNames } from './names.ts';
import {
  beginsInUtc,
  faultsOfTimes,
  MixedOffsets,
  readTimes,
  skippedOf,
  timeAt,
  timesAfter,
} from './times.ts';

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
  const timeFaults = faultsOfTimes();
  // Times without an offset are of the zone, and else count as UTC.
  const ofAll = timeZone === null ? new MixedOffsets(null) : undefined;
  const dated = body.series.map((series, i) =>
    readTimes(series, timeKind, timeZone, `/series/${i}/times`, timeFaults, ofAll),
  );
  if (closedWeekdays !== undefined) checkWeekdays(body.series, dated, timeZone, closedWeekdays, timeFaults);
  timeFaults.throwIfAny();
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
    areInUtc: body.series.every(beginsInUtc),
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

/** Adds times to the series that have only a start, or nothing. They follow the stated step, or the calendar of the
 *  other series. Series with the same start and length share their times. */
function completeTimes(
  { series, calendar }: DatasetIn,
  dated: (Float64Array | null)[],
  timeKind: TimeKind,
  timeZone: string | null,
  step: Step | null,
  closedWeekdays?: readonly number[],
): Float64Array[] {
  const known = dated.filter((times) => times !== null);
  if (known.length === dated.length) return known;
  if (known.length === 0 && timeKind === 'instant' && step === null) {
    refuse('request_invalid', {
      path: '/frequency',
      message: 'the series have only a start, and there is no step',
      accepted: 'an ISO 8601 duration such as PT1H, or times',
    });
  }
  // Times are in the order in which they were sent: series are sorted, and repeats refused,
  // when all of them have times.
  const examined = evenlySpaced(known, seriesExamined).map(ascending);
  const learnt = inferFrequency(examined, timeKind, timeZone, step);
  const frequency = withCalendar(withClosedWeekdays(learnt, closedWeekdays), calendar);
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

/** The distinct times in their order. */
function ascending(times: Float64Array): Float64Array {
  if (times.every((time, i) => i === 0 || time > times[i - 1])) return times;
  return Float64Array.from(new Set(times)).sort();
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
  if (step !== null && isStepOf(step, timeKind)) return step;
  return refuse('request_invalid', {
    path: '/frequency',
    message: `${JSON.stringify(frequency)} is not a step of these times`,
    accepted: `auto, or ${acceptedSteps[timeKind]}`,
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
