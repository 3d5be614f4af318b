/** Compares the times of series with the calendar of their dataset: missing times, times between the steps, and times
 *  that are far from all others. */
import type { SeriesData } from '../../contracts/schemas/index.ts';
import type { Alternative } from '../../errors.ts';
import {
  type CalendarHeader,
  closedWeekdayOf,
  closedWeekdaysOf,
  isLate,
  type NextTime,
} from '../calendar/index.ts';
import { quoted, type Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';
import { type UnevenCalendar, unevenCalendar } from './uneven-calendars.ts';

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
  /** The dataset or the model whose step the observations need. Absent: they are an upload, which has
   *  the option `resample`. */
  continues?: 'dataset' | 'model';
}

/** How the distances between the times of a series compare with the steps of the calendar. */
interface StepCounts {
  steps: number;
  /** Steps in which expected times are missing, and these times. */
  gaps: number;
  missing: number;
  /** The first missing time; NaN if there is none. */
  missed: number;
  /** Times beside the expected one, and those of them that lie between the steps. */
  moved: number;
  between: number;
  /** The first time between the steps; NaN if there is none. */
  extra: number;
  /** Whether each time after a gap is an expected one. */
  areWholeSteps: boolean;
  /** Times on weekdays that the calendar leaves out. */
  closedTimes: number[];
}

/** Warns about missing times of the calendar, about times between its steps, and about a series
 *  that does not follow it. */
export function describeSteps(group: SeriesGroup, context: StepContext, warnings: Warnings): void {
  const counts = stepsOf(group.times, context);
  const { steps, gaps, moved, between, closedTimes } = counts;
  if (closedTimes.length > 0) warnOfClosed(group, closedTimes, context, warnings);
  // A few steps of another length may be a rule too, such as the last one of each year.
  const calendar = gaps + moved > 0 ? unevenCalendar(group.times) : null;
  const isIrregular =
    calendar !== null ||
    gaps + moved > irregularShareMax * steps ||
    (between === 0 && moved > movedShareMax * steps);
  const series_id = soleId(group);
  if (steps > 1 && isIrregular) {
    const { message, alternatives } = irregularSteps(counts, calendar, context);
    warnings.add('frequency_irregular', message, { series_id, alternatives });
  } else {
    if (between > 0) warnings.add('frequency_irregular', timesBetweenSteps(counts, context), { series_id });
    if (gaps > 0) warnings.add('gaps', missingSteps(counts, context), { series_id });
  }
  for (const end of ['first', 'last'] as const) warnOfDistant(group, end, context, warnings);
}

/** @param budget loses the missing times that are counted. Without any left, gaps are counted,
 *  and their times are not */
function stepsOf(times: Float64Array, { header, next, budget }: StepContext): StepCounts {
  const closedWeekday = closedWeekdayOf(header);
  const counts: StepCounts = {
    ...{ steps: times.length - 1, gaps: 0, missing: 0, missed: Number.NaN },
    ...{ moved: 0, between: 0, extra: Number.NaN, areWholeSteps: true, closedTimes: [] },
  };
  for (let i = 1; i < times.length; i++) {
    let [before, expected] = [times[i - 1], next(times[i - 1], times[i - 2])];
    if (expected === times[i]) continue;
    const usual = expected - times[i - 1];
    if (expected > times[i]) {
      if (closedWeekday(times[i]) !== null) {
        counts.closedTimes.push(times[i]);
        continue;
      }
      counts.moved++;
      if (times[i] - times[i - 1] >= earlyShareMin * usual) continue;
      if (counts.between === 0) counts.extra = times[i];
      counts.between++;
      continue;
    }
    if (isLate(times[i], expected, before, next)) {
      counts.moved++;
      continue;
    }
    if (counts.gaps === 0) counts.missed = expected;
    counts.gaps++;
    for (; expected < times[i] && budget.missing > 0; budget.missing--) {
      counts.missing++;
      [before, expected] = [expected, next(expected, before)];
    }
    if (expected > times[i]) counts.areWholeSteps = false; // an earlier one shows that the budget is used up
  }
  return counts;
}

/** Remedy of a caller without the option `resample`; null for an upload, which has it. */
function remedyOfAppend({ header, continues }: StepContext): string | null {
  return continues === undefined
    ? null
    : `Send rows with the step ${header.frequency.step}, or upload the series as a dataset of its own.`;
}

function irregularSteps(
  { steps, gaps, moved, missed, areWholeSteps }: StepCounts,
  calendar: UnevenCalendar | null,
  context: StepContext,
): { message: string; alternatives: Alternative[] | undefined } {
  const { step } = context.header.frequency;
  const otherStep = remedyOfAppend(context);
  const remedy =
    calendar !== null
      ? `${calendar.pattern} The service has no such step: the forecasts are those of your next periods in their order, but their times follow ${step}. ${otherStep ?? calendar.remedy}`
      : moved === 0 && areWholeSteps && monthPattern.test(step)
        ? `They are whole numbers of it: expected times are missing, such as ${context.written(missed)}. If nothing happened at these times, add them with the value 0.`
        : (otherStep ??
          'If each row is an event, such as an order, upload with `resample` and `aggregate` to have one number for each day or week.');
  return {
    message: `${gaps + moved} of ${steps} steps differ from ${step}, the step of the dataset. The observations are treated as equally spaced. ${remedy}`,
    alternatives: otherStep === null ? calendar?.alternatives : undefined,
  };
}

function timesBetweenSteps({ steps, between, extra }: StepCounts, context: StepContext): string {
  const { step } = context.header.frequency;
  const count = `${between} of ${steps} steps ${between === 1 ? 'is' : 'are'}`;
  const remedy =
    remedyOfAppend(context) ??
    'If the data have two steps, upload with `resample` to have the coarser one, or only the rows of one step.';
  return `${count} shorter than ${step}, the step of the dataset, such as the one to ${context.written(extra)}. The observations are treated as equally spaced, and forecasts have the step ${step}. ${remedy}`;
}

function missingSteps({ gaps, missing, missed }: StepCounts, { budget, written }: StepContext): string {
  const count = budget.missing === 0 ? `at least ${missing}` : String(missing);
  return `${gaps} gap${gaps === 1 ? '' : 's'}: ${count} expected time${missing === 1 ? ' is' : 's are'} missing, such as ${written(missed)}. Forecasts and trainings read them as missing values; if nothing happened at these times, send them with the value 0.`;
}

/** Warns about times on weekdays that the calendar leaves out: a named one, or that of most series of the dataset. A
 *  series may also have them so rarely itself that its own calendar leaves them out. */
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
