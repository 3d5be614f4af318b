/** Infers the step and the calendar of a dataset from the times of its series. */
import type { Frequency } from '../../contracts/schemas/index.ts';
import { evenlySpaced, type TimeKind } from '../../contracts/values/index.ts';
import type { CalendarHeader } from './calendar.ts';
import { dayMs, dayOf, dayOfMonth, monthOf, weekdayOf } from './days.ts';
import { jitterStepOf } from './jitter.ts';
import { learnClosures } from './learn-closures.ts';
import { learnOpenTimes } from './open-times.ts';
import { seasonLengths } from './season.ts';
import { formatStep, parseStep, type Step } from './step.ts';
import { learnClosedWeekdays } from './weekdays.ts';
import { wallTimes } from './zone-clock.ts';

/** Bounds of the data that are examined. They are enough to learn a calendar. */
export const seriesExamined = 100;
const pointsExamined = 20_000;
/** Steps of at least this long are steps of days: clock changes make a day 23 to 25 hours long. */
const dayStepMinMs = 20 * 3_600_000;
const hourMs = 3_600_000;
/** Share of times that must fall on the anchor day. Not all do: a holiday may move a month end
 *  that is a trading day. */
const anchorShareMin = 0.85;
/** Share of distances that must be equal, and the fewest of them, for a step that is no whole number of days. */
const evenShareMin = 0.6;
const evenDistancesMin = 3;
/** No step of a month is shorter. */
const monthDaysMin = 28;

const oneDay: Step = { unit: 'day', count: 1 };

/** Step and calendar that one series shows. */
interface Cadence {
  step: Step;
  closedWeekdays: number[];
  dayOfMonth: number | null;
  walls: Float64Array;
}

/** Infers the step and calendar that most series share.
 *  @param series times of each series, ascending, in the unit of `SeriesData.times`
 *  @param stated step that the caller states; it is not inferred then */
export function inferFrequency(
  series: Float64Array[],
  timeKind: TimeKind,
  timeZone: string | null,
  stated: Step | null = null,
): Frequency {
  if (timeKind === 'integer') return indexFrequency(series, stated);
  const examined = evenlySpaced(series, seriesExamined);
  const cadences = examined.map((times) => cadenceOf(times, wallTimes(times, timeZone), stated));
  // Of equally frequent calendars the one with fewer closed weekdays: a forecast may then have a day too
  // many, and leaves none out.
  const byClosed = cadences.toSorted((a, b) => a.closedWeekdays.length - b.closedWeekdays.length);
  const shared = mostFrequent(
    byClosed.filter(({ walls }) => walls.length > 1),
    (cadence) => JSON.stringify([cadence.step, cadence.closedWeekdays]),
  ) ?? [{ step: stated ?? oneDay, closedWeekdays: [], dayOfMonth: null, walls: new Float64Array() }];
  const { step, closedWeekdays } = shared[0];
  const anchors = shared.filter((cadence) => cadence.dayOfMonth !== null);
  const anchor = mostFrequent(anchors, (cadence) => String(cadence.dayOfMonth))?.[0].dayOfMonth ?? null;

  const isWithinDay = step.unit === 'ms' && step.count < dayMs;
  const isDaily = isWithinDay || (step.unit === 'day' && step.count === 1);
  const closures = isDaily ? learnClosures(unionOfDays(shared), closedWeekdays) : [];
  const longest = shared.reduce((a, b) => (b.walls.length > a.walls.length ? b : a));
  const openTimes = isWithinDay ? learnOpenTimes(longest.walls.subarray(-pointsExamined), step.count) : null;
  return {
    kind: step.unit === 'ms' ? 'fixed' : 'calendar',
    step: formatStep(step),
    season_lengths: seasonLengths(step, 7 - closedWeekdays.length, openTimes?.length ?? null),
    closed_weekdays: closedWeekdays,
    closures,
    open_times: openTimes,
    ...(step.unit === 'month' && anchor !== null ? { day_of_month: anchor } : {}),
  };
}

function indexFrequency(series: Float64Array[], stated: Step | null): Frequency {
  const steps = evenlySpaced(series, seriesExamined)
    .filter((times) => times.length > 1)
    .map((times) => mostFrequentDifference(times.subarray(-pointsExamined)));
  const count = stated?.count ?? mostFrequent(steps, String)?.[0] ?? 1;
  return {
    kind: 'index',
    step: formatStep({ unit: 'index', count }),
    season_lengths: [],
    closed_weekdays: [],
    closures: [],
    open_times: null,
  };
}

function cadenceOf(times: Float64Array, walls: Float64Array, stated: Step | null): Cadence {
  const days = distinctDays(walls.subarray(-pointsExamined));
  const step = stated ?? stepOf(times.subarray(-pointsExamined), walls.subarray(-pointsExamined), days);
  return {
    step,
    walls,
    closedWeekdays: closedWeekdaysFor(step, days),
    dayOfMonth: step.unit === 'month' ? anchorOf(days) : null,
  };
}

function stepOf(times: Float64Array, walls: Float64Array, days: Float64Array): Step {
  if (walls.length < 2) return oneDay;
  const jitter = jitterStepOf(walls);
  if (jitter !== null && jitter < dayStepMinMs) return { unit: 'ms', count: jitter };
  const { value, share } = mostFrequentShare(differencesOf(walls));
  // The two passes of an hour that clocks repeat have one wall-clock time.
  const usual = value > 0 ? value : mostFrequentDifference(times);
  if (usual < dayStepMinMs) return { unit: 'ms', count: usual };
  // Every 36 hours.
  const isEven = share >= evenShareMin && walls.length > evenDistancesMin;
  if (isEven && usual % dayMs !== 0 && usual % hourMs === 0) return { unit: 'ms', count: usual };
  if (days.length < 2) return oneDay;

  const usualDays = mostFrequentDifference(days);
  if (usualDays === 1) return oneDay;
  if (usualDays < 7) {
    // Mondays, Wednesdays and Fridays: a daily series with closed weekdays. Every third day: a step of three days.
    return allMultiplesOf(usualDays, days) ? { unit: 'day', count: usualDays } : oneDay;
  }
  if (usualDays % 7 === 0 && (usualDays < 28 || allMultiplesOf(usualDays, days))) {
    // Steps of four weeks, not months of February, if all steps are multiples of 28 days.
    if (usualDays < 28 || days.length > 3) return { unit: 'day', count: usualDays };
  }
  const usualMonths = mostFrequentDifference(Float64Array.from(days, monthOf));
  // Months of which many are missing have no usual number of days between them.
  if (isAnchored(days) && differencesOf(days).every((distance) => distance >= monthDaysMin))
    return { unit: 'month', count: usualMonths };
  const inMonths = usualMonths >= 1 && Math.abs(usualDays - usualMonths * 30.44) <= 4;
  return inMonths ? { unit: 'month', count: usualMonths } : { unit: 'day', count: usualDays };
}

/** ISO weekdays that a series leaves out, if it has the step of a dataset. */
export function closedWeekdaysOf(times: Float64Array, { time_zone, frequency }: CalendarHeader): number[] {
  const walls = wallTimes(times.subarray(-pointsExamined), time_zone);
  return closedWeekdaysFor(parseStep(frequency.step)!, distinctDays(walls));
}

function closedWeekdaysFor(step: Step, days: Float64Array): number[] {
  if (days.length === 0) return [];
  if (step.unit === 'ms') return step.count < dayMs ? learnClosedWeekdays(days) : [];
  if (step.unit === 'day' && step.count === 1) return learnClosedWeekdays(days);
  if (step.unit === 'day' && step.count % 7 === 0) {
    const { share, value } = mostFrequentShare(Array.from(days, weekdayOf));
    return share >= anchorShareMin ? [1, 2, 3, 4, 5, 6, 7].filter((weekday) => weekday !== value) : [];
  }
  return step.unit === 'month' && isBusinessAnchored(days) ? [6, 7] : [];
}

/** Usual day of the month, 31 for month ends; null if there is none. */
function anchorOf(days: Float64Array): number | null {
  const share = (test: (day: number) => boolean) => days.filter(test).length / days.length;
  if (share(isMonthEnd) >= anchorShareMin || share(isBusinessMonthEnd) >= anchorShareMin) return 31;
  if (share(isBusinessMonthStart) >= anchorShareMin) return 1;
  const usual = mostFrequentShare(Array.from(days, dayOfMonth));
  return usual.share >= 0.5 ? usual.value : null;
}

/** Whether nearly all days are one day of the month, its end, or its first or last weekday. */
function isAnchored(days: Float64Array): boolean {
  const share = (test: (day: number) => boolean) => days.filter(test).length / days.length;
  return (
    mostFrequentShare(Array.from(days, dayOfMonth)).share >= anchorShareMin ||
    [isMonthEnd, isBusinessMonthEnd, isBusinessMonthStart].some((test) => share(test) >= anchorShareMin)
  );
}

/** Whether the days are the first or last weekdays of months, and not just the first or last days. */
function isBusinessAnchored(days: Float64Array): boolean {
  const share = (test: (day: number) => boolean) => days.filter(test).length / days.length;
  if (days.some((day) => weekdayOf(day) > 5)) return false;
  const business = Math.max(share(isBusinessMonthEnd), share(isBusinessMonthStart));
  return business >= anchorShareMin && share(isMonthEnd) < 1 && share((day) => dayOfMonth(day) === 1) < 1;
}

function isMonthEnd(day: number): boolean {
  return dayOfMonth(day + 1) === 1;
}

function isBusinessMonthEnd(day: number): boolean {
  const toMonday = 8 - weekdayOf(day);
  return weekdayOf(day) <= 5 && monthOf(day + (weekdayOf(day) === 5 ? toMonday : 1)) !== monthOf(day);
}

function isBusinessMonthStart(day: number): boolean {
  return weekdayOf(day) <= 5 && monthOf(day - (weekdayOf(day) === 1 ? 3 : 1)) !== monthOf(day);
}

function distinctDays(walls: Float64Array): Float64Array {
  return Float64Array.from(new Set(Array.from(walls, dayOf)));
}

function unionOfDays(cadences: Cadence[]): Float64Array {
  const days = new Set<number>();
  for (const { walls } of cadences) for (let i = 0; i < walls.length; i++) days.add(dayOf(walls[i]));
  return Float64Array.from(days).sort();
}

function allMultiplesOf(step: number, days: Float64Array): boolean {
  for (let i = 1; i < days.length; i++) if ((days[i] - days[i - 1]) % step !== 0) return false;
  return true;
}

function mostFrequentDifference(ascending: Float64Array): number {
  return mostFrequentShare(differencesOf(ascending)).value;
}

function differencesOf(values: Float64Array): number[] {
  const differences: number[] = [];
  for (let i = 1; i < values.length; i++) differences.push(values[i] - values[i - 1]);
  return differences;
}

/** The most frequent value (the smallest of several) and its share. */
function mostFrequentShare(values: number[]): { value: number; share: number } {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((a, b) =>
    b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a,
  );
  return { value, share: count / values.length };
}

/** The items of the largest group; undefined if there are no items. */
function mostFrequent<T>(items: T[], key: (item: T) => string): T[] | undefined {
  const groups = Map.groupBy(items, key);
  return [...groups.values()].reduce<T[] | undefined>(
    (a, b) => (a === undefined || b.length > a.length ? b : a),
    undefined,
  );
}
