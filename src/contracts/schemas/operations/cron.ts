/** Times of cron expressions. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { CronFieldCollection } from 'cron-parser';
import { Temporal } from 'temporal-polyfill';
import { wallToInstant, zoneOffsetMs } from '../../values/index.ts';

const require = createRequire(import.meta.url);

const dayMs = 86_400_000;
/** No date of the calendar waits longer for its weekday: a 29 February on one weekday comes after 40 years at most. */
const monthsSearchedMax = 12 * 41;
/** The parser is asked for the next days first. It steps through all later months and days, at some
 *  ten microseconds each. */
const nearMs = 4 * dayMs;
/** A day of a time zone begins up to 14 hours before or after that of UTC. The parser begins this long
 *  before a day that is far. */
const zonesMs = 2 * dayMs;

/** Next runs that are kept, the most recently used last. */
const keptRunsMax = 1_000;
const quarterMs = 900_000;
const keptRuns = new Map<string, { from: number; next: number }>();

/** Time of the next run after `now`. Both are in milliseconds since 1970. It is kept for the quarter of the hour: the
 *  parser takes up to half a millisecond. Clocks change where a quarter begins, and the parser may answer
 *  otherwise from then on. */
export function nextOfCron(cron: string, timeZone: string, now: number): number {
  const key = `${timeZone} ${cron}`;
  let run = keptRuns.get(key);
  const isKept =
    run !== undefined && quarterOf(run.from) === quarterOf(now) && run.from <= now && now < run.next;
  if (run === undefined || !isKept) run = { from: now, next: nextOnClock(cron, timeZone, now) };
  keptRuns.delete(key);
  keptRuns.set(key, run);
  if (keptRuns.size > keptRunsMax) keptRuns.delete(keptRuns.keys().next().value as string);
  return run.next;
}

function quarterOf(time: number): number {
  return Math.floor(time / quarterMs);
}

/** The next run by the clocks of a zone. A schedule of certain hours runs once for each of its times: at the moment of
 *  the change if clocks skip it, and the first time if it occurs twice. The parser would have no run at a midnight that
 *  clocks skip. A schedule of all hours goes on through the change. */
function nextOnClock(cron: string, timeZone: string, now: number): number {
  if (cronParser().parse(cron).fields.hour.values.length < 24) return nextOnWall(cron, timeZone, now);
  try {
    return parsedNext(cron, timeZone, now);
  } catch {
    return nextOnWall(cron, timeZone, now); // the parser finds no end around some changes of half an hour
  }
}

/** The next run of a schedule that runs once for each time of the clocks. @throws Error of the parser */
function nextOnWall(cron: string, timeZone: string, now: number): number {
  let wall = now + zoneOffsetMs(now, timeZone);
  for (;;) {
    wall = parsedNext(cron, 'UTC', wall);
    const time = firstInstant(wall, timeZone);
    if (time > now) return time;
  }
}

/** The first instant at which clocks show a time or, if they skip it, a later one. */
function firstInstant(wall: number, timeZone: string): number {
  const time = wallToInstant(wall, timeZone);
  if (time + zoneOffsetMs(time, timeZone) === wall) return time;
  const change = Temporal.Instant.fromEpochMilliseconds(time + 1)
    .toZonedDateTimeISO(timeZone)
    .getTimeZoneTransition('previous');
  return change?.epochMilliseconds ?? time;
}

function parsedNext(cron: string, timeZone: string, now: number): number {
  const from = (at: number, endDate?: Date) =>
    cronParser().parse(cron, { currentDate: new Date(at), tz: timeZone, endDate });
  const near = from(now, new Date(now + nearMs));
  try {
    return near.next().getTime();
  } catch {
    // not within these days
  }
  const day = firstDay(near.fields, now + nearMs);
  return from(Math.max(now, (day ?? 0) - zonesMs))
    .next()
    .getTime();
}

/** Seeds of the draws that decide whether an expression with `H` is accepted. One of them also settles it if the draw
 *  of its own seed has no run, such as the 31st in `0 0 31 H *`. */
const fixedSeeds = Array.from({ length: 16 }, (_, i) => String(i));

/** A cron expression whose `H` are numbers. The same seed gives the same numbers, so the runs keep their times.
 *  `H` spreads the schedules of many tenants over the hour, the day or the month.
 *  @param cron an expression that `isCron` accepts */
export function settledCron(cron: string, seed: string): string {
  if (!hasHash(cron)) return cron;
  const settled = firstSettled(cron, [seed, ...fixedSeeds]);
  assert(settled !== null, `no draw settles ${cron}`);
  return settled;
}

/** Whether a text has the five fields of times that come. A range with `H` as its bound is none: its
 *  length would be random. */
export function isCron(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5 || /\bH(?:\([^()]{0,32}\))?-|-H\b/.test(text)) return false;
  return firstSettled(text, hasHash(text) ? fixedSeeds : fixedSeeds.slice(0, 1)) !== null;
}

function hasHash(cron: string): boolean {
  return /(?<!T)H/.test(cron); // THU is a weekday
}

/** The expression of the first seed that gives times that come, with numbers for each `H`. Null if no seed does. */
function firstSettled(cron: string, seeds: readonly string[]): string | null {
  const text = withDaysOfAllMonths(cron);
  for (const hashSeed of seeds) {
    try {
      const expression = cronParser().parse(text, { tz: 'UTC', hashSeed });
      // Dates of all years. The parser would look for the 31st of the short months in 10,000 steps.
      if (firstDay(expression.fields, 0) === null) continue;
      expression.next();
      return expression.stringify();
    } catch {
      // an expression that is none, or a draw without a run
    }
  }
  return null;
}

/** The expression with days of the month that are drawn from 1 to 28, unless it names other bounds:
 *  each month has a run. */
function withDaysOfAllMonths(cron: string): string {
  const [minute, hour, day, ...others] = cron.trim().split(/\s+/);
  return [minute, hour, day?.replace(/H(?!\()/g, 'H(1-28)'), ...others].join(' ');
}

/** Midnight in UTC of the first day that may have a run at or after `now` in some time zone. Null if there is none. */
function firstDay({ month, dayOfMonth, dayOfWeek }: CronFieldCollection, now: number): number | null {
  const months = new Set<unknown>(month.values);
  const days = new Set<unknown>(dayOfMonth.values);
  const weekdays = new Set<unknown>(dayOfWeek.values);
  const { nthDay } = dayOfWeek;
  const from = now - zonesMs;
  const start = new Date(from);
  for (let i = 0; i < monthsSearchedMax; i++) {
    const [year, at] = [start.getUTCFullYear(), start.getUTCMonth() + i];
    if (!months.has((at % 12) + 1)) continue;
    const first = Date.UTC(year, at, 1);
    const length = (Date.UTC(year, at + 1, 1) - first) / dayMs;
    const weekday = new Date(first).getUTCDay();
    for (let day = 1; day <= length; day++) {
      if (first + day * dayMs <= from) continue;
      const onDate = days.has(day) || (dayOfMonth.hasLastChar && day === length);
      const isWeekday = weekdays.has((weekday + day - 1) % 7);
      const onWeekday =
        (isWeekday && (nthDay <= 0 || Math.ceil(day / 7) === nthDay)) ||
        (dayOfWeek.hasLastChar && day > length - 7);
      const isRun = dayOfWeek.isWildcard ? onDate : onWeekday || (!dayOfMonth.isWildcard && onDate);
      if (isRun) return first + (day - 1) * dayMs;
    }
  }
  return null;
}

/** Loaded when it is first needed: threads that forecast never do. */
function cronParser(): typeof import('cron-parser').CronExpressionParser {
  return (require('cron-parser') as typeof import('cron-parser')).CronExpressionParser;
}
