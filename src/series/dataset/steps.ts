/** Compares the times of series with the calendar of their dataset: missing times, times between the steps, and times that are
 *  far from all others. */
import type { SeriesData } from '../../contracts/schemas/index.ts';
import {
  type CalendarHeader,
  closedWeekdayOf,
  closedWeekdaysOf,
  isLate,
  type NextTime,
} from '../calendar/index.ts';
import { quoted, type Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';
import { unevenCalendar } from './uneven-calendars.ts';

/** A time before this share of the step lies between the steps. Others were moved, as by a holiday. */
const earlyShareMin = 0.6;
/** Beyond these shares of steps, a series does not follow the calendar. */
const irregularShareMax = 0.5;
const movedShareMax = 0.25;
/** Share of the observations, and steps of the gap before them, with which the first or the last ones may be slips. */
const distantShareMax = 0.05;
const distantStepsMin = 10;
/** The gap before them is longer than all others by this factor. */
const distantFactor = 2;
/** Fewer observations show no usual distance. */
const observationsMin = 4;
/** Steps of months and years. */
const monthPattern = /^P\d+[MY]$/;

export interface StepContext {
  /** Header of the dataset. */
  header: CalendarHeader;
  next: NextTime;
  written(time: number): string;
  /** Missing times that are still counted, over all series. */
  budget: { missing: number };
  /** The dataset or the model whose step the observations need. Absent: they are an upload, which has the option `resample`. */
  continues?: 'dataset' | 'model';
}

/** Warns about missing times of the calendar, about times between its steps, and about a series that does not follow it. */
export function describeSteps(group: SeriesGroup, context: StepContext, warnings: Warnings): void {
  const { header, next, written, budget, continues } = context;
  const { step } = header.frequency;
  const closedWeekday = closedWeekdayOf(header);
  const { times } = group;
  const series_id = soleId(group);
  let [gaps, missing, moved, between] = [0, 0, 0, 0];
  let [missed, extra] = [Number.NaN, Number.NaN];
  let areWholeSteps = true;
  const closedTimes: number[] = [];
  for (let i = 1; i < times.length; i++) {
    let [before, expected] = [times[i - 1], next(times[i - 1], times[i - 2])];
    if (expected === times[i]) continue;
    const usual = expected - times[i - 1];
    if (expected > times[i]) {
      if (closedWeekday(times[i]) !== null) {
        closedTimes.push(times[i]);
        continue;
      }
      moved++;
      if (times[i] - times[i - 1] >= earlyShareMin * usual) continue;
      if (between === 0) extra = times[i];
      between++;
      continue;
    }
    if (isLate(times[i], expected, before, next)) {
      moved++;
      continue;
    }
    if (gaps === 0) missed = expected;
    gaps++;
    for (; expected < times[i] && budget.missing > 0; budget.missing--) {
      missing++;
      [before, expected] = [expected, next(expected, before)];
    }
    if (expected > times[i]) areWholeSteps = false; // an earlier one shows that the budget is used up
  }
  if (closedTimes.length > 0) warnOfClosed(group, closedTimes, context, warnings);
  const steps = times.length - 1;
  // A few steps of another length may be a rule too, such as the last one of each year.
  const calendar = gaps + moved > 0 ? unevenCalendar(times) : null;
  const isIrregular =
    calendar !== null ||
    gaps + moved > irregularShareMax * steps ||
    (between === 0 && moved > movedShareMax * steps);
  const otherStep =
    continues === undefined
      ? null
      : `Send rows with the step ${step}, or upload the series as a dataset of its own.`;
  if (steps > 1 && isIrregular) {
    const differ = `${gaps + moved} of ${steps} steps differ from ${step}, the step of the dataset. The observations are treated as equally spaced.`;
    const remedy =
      calendar !== null
        ? `${calendar.pattern} The service has no such step: the forecasts are those of your next periods in their order, but their times follow ${step}. ${otherStep ?? calendar.remedy}`
        : moved === 0 && areWholeSteps && monthPattern.test(step)
          ? `They are whole numbers of it: expected times are missing, such as ${written(missed)}. If nothing happened at these times, add them with the value 0.`
          : (otherStep ??
            'If each row is an event, such as an order, upload with `resample` and `aggregate` to have one number for each day or week.');
    const message = `${differ} ${remedy}`;
    const alternatives = otherStep === null ? calendar?.alternatives : undefined;
    warnings.add('frequency_irregular', message, { series_id, alternatives });
  } else {
    if (between > 0) {
      const count = `${between} of ${steps} steps ${between === 1 ? 'is' : 'are'}`;
      const remedy =
        otherStep ??
        'If the data have two steps, upload with `resample` to have the coarser one, or only the rows of one step.';
      const message = `${count} shorter than ${step}, the step of the dataset, such as the one to ${written(extra)}. The observations are treated as equally spaced, and forecasts have the step ${step}. ${remedy}`;
      warnings.add('frequency_irregular', message, { series_id });
    }
    if (gaps > 0) {
      const count = budget.missing === 0 ? `at least ${missing}` : String(missing);
      const message = `${gaps} gap${gaps === 1 ? '' : 's'}: ${count} expected time${missing === 1 ? ' is' : 's are'} missing, such as ${written(missed)}. Forecasts and trainings read them as missing values; if nothing happened at these times, send them with the value 0.`;
      warnings.add('gaps', message, { series_id });
    }
  }
  for (const end of ['first', 'last'] as const) warnOfDistant(group, end, context, warnings);
}

/** Warns about times on weekdays that the calendar leaves out: a named one, or that of most series of the dataset. A series may also have
 *  them so rarely itself that its own calendar leaves them out. */
function warnOfClosed(
  group: SeriesGroup,
  closedTimes: readonly number[],
  { header, written }: StepContext,
  warnings: Warnings,
): void {
  const { times } = group;
  const { calendar } = header.frequency;
  const weekdays = [...new Set(closedTimes.map(closedWeekdayOf(header)))].join(' and ');
  const closed_weekdays = closedWeekdaysOf(times, header);
  const ownClosed = closedWeekdayOf({ ...header, frequency: { ...header.frequency, closed_weekdays } });
  const isRare = closedTimes.every((time) => ownClosed(time) !== null);
  const reason =
    calendar != null
      ? `The calendar ${calendar} leaves ${weekdays} out, and so do the forecasts. If these times are correct, choose another \`calendar\` or none.`
      : isRare
        ? `Few of the newest weeks have observations on ${weekdays}, so forecasts leave ${weekdays} out.`
        : `Most times of the dataset show no observations on ${weekdays}, so its forecasts leave ${weekdays} out. If the series is open then, upload it as a dataset of its own.`;
  const { length } = closedTimes;
  const count = `${length} of ${times.length} times ${length === 1 ? 'is' : 'are'} on ${weekdays}`;
  const message = `${count}, such as ${written(closedTimes[0])}. ${reason}`;
  warnings.add('frequency_irregular', message, { series_id: soleId(group) });
}

/** Warns if the first or the last observations are far from all others: a wrong year, or a clock that was reset. */
function warnOfDistant(
  group: SeriesGroup,
  end: 'first' | 'last',
  { next, written, continues }: StepContext,
  warnings: Warnings,
): void {
  const { times, place } = group;
  const count = times.length;
  if (count < observationsMin) return;
  const examined = Math.max(1, Math.floor(distantShareMax * count));
  let at = 0;
  for (let k = 1; k <= examined; k++) {
    const i = end === 'first' ? k : count - k;
    if (at === 0 || times[i] - times[i - 1] > times[at] - times[at - 1]) at = i;
  }
  const gap = times[at] - times[at - 1];
  const usual = end === 'first' ? times[at + 1] - times[at] : times[at - 1] - times[at - 2];
  if (gap <= distantStepsMin * Math.max(usual, next(times[at - 1]) - times[at - 1])) return;
  for (let i = 1; i < count; i++) if (i !== at && distantFactor * (times[i] - times[i - 1]) >= gap) return;
  const distant = end === 'first' ? at : count - at;
  const they = distant === 1 ? `The ${end} observation is` : `The ${end} ${distant} observations are`;
  const effect = end === 'last' ? ` Forecasts begin after ${written(times[count - 1])}.` : '';
  const remedy =
    continues === 'dataset'
      ? 'delete these observations and send correct ones'
      : `correct the rows and ${continues === 'model' ? 'send them' : 'upload'} again`;
  warnings.add(
    'times_distant',
    `${they} far from the others: ${written(times[at])} follows ${written(times[at - 1])}.${effect} If a year or a clock is wrong there, ${remedy}.`,
    { series_id: soleId(group), line: place(end === 'first' ? 0 : at).line ?? null },
  );
}

/** Warns about series that end long before the others: their forecasts begin there, and not after the newest time. */
export function warnOfEarlyEnds(
  series: readonly Pick<SeriesData, 'id' | 'times'>[],
  { next, written }: Pick<StepContext, 'next' | 'written'>,
  warnings: Warnings,
): void {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { times } of series) if (times.length > 0) latest = Math.max(latest, times[times.length - 1]);
  const early = series.filter(({ times }) => {
    const end = times.at(-1);
    return end !== undefined && latest - end > distantStepsMin * (next(end) - end);
  });
  if (early.length === 0) return;
  const [{ id, times }] = early;
  const end = written(times[times.length - 1]);
  const which =
    early.length === 1
      ? `The series ${quoted(id)} ends at ${end}`
      : `${early.length} of ${series.length} series end long before the others, such as ${quoted(id)} at ${end}`;
  warnings.add(
    'gaps',
    `${which}, and the dataset at ${written(latest)}. A forecast begins after the last time of its series.`,
    { series_id: early.length === 1 ? id : null },
  );
}

/** The id of the only series of a group; null if there are several. */
export function soleId({ series }: SeriesGroup): string | null {
  return series.length === 1 ? series[0].id : null;
}
