import {
  columnOf,
  type DatasetHeader,
  historyLength,
  type ModelSpec,
  openDayFamilies,
  rowsOf,
  type SeriesData,
} from '../../contracts/schemas/index.ts';
import { calendarApplies } from '../../contracts/values/index.ts';
import { clockStepsOf, expectedTimes, hasClockSteps, withCalendar } from '../../series/index.ts';
import { isMissing } from '../statistics/index.ts';

/** Settings that decide which times are steps of a model. */
export type StepSettings = Pick<ModelSpec, 'calendar' | 'family'>;

/** The calendar whose times are the steps of a model: closed days are steps too, as a holiday is a day of its week.
 *  Closed weekdays are none, because no week has them. Prices have no week: they move from one open day to the next. */
export function stepCalendar(header: DatasetHeader, { calendar, family }: StepSettings): DatasetHeader {
  const frequency = withCalendar(header.frequency, calendar);
  if (hasOpenDays(family) || !calendarApplies(frequency)) return { ...header, frequency };
  return { ...header, frequency: { ...frequency, closures: [], closed_days: undefined } };
}

/** Whether closed days may be steps of a model. */
export function countsClosedDays({ frequency }: DatasetHeader, { calendar, family }: StepSettings): boolean {
  if (hasOpenDays(family)) return false;
  const { closures, closed_days } = withCalendar(frequency, calendar);
  return closures.length > 0 || (closed_days?.length ?? 0) > 0;
}

/** Whether the steps of a model follow the clock of the zone, where the times follow elapsed time. Prices
 *  have no hour of the day. */
export function countsClockChanges(header: DatasetHeader, settings: StepSettings): boolean {
  return !hasOpenDays(settings.family) && hasClockSteps(stepCalendar(header, settings));
}

/** Whether the steps of a model may differ from the times: closed days are steps, or steps follow the clock. */
export function hasOwnSteps(header: DatasetHeader, settings: StepSettings): boolean {
  return countsClosedDays(header, settings) || countsClockChanges(header, settings);
}

/** Times to which nothing more is added: those that were, and those that lack nothing. */
const complete = new WeakSet<Float64Array>();

/** Rows of a series that has all its steps. */
export function completeRows(series: SeriesData, from: number): SeriesData {
  const rows = rowsOf(series, from, series.times.length);
  complete.add(rows.times);
  return rows;
}

/** The series with a row of missing values at each step that it lacks, so that steps of the same phase of a season are
 *  a season apart. Steps that clocks skip are such rows too, and one pass of an hour that they repeat is left out. The
 *  series itself if its rows are the steps, or if it does not follow the calendar. */
export function withExpectedRows(
  series: SeriesData,
  settings: StepSettings & Pick<ModelSpec, 'target'>,
  header: DatasetHeader,
): SeriesData {
  if (complete.has(series.times)) return series;
  const expected = expectedTimes(series.times, stepCalendar(header, settings));
  const steps = stepsOfClock(series, expected, settings, header) ?? expected;
  if (steps === null) return series;
  const { times } = steps;
  const positions =
    steps === expected || expected === null
      ? steps.positions
      : Array.from(steps.positions, (position) => (position < 0 ? position : expected.positions[position]));
  complete.add(times);
  const spread = (values: Float64Array) =>
    Float64Array.from(positions, (position) => (position < 0 ? Number.NaN : values[position]));
  return {
    ...series,
    times,
    values: spread(series.values),
    covariates: Object.fromEntries(
      Object.entries(series.covariates).map(([name, values]) => [name, spread(values)]),
    ),
  };
}

/** @param expected the times of the calendar, with their rows in the series; null if they are those of the series */
function stepsOfClock(
  series: SeriesData,
  expected: ReturnType<typeof expectedTimes>,
  settings: StepSettings & Pick<ModelSpec, 'target'>,
  header: DatasetHeader,
) {
  if (!countsClockChanges(header, settings)) return null;
  const values = columnOf(series, settings.target, header);
  const last = series.times[historyLength(series, settings.target, header) - 1];
  const rowAt = (position: number) => (expected === null ? position : expected.positions[position]);
  const isObserved = (position: number) => {
    const row = rowAt(position);
    return row >= 0 && values !== undefined && !isMissing(values[row]);
  };
  return clockStepsOf(expected?.times ?? series.times, stepCalendar(header, settings), last, isObserved);
}

function hasOpenDays(family: ModelSpec['family']): boolean {
  return family != null && openDayFamilies.includes(family);
}
