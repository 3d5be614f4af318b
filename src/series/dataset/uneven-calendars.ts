/** Calendars whose periods are of two or more lengths, such as three times in each month. The
 *  service has no such step. */
import type { Alternative } from '../../errors.ts';
import { dayMs, monthOf } from '../calendar/index.ts';
import { alternatives } from '../faults/index.ts';

/** Fewer times show no calendar of uneven periods. */
const timesMin = 7;
/** Times in each month, on the same days of it. */
const monthlyTimes = { min: 3, max: 6 };
/** At least this share of these days has a time. Ends of months that weekends move have one of several days. */
const presentShareMin = 0.5;
/** Days of a usual month. */
const monthDays = 30;
/** Days of a step that begins again on 1 January. */
const yearlySteps = { min: 2, max: 183 };

export interface UnevenCalendar {
  pattern: string;
  remedy: string;
  /** The options that the remedy names. */
  alternatives: Alternative[];
}

/** The calendar of periods of uneven length that all times follow; null if there is none. */
export function unevenCalendar(times: Float64Array): UnevenCalendar | null {
  if (times.length < timesMin) return null;
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const length = Math.round((times[i] - times[i - 1]) / dayMs);
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const lengths = [...counts.keys()];
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  if (shortest >= 13 && longest <= 18 && areTwiceAMonth(times))
    return { pattern: 'There are two times in each month, as of a payroll.', ...monthsOf(24, 'sum') };
  if (lengths.length === 2 && lengths.every((length) => length === 28 || length === 35))
    return {
      pattern: 'All steps are 4 or 5 weeks, as in a retail calendar (4-4-5).',
      remedy: 'Upload weeks, if you have them, to have exact times.',
      alternatives: [],
    };
  return sameDays(times, shortest) ?? newEachYear(times, counts);
}

function monthsOf(seasonLength: number, aggregate: string): Pick<UnevenCalendar, 'remedy' | 'alternatives'> {
  const remedy = `Set \`season_lengths\` to ${seasonLength} in a model or a forecast to read the season of a year, or upload with \`resample=P1M\` and \`aggregate=${aggregate}\` to have months.`;
  return {
    remedy,
    alternatives: [...alternatives('resample', 'P1M'), ...alternatives('aggregate', aggregate)],
  };
}

/** Whether each month but the first and the last has two times. */
function areTwiceAMonth(times: Float64Array): boolean {
  const months = Map.groupBy(times, monthOfTime);
  return [...months.values()].slice(1, -1).every(({ length }) => length === 2);
}

/** Times on the same three to six days of each month, such as 1, 11 and 21. Some may be missing. */
function sameDays(times: Float64Array, shortest: number): UnevenCalendar | null {
  const days = new Set<number>();
  for (const time of times) {
    days.add(dayInMonth(time));
    if (days.size > monthlyTimes.max) return null;
  }
  const count = days.size;
  if (count < monthlyTimes.min || times.length <= 2 * count || 2 * shortest * count < monthDays) return null;
  const months = new Set(Array.from(times, monthOfTime)).size;
  if (times.length < presentShareMin * months * count) return null;
  const listed = [...days].sort((a, b) => a - b).map((day) => (day === lastDay ? 'the last' : String(day)));
  return {
    pattern: `All times are on the same ${count} days of a month: ${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}.`,
    ...monthsOf(12 * count, 'mean'),
  };
}

function monthOfTime(time: number): number {
  return monthOf(Math.floor(time / dayMs));
}

const lastDay = 32;

function dayInMonth(time: number): number {
  const day = new Date(time).getUTCDate();
  return new Date(time + dayMs).getUTCDate() === 1 ? lastDay : day;
}

/** Times with one step that begin again on 1 January, such as the 8 days of satellites. Some may be missing. */
function newEachYear(times: Float64Array, counts: Map<number, number>): UnevenCalendar | null {
  const [step] = [...counts].reduce((usual, one) => (one[1] > usual[1] ? one : usual));
  if (step < yearlySteps.min || step > yearlySteps.max) return null;
  if ([...counts.keys()].every((length) => length % step === 0)) return null;
  for (const time of times) {
    const newYear = Date.UTC(new Date(time).getUTCFullYear(), 0);
    if (Math.floor((time - newYear) / dayMs) % step !== 0) return null;
  }
  return {
    pattern: `The times begin again on 1 January of each year, with a step of ${step} days.`,
    ...monthsOf(Math.ceil(365 / step), 'mean'),
  };
}
