import { dayMs, dayOf } from './days.ts';

/** A time of day is open if it occurs at least this often, relative to the most frequent time.
 *  Half days are kept so. */
const shareMin = 0.25;
/** If at least this share of the day is covered, the whole day is open. */
const coverageOfOpenDay = 0.9;
const daysMin = 3;
/** Sessions have times that recur on at least this share of the days. Those of single events hardly do. */
const recurrenceMin = 0.25;
/** One per minute of a day. Finer series count as open all day. */
const openTimesMax = 1_440;

/** Times of day (`HH:MM:SS`, or `HH:MM:SS.mmm`) of sessions, or null if the whole day is open
 *  or there are too few days.
 *  @param walls wall-clock times, ascending */
export function learnOpenTimes(walls: ArrayLike<number>, stepMs: number): string[] | null {
  const seen = new Map<number, number>();
  let days = 0;
  let lastDay = Number.NaN;
  for (let i = 0; i < walls.length; i++) {
    const day = dayOf(walls[i]);
    if (day !== lastDay) days++;
    lastDay = day;
    const time = walls[i] - day * dayMs;
    seen.set(time, (seen.get(time) ?? 0) + 1);
  }
  if (days < daysMin) return null;
  let highestCount = 0;
  for (const count of seen.values()) highestCount = Math.max(highestCount, count);
  if (highestCount < Math.max(2, recurrenceMin * days)) return null;
  const open = [...seen].filter(([, count]) => count >= shareMin * highestCount).map(([time]) => time);
  if (open.length > openTimesMax || open.length >= coverageOfOpenDay * (dayMs / stepMs)) return null;
  return open.sort((a, b) => a - b).map(writtenTimeOfDay);
}

function writtenTimeOfDay(time: number): string {
  const text = new Date(time).toISOString().slice(11, 23);
  return text.endsWith('.000') ? text.slice(0, 8) : text;
}
