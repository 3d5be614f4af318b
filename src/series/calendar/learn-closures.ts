/** Learns holidays from missing days. */
import type { YearlyClosure } from '../../contracts/schemas/index.ts';
import { daysInMonth } from '../../contracts/values/index.ts';
import { type ClosedWeekdays, closedWeekdays, closureDay } from './closures.ts';
import { dayMs, dayOf, easterSunday, weekdayOf, yearOf } from './days.ts';

/** Only this much of the history is used, because holidays change. */
const historyYears = 10;
const historyDaysMin = 1_050;
/** A rule is accepted if it explains at least this many missing days and fails in at most this share of its years. */
const hitsMin = 3;
const missRateMax = 0.2;
/** A new holiday is also accepted if it held in each of this many last years. */
const newHolidayYears = 3;
/** A longer run of missing days is a gap in the data, not a holiday. */
const gapDaysMin = 10;
/** If a larger share of open days is missing, no holidays are learnt. */
const missingRateMax = 0.25;
/** Approximate number of possible rules: 365 days of the year, 7 weekdays in 12 months, 121 distances from Easter. */
const candidateRules = 1_000;
const chanceMax = 0.01;

const shifts = ['none', 'after_weekend_only', 'nearest_weekday', 'next_weekday'] as const;

interface Evidence {
  /** Days that only this rule explains. */
  hits: number[];
  misses: number;
  /** Consecutive years, up to the last one, in which the rule held (positive) or failed (negative). */
  streak: number;
}

/** Yearly closures of a daily series, in the order of the year.
 *  @param days distinct, ascending
 *  @param weekdays the closed weekdays
 *
 *  A greedy search: it accepts the rule that explains most missing days, then the rule that explains most of the rest, and
 *  so on. The true rule of a holiday explains it in every year, so other rules find nothing left. One-off closures stay
 *  unexplained. A day that is closed every year (26 December) is not explained as a shift of another day (the 25th on a
 *  Sunday): fixed days come before shifts. In the end rules are dropped that chance explains, given the share of missing
 *  days without any rule. */
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
  // The whole history decides between rules that the recent years cannot tell apart.
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
  /** Days of the year, `MM-DD`, that are closed every year. */
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

  /** Days of the year that were missing at least `hitsMin` times, and never present. */
  fixedDays(): Set<string> {
    const missing = Map.groupBy(this.missing, dayOfYear);
    const often = [...missing].filter(([, days]) => days.length >= hitsMin).map(([name]) => name);
    const open = new Set(Array.from(this.present, dayOfYear));
    return new Set(often.filter((name) => !open.has(name)));
  }

  /** Counts the years for and against a rule. Days that another rule explains, or that lie in a gap, are not counted. */
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
  // Years before a new holiday do not count against it.
  return Math.max(hits.length - 2 * misses, streak >= newHolidayYears ? streak : 0);
}

/** Order among rules that explain the data equally well: the simplest rule comes first. */
function preference(rule: YearlyClosure): number {
  if (rule.rule === 'month_day') return shifts.indexOf(rule.shift);
  if (rule.rule === 'easter') return 10;
  // Few years cannot tell the fourth weekday of a month from the last. Bank holidays fall on the last Monday, Thanksgiving
  // on the fourth Thursday.
  const isLast = rule.nth === -1;
  return rule.weekday === 1 ? (isLast ? 5 : 6) : isLast ? 6 : 5;
}

/** Probability that a meaningless rule holds at least this often. */
function chanceOf({ hits, misses, streak }: Evidence, missingByChance: number): number {
  const isNew = streak >= newHolidayYears && misses > missRateMax * (hits.length + misses);
  const [n, k] = isNew ? [streak, streak] : [hits.length + misses, hits.length];
  let combinations = 1;
  for (let i = 0; i < n - k; i++) combinations *= (n - i) / (i + 1);
  return combinations * missingByChance ** k;
}

/** All rules that close this day. */
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

/** Day of the rule in 2021, which serves as the typical year (no leap year, Easter on 4 April). */
function placeInYear(rule: YearlyClosure): number {
  return closureDay(rule, 2021, closedWeekdays([])) ?? dayOf(Date.UTC(2021, 11, 31));
}
