/** Learns holidays from missing days. */
import type { YearlyClosure } from '../../contracts/schemas/index.ts';
import { daysInMonth } from '../../contracts/values/index.ts';
import { type ClosedWeekdays, closedWeekdays, closureDay } from './closures.ts';
import { dayFrom, dayMs, dayOf, easterSunday, weekdayOf, yearOf } from './days.ts';

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
/** Only this many of the last years with data decide between rules that the history cannot tell apart. */
const lifetimeYearsMax = 200;

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
 *  A greedy search: it accepts the rule that explains most missing days, then the rule that explains most of the rest,
 *  and so on. The true rule of a holiday explains it in every year, so other rules find nothing left. One-off closures
 *  stay unexplained. A day that is closed every year (26 December) is not explained as a shift of another day (the 25th
 *  on a Sunday): fixed days come before shifts. In the end rules are dropped that chance explains, given the share of
 *  missing days without any rule. */
export function learnClosures(days: ArrayLike<number>, weekdays: number[]): YearlyClosure[] {
  const last = days[days.length - 1];
  const first = Math.max(days[0], last - Math.round(historyYears * 365.25));
  if (!(last - first >= historyDaysMin)) return [];
  const history = new History(days, first, last, closedWeekdays(weekdays));
  if (history.missing.size > missingRateMax * history.openDays) return [];

  const whole = new History(days, days[0], last, history.closed);
  history.fixed = history.fixedDays();
  whole.fixed = history.fixed;
  const candidates = candidatesOf(history, whole);
  const byDay = Map.groupBy(
    candidates.flatMap((candidate) => candidate.observed.map(({ day }) => ({ day, candidate }))),
    ({ day }) => day,
  );
  const unexplained = new Set(history.missing);
  const taken: Candidate[] = [];
  for (;;) {
    const best = bestOf(candidates);
    if (best === null) break;
    taken.push({ ...best });
    const explained = best.evidence.hits;
    for (const day of explained) unexplained.delete(day);
    // Only rules that close one of these days have other evidence now.
    const changed = new Set(explained.flatMap((day) => byDay.get(day)!.map(({ candidate }) => candidate)));
    for (const candidate of changed) candidate.evidence = evidenceOf(candidate.observed, unexplained);
  }

  const missingByChance = (unexplained.size + 1) / history.openDays;
  return taken
    .filter(({ evidence }) => candidateRules * chanceOf(evidence, missingByChance) < chanceMax)
    .map(({ rule }) => rule)
    .sort((a, b) => placeInYear(a) - placeInYear(b));
}

/** A day that a rule closes, in a year in which the data say whether it was open. */
interface ObservedDay {
  day: number;
  isOpen: boolean;
}

interface Candidate {
  rule: YearlyClosure;
  observed: ObservedDay[];
  evidence: Evidence;
  /** Score over the whole history. It decides between rules that the recent years cannot tell apart. */
  lifetimeScore: number;
}

/** The rules that explain a missing day, each once, in the order of the days. */
function candidatesOf(history: History, whole: History): Candidate[] {
  const rules = new Map<string, YearlyClosure>();
  for (const day of history.missing)
    for (const rule of rulesFor(day, history.closed)) rules.set(Object.values(rule).join(), rule);
  const candidates: Candidate[] = [];
  for (const rule of rules.values()) {
    const observed = history.observed(rule);
    const evidence = evidenceOf(observed, history.missing);
    // Less of the missing days is unexplained later, so the rule never has enough hits.
    if (evidence.hits.length < hitsMin) continue;
    const lifetimeScore = score(evidenceOf(whole.observed(rule), whole.missing));
    candidates.push({ rule, observed, evidence, lifetimeScore });
  }
  return candidates;
}

/** The first of the best candidates; null if none holds. */
function bestOf(candidates: Candidate[]): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    if (!holds(candidate.evidence)) continue;
    const isBetter =
      best === null ||
      (score(candidate.evidence) - score(best.evidence) ||
        candidate.lifetimeScore - best.lifetimeScore ||
        preference(best.rule) - preference(candidate.rule)) > 0;
    if (isBetter) best = candidate;
  }
  return best;
}

/** Counts the years for and against a rule. Days that another rule explains are not counted. */
function evidenceOf(observed: ObservedDay[], unexplained: Set<number>): Evidence {
  const evidence: Evidence = { hits: [], misses: 0, streak: 0 };
  for (const { day, isOpen } of observed) {
    if (isOpen) {
      evidence.misses++;
      evidence.streak = Math.min(0, evidence.streak) - 1;
    } else if (unexplained.has(day)) {
      evidence.hits.push(day);
      evidence.streak = Math.max(0, evidence.streak) + 1;
    }
  }
  return evidence;
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
  private readonly years: number[];

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
    this.years = this.yearsOf(this.present);
  }

  /** Days of the year that were missing at least `hitsMin` times, and never present. */
  fixedDays(): Set<string> {
    const missing = Map.groupBy(this.missing, dayOfYear);
    const often = [...missing].filter(([, days]) => days.length >= hitsMin).map(([name]) => name);
    const open = new Set(Array.from(this.present, dayOfYear));
    return new Set(often.filter((name) => !open.has(name)));
  }

  /** The days that a rule closes, by year. Days outside of the data or in a gap are left out. */
  observed(rule: YearlyClosure): ObservedDay[] {
    const observed: ObservedDay[] = [];
    for (const year of this.years) {
      const day = closureDay(rule, year, this.closed);
      if (day === null || day <= this.first || day >= this.last) continue;
      const isOpen = this.present.has(day);
      if (!isOpen && !this.missing.has(day)) continue;
      if (this.fixed.size > 0 && isShifted(rule, day) && this.fixed.has(dayOfYear(day))) continue;
      observed.push({ day, isOpen });
    }
    return observed;
  }

  /** The last years with days of the data, and those beside them: a rule may move a day to the year before or after. */
  private yearsOf(days: Iterable<number>): number[] {
    const years = new Set<number>();
    let nextYear = Number.NEGATIVE_INFINITY; // first day of the year after that of the last day
    for (const day of days) {
      if (day < nextYear) continue;
      const year = yearOf(day);
      nextYear = dayFrom(year + 1, 1, 1);
      for (const near of [year - 1, year, year + 1]) years.add(near);
    }
    const [from, to] = [yearOf(this.first), yearOf(this.last) + 1];
    return [...years].filter((year) => from <= year && year <= to).slice(-lifetimeYearsMax);
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
  // Few years cannot tell the fourth weekday of a month from the last. Bank holidays fall on the last Monday,
  // Thanksgiving on the fourth Thursday.
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
