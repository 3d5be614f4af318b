import { Temporal } from 'temporal-polyfill';
import type { TimeKind } from '../../contracts/values/index.ts';
import { dayMs } from './days.ts';

/** One step of a series. Days and months follow the calendar; milliseconds are elapsed time. */
export type Step = Readonly<{ unit: 'index' | 'ms' | 'day' | 'month'; count: number }>;

/** A century. A longer step leaves the calendar after a few observations. */
const stepDaysMax = 100 * 12 * 31;

/** Texts whose steps are kept: each forecast reads the step of its dataset. */
const keptMax = 256;
const kept = new Map<string, Step | null>();

/** ISO 8601 duration of a step, or the integer step of an index. */
export function formatStep({ unit, count }: Step): string {
  if (unit === 'index') return String(count);
  if (unit === 'day') return count % 7 === 0 ? `P${count / 7}W` : `P${count}D`;
  if (unit === 'month') return count % 12 === 0 ? `P${count / 12}Y` : `P${count}M`;
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1_000].map((ms) => count / ms);
  if (Number.isInteger(hours)) return `PT${hours}H`;
  return Number.isInteger(minutes) ? `PT${minutes}M` : `PT${seconds}S`;
}

/** Parses a step: a positive integer, or an ISO 8601 duration of months, of days, or of clock time.
 *  Null if it is none of these, is not positive, or mixes them. */
export function parseStep(text: string): Step | null {
  let step = kept.get(text);
  if (step !== undefined) return step;
  step = readStep(text);
  if (kept.size >= keptMax) kept.clear();
  kept.set(text, step);
  return step;
}

/** Steps that a caller may state for times of a kind, in words. */
export const acceptedSteps = {
  date: 'a duration of a day to a hundred years in one unit, such as P1D, P1W, P1M, P3M or P1Y',
  instant: 'a duration of at most a hundred years in one unit, such as PT15M, PT1H or P1D',
  integer: 'an integer step such as 1 or 10, of at most 2^53 - 1, since the times are integers',
} as const satisfies Record<TimeKind, string>;

/** Whether a caller may state a step for times of a kind. */
export function isStepOf({ unit, count }: Step, timeKind: TimeKind): boolean {
  if (unit === 'index') return timeKind === 'integer' && Number.isSafeInteger(count);
  if (timeKind === 'integer' || (timeKind === 'date' && unit === 'ms')) return false;
  return count * { ms: 1 / dayMs, day: 1, month: 31 }[unit] <= stepDaysMax;
}

function readStep(text: string): Step | null {
  if (/^\d+$/.test(text)) return Number(text) > 0 ? { unit: 'index', count: Number(text) } : null;
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(text.trim().toUpperCase());
  } catch {
    return null;
  }
  if (duration.sign <= 0) return null;
  const months = duration.years * 12 + duration.months;
  const days = duration.weeks * 7 + duration.days;
  const ms = Temporal.Duration.from({
    hours: duration.hours,
    minutes: duration.minutes,
    seconds: duration.seconds,
    milliseconds: duration.milliseconds,
  }).total('milliseconds');
  if ([months, days, ms].filter((count) => count > 0).length !== 1) return null;
  if (months > 0) return { unit: 'month', count: months };
  if (days > 0) return { unit: 'day', count: days };
  return ms % dayMs === 0 ? { unit: 'day', count: ms / dayMs } : { unit: 'ms', count: ms };
}
