/** Days of the year without observations: the day of a rule in a given year. */
import type { Frequency, YearlyClosure } from '../../contracts/schemas/index.ts';
import { daysInMonth } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, easterSunday, weekdayOf, yearOf } from './days.ts';

/** Closed days after which no day is open any more. More than a caller may list, with eight years until a
 *  leap day beside them. */
const closedDaysMost = 10_000;

/** Whether each ISO weekday, 1 to 7, is closed. Index 0 is unused. */
export type ClosedWeekdays = boolean[];

export function closedWeekdays(weekdays: number[]): ClosedWeekdays {
  return Array.from({ length: 8 }, (_, weekday) => weekdays.includes(weekday));
}

/** The day that a rule closes in a year, or null. A shift may move it into the year before or after. */
export function closureDay(rule: YearlyClosure, year: number, closed: ClosedWeekdays): number | null {
  const isClosed = (day: number) => closed[weekdayOf(day)];
  if (typeof rule.since_year === 'number' && year < rule.since_year) return null;
  if (rule.rule === 'easter') return openOrNull(easterSunday(year) + rule.offset_days);
  if (rule.rule === 'nth_weekday') return openOrNull(nthWeekday(rule, year));
  if (rule.day > daysInMonth(year, rule.month)) return null;
  const nominal = dayFrom(year, rule.month, rule.day);
  if (!isClosed(nominal)) return nominal;
  switch (rule.shift) {
    case 'none':
      return null;
    case 'after_weekend_only':
      return openOrNull(nominal + 1);
    case 'nearest_weekday':
      for (let distance = 1; distance <= 6; distance++) {
        if (!isClosed(nominal - distance)) return nominal - distance;
        if (!isClosed(nominal + distance)) return nominal + distance;
      }
      return null;
    case 'next_weekday':
      for (let distance = 1; distance <= 6; distance++) {
        if (!isClosed(nominal + distance)) return nominal + distance;
      }
      return null;
  }

  function openOrNull(day: number | null): number | null {
    return day === null || isClosed(day) ? null : day;
  }
}

function nthWeekday(
  { month, weekday, nth }: { month: number; weekday: number; nth: number },
  year: number,
): number | null {
  const length = daysInMonth(year, month);
  const first = 1 + ((weekday - weekdayOf(dayFrom(year, month, 1)) + 7) % 7);
  const dayOfMonth = nth > 0 ? first + 7 * (nth - 1) : first + 7 * Math.floor((length - first) / 7);
  return dayOfMonth > length ? null : dayFrom(year, month, dayOfMonth);
}

/** The listed days by their list, which never changes: each series of a call may ask for the
 *  calendar of its dataset. */
const knownDays = new WeakMap<string[], ReadonlySet<number>>();

function daysOf(list: string[]): ReadonlySet<number> {
  let days = knownDays.get(list);
  if (days === undefined) {
    days = new Set(list.map((day) => Date.parse(day) / dayMs));
    knownDays.set(list, days);
  }
  return days;
}

type OpenDaysOf = Pick<Frequency, 'closed_weekdays' | 'closures' | 'closed_days'>;

/** Which days are open: neither a closed weekday, nor closed by a yearly rule, nor listed as closed. */
export class OpenDays {
  private readonly closed: ClosedWeekdays;
  private readonly closures: YearlyClosure[];
  private readonly closedByYear = new Map<number, Set<number>>();

  private readonly closedDays: ReadonlySet<number>;

  constructor({ closed_weekdays: weekdays, closures, closed_days }: OpenDaysOf) {
    this.closedDays = daysOf(closed_days ?? []);
    this.closed = closedWeekdays(weekdays);
    this.closures = closures;
  }

  isOpen(day: number): boolean {
    if (this.closed[weekdayOf(day)] || this.closedDays.has(day)) return false;
    return !(this.closures.length > 0 && this.inYear(yearOf(day)).has(day));
  }

  /** The first open day after a day; NaN if the days are closed for good. */
  after(day: number): number {
    return this.nearest(day + 1, 1);
  }

  /** The first open day from a day on; NaN if none of the days that are looked at is open.
   *  @param direction 1: later days, -1: earlier ones */
  nearest(day: number, direction: 1 | -1, days = closedDaysMost): number {
    for (let n = 0; n < days; n++) if (this.isOpen(day + n * direction)) return day + n * direction;
    return Number.NaN;
  }

  private inYear(year: number): Set<number> {
    let days = this.closedByYear.get(year);
    if (days === undefined) {
      days = new Set();
      for (const rule of this.closures) {
        // A shift may move a day of January into the December before, and one of December into the January after.
        for (const nominalYear of [year - 1, year, year + 1]) {
          const day = closureDay(rule, nominalYear, this.closed);
          if (day !== null) days.add(day);
        }
      }
      this.closedByYear.set(year, days);
    }
    return days;
  }
}

/** Whether the rules leave days open, in all years. The rules that begin last close the most. */
export function leavesOpenDays({ closed_weekdays, closures }: Omit<OpenDaysOf, 'closed_days'>): boolean {
  const since = Math.max(countedYear, ...closures.map(({ since_year }) => since_year ?? countedYear));
  const last = Math.min(since, yearMax - countedYears);
  return openDaysOfYear({ closed_weekdays, closures }, last + countedYears) >= 1;
}

/** The last of the years in which open days are counted, where no closed days are listed. */
const countedYear = 2024;
/** As many years have two leap days, and each date on all weekdays. */
const countedYears = 8;
const yearMax = 9_999;

/** Open days of a year, on the mean over some years. */
function openDaysOfYear(days: OpenDaysOf, lastYear = lastYearOf(days)): number {
  const open = new OpenDays(days);
  let count = 0;
  const end = dayFrom(lastYear + 1, 1, 1);
  for (let day = dayFrom(lastYear + 1 - countedYears, 1, 1); day < end; day++) if (open.isOpen(day)) count++;
  return count / countedYears;
}

function lastYearOf({ closed_days }: OpenDaysOf): number {
  const listed = (closed_days ?? []).map((day) => yearOf(Date.parse(day) / dayMs));
  return listed.length === 0 ? countedYear : Math.max(...listed);
}
