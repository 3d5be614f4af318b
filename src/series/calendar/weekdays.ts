import { calendarApplies } from '../../contracts/values/index.ts';
import type { CalendarHeader } from './calendar.ts';
import { dayOf, weekdayOf } from './days.ts';
import { wallOf } from './zone-clock.ts';

/** A weekday is closed if it occurs in at most this share of the weeks, as special sessions do. */
const rateOfClosedMax = 0.02;
/** A weekday is closed if the probability of its absence by chance is below this. */
const chanceMax = 0.02;

/** ISO weekdays on which a daily series is closed. A few weeks are enough: an absent weekday is closed as soon as
 *  chance does not explain its absence. A weekend is closed if it is missing and all other days are present.
 *  @param days distinct, ascending */
export function learnClosedWeekdays(days: ArrayLike<number>): number[] {
  const seen = new Array<number>(8).fill(0);
  for (let i = 0; i < days.length; i++) seen[weekdayOf(days[i])]++;
  const weeks = weeksOf(days[0], days[days.length - 1]);

  const best = Math.max(...[1, 2, 3, 4, 5, 6, 7].map((weekday) => seen[weekday]));
  const rateOfOpen = (best + 1) / (Math.max(...weeks) + 2); // Laplace's rule of succession
  const closed = [1, 2, 3, 4, 5, 6, 7].filter(
    (weekday) =>
      weeks[weekday] > 0 &&
      seen[weekday] <= rateOfClosedMax * weeks[weekday] &&
      (1 - rateOfOpen) ** (weeks[weekday] - seen[weekday]) < chanceMax,
  );
  if (closed.length === 0 && skipsOnlyWeekends(seen, weeks)) return [6, 7];
  return closed.length < 7 ? closed : [];
}

function skipsOnlyWeekends(seen: number[], weeks: number[]): boolean {
  const weekend = [6, 7].every((weekday) => weeks[weekday] > 0 && seen[weekday] === 0);
  return weekend && [1, 2, 3, 4, 5].every((weekday) => seen[weekday] === weeks[weekday]);
}

/** Number of times that each weekday occurs from the first to the last day. */
function weeksOf(first: number, last: number): number[] {
  const full = Math.floor((last - first + 1) / 7);
  const weeks = new Array<number>(8).fill(full);
  for (let day = first + 7 * full; day <= last; day++) weeks[weekdayOf(day)]++;
  weeks[0] = 0;
  return weeks;
}

/** Returns the weekday of a time if the calendar leaves it out, as an English name; null if it does not. */
export function closedWeekdayOf({
  time_kind,
  time_zone,
  frequency,
}: CalendarHeader): (time: number) => string | null {
  const closed = new Set(
    time_kind !== 'integer' && calendarApplies(frequency) ? frequency.closed_weekdays : [],
  );
  const zone = time_kind === 'instant' ? time_zone : null;
  if (closed.size === 0) return () => null;
  return (time) => {
    const weekday = weekdayOf(dayOf(wallOf(time, zone)));
    return closed.has(weekday) ? weekdayNames[weekday - 1] : null;
  };
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
