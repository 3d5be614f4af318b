import { weekdayOf } from './days.ts';

/** A weekday seen in fewer than this share of its weeks is closed: special sessions do not open it. */
const rateOfClosedMax = 0.02;
/** The chance of an absence that is no rule, below which it is taken for one. */
const chanceMax = 0.02;

/** ISO weekdays on which a daily series is closed. `days` are distinct and ascending.
 *  A few weeks are enough: an absent weekday counts once chance does not explain it, and a weekend once it is skipped
 *  between days that are all there. */
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

/** How often each weekday occurs from the first to the last day. */
function weeksOf(first: number, last: number): number[] {
  const full = Math.floor((last - first + 1) / 7);
  const weeks = new Array<number>(8).fill(full);
  for (let day = first + 7 * full; day <= last; day++) weeks[weekdayOf(day)]++;
  weeks[0] = 0;
  return weeks;
}
