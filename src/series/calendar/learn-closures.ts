/** Learns holidays from the days that are missing. */
import { daysInMonth, type YearlyClosure } from '../../contracts/schemas/index.ts';
import { type ClosedWeekdays, closedWeekdays, closureDay } from './closures.ts';
import { dayMs, dayOf, easterSunday, weekdayOf, yearOf } from './days.ts';

/** Holidays come and go: only this much of the history counts. */
const historyYears = 10;
const historyDaysMin = 1_050;
/** A rule holds when it explains at least so many absences, and is broken in at most this share of its years … */
const hitsMin = 3;
const missRateMax = 0.2;
/** … or, a new holiday, has held in each of the last years. */
const newHolidayYears = 3;
/** A longer run of missing days is a gap in the data and says nothing about holidays. */
const gapDaysMin = 10;
/** With more open days missing than this, absence means nothing. */
const missingRateMax = 0.25;
/** Rules that compete, about: 365 days of the year, 7 weekdays in 12 months, 121 distances from Easter. */
const candidateRules = 1_000;
const chanceMax = 0.01;

const shifts = ['none', 'after_weekend_only', 'nearest_weekday', 'next_weekday'] as const;

interface Evidence {
  /** Days that only this rule explains. */
  hits: number[];
  misses: number;
  /** Years in a row up to the last one in which the rule held, or was broken (negative). */
  streak: number;
}

/** Yearly closures of a daily series, in the order of the year.
 *  `days` are distinct and ascending; `weekdays` are the closed ones.
 *
 *  The rule that explains most missing days is taken first, then the one that explains most of the rest, and so on:
 *  a holiday's true rule explains it in every year and leaves nothing to its rivals. One-off closures stay unexplained.
 *  A day that is closed in every year in its own right (26 December) is not taken for another one that has moved (the
 *  25th on a Sunday): fixed days explain what they can before shifts do.
 *  Rules that chance explains, given how many days are missing for no reason at all, are dropped in the end. */
export function learnClosures(days: ArrayLike<number>, weekdays: number[]): YearlyClosure[] {
  const last = days[days.length - 1];
  const first = Math.max(days[0], last - Math.round(historyYears * 365.25));
  if (!(last - first >= historyDaysMin)) return [];
  const history = new History(days, first, last, closedWeekdays(weekdays));
  if (history.missing.size > missingRateMax * history.openDays) return [];

  const whole = new History(days, days[0], last, history.closed);
  history.fixed = history.fixedDays();
  whole.fixed = history.fixed;
  const plausible = [...history.missing].flatMap((day) => rulesFor(day, history.closed));
  const distinct = [...new Map(plausible.map((rule) => [JSON.stringify(rule), rule])).values()];
  // Rules that the recent years cannot tell apart, such as those of a weekend that was long ago.
  const lifetimeScores = new Map(distinct.map((rule) => [rule, score(whole.evidence(rule, whole.missing))]));
  const rank = (rule: YearlyClosure) => lifetimeScores.get(rule)!;
  const unexplained = new Set(history.missing);
  const taken: { rule: YearlyClosure; evidence: Evidence }[] = [];
  for (;;) {
    const best = distinct
      .map((rule) => ({ rule, evidence: history.evidence(rule, unexplained) }))
      .filter(({ evidence }) => holds(evidence))
      .sort(
        (a, b) =>
          score(b.evidence) - score(a.evidence) ||
          rank(b.rule) - rank(a.rule) ||
          preference(a.rule) - preference(b.rule),
      )
      .at(0);
    if (best === undefined) break;
    for (const day of best.evidence.hits) unexplained.delete(day);
    taken.push(best);
  }

  const missingByChance = (unexplained.size + 1) / history.openDays;
  return taken
    .filter(({ evidence }) => candidateRules * chanceOf(evidence, missingByChance) < chanceMax)
    .map(({ rule }) => rule)
    .sort((a, b) => placeInYear(a) - placeInYear(b));
}

class History {
  readonly closed: ClosedWeekdays;
  readonly missing = new Set<number>();
  openDays = 0;
  /** Days of the year, `MM-DD`, that are closed in their own right. */
  fixed = new Set<string>();
  private readonly first: number;
  private readonly last: number;
  private readonly present = new Set<number>();

  constructor(days: ArrayLike<number>, first: number, last: number, closed: ClosedWeekdays) {
    this.first = first;
    this.last = last;
    this.closed = closed;
    let previous = Number.NaN;
    for (let i = 0; i < days.length; i++) {
      const day = days[i];
      if (day < first) continue;
      this.present.add(day);
      if (day - previous <= gapDaysMin) {
        for (let missing = previous + 1; missing < day; missing++) {
          if (closed[weekdayOf(missing)]) continue;
          this.missing.add(missing);
          this.openDays++;
        }
      }
      this.openDays++;
      previous = day;
    }
  }

  /** Days of the year that were missing whenever they were no closed weekday, often enough. */
  fixedDays(): Set<string> {
    const missing = Map.groupBy(this.missing, dayOfYear);
    const often = [...missing].filter(([, days]) => days.length >= hitsMin).map(([name]) => name);
    const open = new Set(Array.from(this.present, dayOfYear));
    return new Set(often.filter((name) => !open.has(name)));
  }

  /** A day that another rule has explained, or that lies in a gap, speaks neither for the rule nor against it. */
  evidence(rule: YearlyClosure, unexplained: Set<number>): Evidence {
    const evidence: Evidence = { hits: [], misses: 0, streak: 0 };
    for (let year = yearOf(this.first); year <= yearOf(this.last) + 1; year++) {
      const day = closureDay(rule, year, this.closed);
      if (day === null || day <= this.first || day >= this.last) continue;
      if (isShifted(rule, day) && this.fixed.has(dayOfYear(day))) continue;
      if (this.present.has(day)) {
        evidence.misses++;
        evidence.streak = Math.min(0, evidence.streak) - 1;
      } else if (unexplained.has(day)) {
        evidence.hits.push(day);
        evidence.streak = Math.max(0, evidence.streak) + 1;
      }
    }
    return evidence;
  }
}

function holds({ hits, misses, streak }: Evidence): boolean {
  if (hits.length < hitsMin || streak <= -2) return false;
  return misses <= missRateMax * (hits.length + misses) || streak >= newHolidayYears;
}

function score({ hits, misses, streak }: Evidence): number {
  // A new holiday is not blamed for the years before it.
  return Math.max(hits.length - 2 * misses, streak >= newHolidayYears ? streak : 0);
}

/** Among rules that explain the data equally well, the one that says least beyond them. */
function preference(rule: YearlyClosure): number {
  if (rule.rule === 'month_day') return shifts.indexOf(rule.shift);
  if (rule.rule === 'easter') return 10;
  // Few years cannot tell the fourth from the last. Bank holidays on Mondays are the last, Thanksgiving is the fourth.
  const isLast = rule.nth === -1;
  return rule.weekday === 1 ? (isLast ? 5 : 6) : isLast ? 6 : 5;
}

/** Chance that a rule which means nothing is kept at least so often. */
function chanceOf({ hits, misses, streak }: Evidence, missingByChance: number): number {
  const isNew = streak >= newHolidayYears && misses > missRateMax * (hits.length + misses);
  const [n, k] = isNew ? [streak, streak] : [hits.length + misses, hits.length];
  let combinations = 1;
  for (let i = 0; i < n - k; i++) combinations *= (n - i) / (i + 1);
  return combinations * missingByChance ** k;
}

/** Every rule that would close this day. */
function rulesFor(day: number, closed: ClosedWeekdays): YearlyClosure[] {
  const rules: YearlyClosure[] = [];
  for (let nominal = day - 3; nominal <= day + 3; nominal++) {
    const { year, month, dayOfMonth } = partsOf(nominal);
    for (const shift of shifts) {
      const rule: YearlyClosure = { rule: 'month_day', month, day: dayOfMonth, shift };
      if (closureDay(rule, year, closed) === day) rules.push(rule);
    }
  }
  const { year, month, dayOfMonth } = partsOf(day);
  const weekday = weekdayOf(day);
  rules.push({ rule: 'nth_weekday', month, weekday, nth: Math.ceil(dayOfMonth / 7) });
  if (dayOfMonth + 7 > daysInMonth(year, month)) rules.push({ rule: 'nth_weekday', month, weekday, nth: -1 });
  const fromEaster = day - easterSunday(year);
  if (Math.abs(fromEaster) <= 60) rules.push({ rule: 'easter', offset_days: fromEaster });
  return rules;
}

function isShifted(rule: YearlyClosure, day: number): boolean {
  if (rule.rule !== 'month_day') return false;
  const { month, dayOfMonth } = partsOf(day);
  return month !== rule.month || dayOfMonth !== rule.day;
}

/** `MM-DD`. */
function dayOfYear(day: number): string {
  return new Date(day * dayMs).toISOString().slice(5, 10);
}

function partsOf(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** Where the rule falls in a year that stands for all (2021: no leap year, Easter on 4 April). */
function placeInYear(rule: YearlyClosure): number {
  return closureDay(rule, 2021, closedWeekdays([])) ?? dayOf(Date.UTC(2021, 11, 31));
}
