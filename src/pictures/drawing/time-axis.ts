import { ticks } from 'd3-array';
import { utcTicks } from 'd3-time';

/** A kind of times, as the service names it. */
export type TimeKind = 'date' | 'instant' | 'integer';

export interface TimeTick {
  /** As `positionsOf` gives it. */
  at: number;
  label: string;
  /** The larger unit that the label is in, such as the year of a month. Empty if there is none. */
  context: string;
}

/** Positions of times on an axis. Instants are shown in the local time of the last observation: with a single offset
 *  the axis has no jump where clocks change. @param reference time that has this offset */
export function positionsOf(kind: TimeKind, reference: string | number): (time: string | number) => number {
  if (kind === 'integer') return Number;
  if (kind === 'date') return (time) => Date.parse(`${time}T00:00:00Z`);
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(String(reference)) ?? [];
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * 60_000;
  return (time) => Date.parse(String(time)) + (sign === '-' ? -offset : offset);
}

const dayMs = 86_400_000;

/** Ticks between two positions. They are not closer together than the times of the data.
 *  @param countMax largest number of ticks that have room
 *  @param spacing smallest distance of two times of the data */
export function timeTicks(
  kind: TimeKind,
  [from, to]: readonly [number, number],
  countMax: number,
  spacing: number,
): TimeTick[] {
  for (let count = Math.max(1, countMax); count >= 1; count--) {
    const places =
      kind === 'integer'
        ? integerTicks(from, to, count)
        : evenTicks(utcTicks(new Date(from), new Date(to), count));
    const tooClose = places.some((at, i) => i > 0 && at - places[i - 1] < 0.9 * spacing);
    if (places.length > Math.max(2, countMax * 1.25) || (tooClose && count > 1)) continue;
    return kind === 'integer'
      ? places.map((at) => ({ at, label: String(at), context: '' }))
      : labelled(places);
  }
  return [];
}

function integerTicks(from: number, to: number, count: number): number[] {
  return ticks(from, to, count).filter(Number.isInteger);
}

/** Steps of two days begin again each month: of the 31st and the 1st only the 1st stays. */
function evenTicks(dates: Date[]): number[] {
  const places = dates.map(Number);
  const gaps = places.slice(1).map((at, i) => at - places[i]);
  const usual = Math.max(...gaps.filter((gap) => gap < 20 * dayMs), 0);
  return places.filter((_, i) => i === gaps.length || gaps[i] >= 20 * dayMs || gaps[i] > 0.6 * usual);
}

/** The labels name the smallest unit in which the ticks differ, and the context names the rest. */
function labelled(places: number[]): TimeTick[] {
  const dates = places.map((at) => new Date(at));
  const every = (test: (date: Date) => boolean) => dates.every(test);
  const isDay = every((date) => date.getTime() % dayMs === 0);
  const isMonth = isDay && every((date) => date.getUTCDate() === 1);
  const isYear = isMonth && every((date) => date.getUTCMonth() === 0);
  const isMinute = every((date) => date.getTime() % 60_000 === 0);
  const isSecond = every((date) => date.getTime() % 1_000 === 0);
  return dates.map((date) => {
    const at = date.getTime();
    const year = String(date.getUTCFullYear());
    const month = months[date.getUTCMonth()];
    if (isYear) return { at, label: year, context: '' };
    if (isMonth) return { at, label: month, context: year };
    if (isDay) return { at, label: String(date.getUTCDate()), context: `${month} ${year}` };
    const [day, time] = [`${date.getUTCDate()} ${month} ${year}`, date.toISOString().slice(11, -1)];
    return { at, label: time.slice(0, isMinute ? 5 : isSecond ? 8 : 12), context: day };
  });
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A time in words, such as 12 Mar 2024, 12 Mar 2024, 14:00 or, where they are not zero, with seconds: 14:00:30.5. */
export function timeInWords(kind: TimeKind, time: string | number): string {
  // Integer times are names such as years: without separators.
  if (kind === 'integer') return String(time);
  const [, year, month, day, clock, seconds = ''] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?)?/.exec(String(time)) ?? [];
  const date = `${Number(day)} ${months[Number(month) - 1]} ${Number(year)}`;
  return clock === undefined ? date : `${date}, ${clock}${/[1-9]/.test(seconds) ? seconds : ''}`;
}
