/** Days as whole numbers since 1970-01-01: the unit of all code that learns calendars. */
export const dayMs = 86_400_000;

/** Day of a wall-clock time (milliseconds, as if it were UTC). */
export function dayOf(wall: number): number {
  return Math.floor(wall / dayMs);
}

/** The date of a wall-clock time, as `2020-04-20`. */
export function isoDate(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The calendar repeats after so many years. Date.UTC reads the years 0 to 99 as 1900 to 1999, and
 *  later ones as they are. */
const repeatYears = 400;
const repeatDays = 146_097;

export function dayFrom(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year + repeatYears, month - 1, dayOfMonth) / dayMs - repeatDays;
}

export function yearOf(day: number): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/** Months since year 0. */
export function monthOf(day: number): number {
  const date = new Date(day * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Holidays and weekends move an observation by at most so many days. */
const movedDaysMost = 5;

/** The month that a day stands for: one whose anchor is a few days away, perhaps the month before or after. Without
 *  such an anchor, its own.
 *  @param anchorIn day of a month on which its observation is expected; NaN if the month has none */
export function monthMeant(day: number, anchorIn: (month: number) => number): number {
  const own = monthOf(day);
  const isNear = (month: number) => Math.abs(anchorIn(month) - day) <= movedDaysMost;
  return [own, own - 1, own + 1].find(isNear) ?? own;
}

export function dayOfMonth(day: number): number {
  return new Date(day * dayMs).getUTCDate();
}

/** Easter Sunday of the Gregorian calendar.
 *  Source: Meeus, Astronomical Algorithms (1998), ch. 8; first in Nature 13, 487 (1876). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayFrom(year, Math.floor(n / 31), (n % 31) + 1);
}
