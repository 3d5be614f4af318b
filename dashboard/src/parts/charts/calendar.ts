import type { Frequency } from '../../api/index.ts';
import { type Clock, instantOf, inUtc, secondsOf } from './clock.ts';

const daySeconds = 86_400;
type Closure = Frequency['closures'][number];

/** Days without observations by the calendar of a dataset. Days are counted from 1970-01-01.
 *  The rules are those of `src/series/calendar`, which the pages may not import; a test compares the two. */
export class ClosedDays {
  private readonly weekdays: ReadonlySet<number>;
  private readonly days: ReadonlySet<number>;
  private readonly byYear = new Map<number, Set<number>>();
  private readonly closures: readonly Closure[];

  constructor({ closed_weekdays, closures, closed_days }: Frequency) {
    this.weekdays = new Set(closed_weekdays);
    this.closures = closures;
    this.days = new Set(closed_days?.map((day) => Date.parse(day) / (1_000 * daySeconds)));
  }

  get isEmpty(): boolean {
    return this.weekdays.size === 0 && this.closures.length === 0 && this.days.size === 0;
  }

  has(day: number): boolean {
    if (this.weekdays.has(weekdayOf(day)) || this.days.has(day)) return true;
    return this.closures.length > 0 && this.inYear(dateOf(day).getUTCFullYear()).has(day);
  }

  private inYear(year: number): Set<number> {
    let days = this.byYear.get(year);
    if (days === undefined) {
      // A shift may move a day of January into the December before, and one of December into the January after.
      const found = this.closures.flatMap((rule) =>
        [year - 1, year, year + 1].map((nominalYear) => this.dayIn(rule, nominalYear)),
      );
      days = new Set(found.filter((day) => day !== null));
      this.byYear.set(year, days);
    }
    return days;
  }

  private dayIn(rule: Closure, year: number): number | null {
    if (typeof rule.since_year === 'number' && year < rule.since_year) return null;
    if (rule.rule === 'easter') return easterSunday(year) + rule.offset_days;
    if (rule.rule === 'nth_weekday') {
      const length = daysInMonth(year, rule.month);
      const first = 1 + ((rule.weekday - weekdayOf(dayOf(year, rule.month, 1)) + 7) % 7);
      const nth = rule.nth > 0 ? first + 7 * (rule.nth - 1) : first + 7 * Math.floor((length - first) / 7);
      return nth > length ? null : dayOf(year, rule.month, nth);
    }
    if (rule.day > daysInMonth(year, rule.month)) return null;
    const nominal = dayOf(year, rule.month, rule.day);
    if (!this.weekdays.has(weekdayOf(nominal)) || rule.shift === 'none') return nominal;
    if (rule.shift === 'after_weekend_only') return nominal + 1;
    for (let distance = 1; distance <= 6; distance++) {
      const isBefore = rule.shift === 'nearest_weekday' && !this.weekdays.has(weekdayOf(nominal - distance));
      if (isBefore) return nominal - distance;
      if (!this.weekdays.has(weekdayOf(nominal + distance))) return nominal + distance;
    }
    return null;
  }
}

/** Two times that follow each other in the data, between which others are missing. */
export type Gap = readonly [from: number, to: number];

/** Places where times are missing that the calendar expects.
 *  @param x times in seconds, or steps
 *  @param clock of the zone of the times: its days are those of the calendar */
export function gapsOf(
  x: readonly number[],
  { kind, step: stepText, open_times }: Frequency,
  closed: ClosedDays,
  clock: Clock = inUtc,
): Gap[] {
  const known = kind === 'index' ? Number(stepText) || 1 : secondsOfStep(stepText);
  if (known === null) return [];
  const step = known;
  const openSeconds = open_times?.map((time) => secondsOf(`1970-01-01T${time}`)) ?? null;
  const gaps: Gap[] = [];
  for (let i = 1; i < x.length; i++) {
    const [from, to] = [x[i - 1] ?? 0, x[i] ?? 0];
    if (to - from <= 1.5 * step) continue;
    if (kind !== 'index' && step <= daySeconds && !isMissing(from, to)) continue;
    gaps.push([from, to]);
  }
  return gaps;

  /** Whether an expected time of an open day lies between two times that follow each other. */
  function isMissing(from: number, to: number): boolean {
    const [first, last] = [dayAt(from), dayAt(to)];
    for (let day = first; day <= last; day++) if (!closed.has(day) && hasExpected(day, from, to)) return true;
    return false;
  }

  /** Whether the calendar expects a time between `from` and `to` on an open day. A whole day has one,
   *  as no step is longer. */
  function hasExpected(day: number, from: number, to: number): boolean {
    const [first, last] = [dayAt(from), dayAt(to)];
    if (first < day && day < last) return true;
    if (step === daySeconds) return false; // a day has one time
    if (openSeconds !== null) {
      const [after, before] = [clock(from) - day * daySeconds, clock(to) - day * daySeconds];
      return openSeconds.some((time) => after < time && time < before);
    }
    // The steps after `from` lie at equal distances. One that is less than half a step before `to` is `to` itself.
    const steps = Math.ceil((to - from) / step - 1.5);
    return (day === first && dayAt(from + step) === day) || dayAt(from + steps * step) === day;
  }

  function dayAt(time: number): number {
    return Math.floor(clock(time) / daySeconds);
  }
}

/** The day of steps of weeks, to which their calendar closes all others: 1 is Monday; null for other steps. */
export function weeklyDay({
  step,
  closed_weekdays,
}: Pick<Frequency, 'step' | 'closed_weekdays'>): number | null {
  if (!/^P\d+W$/.test(step) || closed_weekdays.length !== 6) return null;
  return 28 - closed_weekdays.reduce((sum, day) => sum + day, 0);
}

/** Whether closed days are drawn: they lie between steps of up to a day, and not between longer ones. */
export function hasClosedSpans(
  { kind, step }: Pick<Frequency, 'kind' | 'step'>,
  closed: ClosedDays,
): boolean {
  return kind !== 'index' && !closed.isEmpty && (secondsOfStep(step) ?? 0) <= daySeconds;
}

/** The closed days between two times, each as the times of its start and end on the clock of its zone. A point of a day
 *  is drawn at the start of the day, so with steps of days a closed day lies around that place. */
export function closedSpans(
  [min, max]: readonly [number, number],
  { step }: Pick<Frequency, 'step'>,
  closed: ClosedDays,
  clock: Clock = inUtc,
): Gap[] {
  const before = (secondsOfStep(step) ?? 0) < daySeconds ? 0 : daySeconds / 2;
  const spans: Gap[] = [];
  const last = Math.floor((clock(max) + before) / daySeconds);
  for (let day = Math.floor((clock(min) + before) / daySeconds); day <= last; day++) {
    if (!closed.has(day)) continue;
    const start = day * daySeconds - before;
    spans.push([instantOf(start, clock), instantOf(start + daySeconds, clock)]);
  }
  return spans;
}

function secondsOfStep(step: string): number | null {
  const parts =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(step);
  if (parts === null) return null;
  const lengths = [365.25 * daySeconds, 30.6 * daySeconds, 7 * daySeconds, daySeconds, 3_600, 60, 1];
  return lengths.reduce((sum, length, i) => sum + length * Number(parts[i + 1] ?? 0), 0) || null;
}

/** ISO weekday: 1 is Monday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function dateOf(day: number): Date {
  return new Date(day * daySeconds * 1_000);
}

function dayOf(year: number, month: number, day: number): number {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999. The calendar repeats after 400 years.
  return Date.UTC(year + 400, month - 1, day) / (1_000 * daySeconds) - 146_097;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}

/** Source: the anonymous Gregorian algorithm. */
function easterSunday(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(year, Math.floor(f / 31), (f % 31) + 1);
}
