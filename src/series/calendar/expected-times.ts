import { type CalendarHeader, calendarOf, type NextTime } from './calendar.ts';
import { dayMs } from './days.ts';
import { parseStep } from './step.ts';

/** A time that is later than expected by less than this share of a step is late. Beyond it, times are missing. */
const lateShareMax = 0.5;
/** Beyond this share of steps with missing times, a series does not follow the calendar. */
const irregularShareMax = 0.5;
/** Missing times that are added to a series of any length; to a longer one, as many as it has. */
const addedMin = 1_000;

/** The times of a series and the times of its calendar that it lacks. */
interface ExpectedTimes {
  times: Float64Array; // [T + missing]
  /** By time: the position among the times of the series; -1 if the series lacks it. */
  positions: Int32Array; // [T + missing]
}

/** Adds the times that the calendar expects between those of a series. Where more are missing than the series may have,
 *  the latest gaps are filled: what is behind a gap then keeps its distance to the end.
 *  @param times ascending
 *  @returns null if no time is missing, or if the series does not follow the calendar */
export function expectedTimes(times: Float64Array, header: CalendarHeader): ExpectedTimes | null {
  const missing = missingTimes(times, header, Math.max(addedMin, times.length))?.gaps ?? [];
  if (missing.length === 0) return null;
  const length = missing.reduce((sum, { added }) => sum + added.length, times.length);
  const all = new Float64Array(length);
  const positions = new Int32Array(length).fill(-1);
  let [read, written] = [0, 0];
  const copyUntil = (end: number) => {
    for (; read < end; read++, written++) {
      all[written] = times[read];
      positions[written] = read;
    }
  };
  for (const { before, added } of missing.reverse()) {
    copyUntil(before);
    all.set(added, written);
    written += added.length;
  }
  copyUntil(times.length);
  return { times: all, positions };
}

/** The times of a panel and those that its calendar expects between them, without those before its newest gap that has
 *  no room. The times themselves if they do not follow the calendar.
 *  @param times ascending
 *  @param addedMax times that are added at most */
export function timesOfPanel(times: Float64Array, header: CalendarHeader, addedMax: number): Float64Array {
  const missing = missingTimes(times, header, addedMax);
  if (missing === null) return times;
  const { gaps, unfilled } = missing;
  const kept = times.subarray(unfilled);
  return Float64Array.from([...kept, ...gaps.flatMap(({ added }) => added)]).sort();
}

interface Gap {
  /** Position of the time after the gap. */
  before: number;
  added: number[];
}

interface MissingTimes {
  /** From the last one to the first. */
  gaps: Gap[];
  /** Position of the time after the last gap that is not filled; 0 if all are. */
  unfilled: number;
}

/** @param addedMax times that are added at most
 *  @returns null if the times do not follow the calendar */
function missingTimes(times: Float64Array, header: CalendarHeader, addedMax: number): MissingTimes | null {
  const usual = usualDistance(header);
  const found: Gap[] = [];
  let next: NextTime | null = null;
  const gapsMax = irregularShareMax * (times.length - 1);
  let gaps = 0;
  let unfilled = 0;
  let room = addedMax;
  for (let i = times.length - 1; i > 0; i--) {
    if (times[i] - times[i - 1] <= usual) continue;
    next ??= calendarOf(header);
    const added = timesBetween(times[i - 1], times[i], times[i - 2], next, room);
    if (added === null) {
      gaps++;
      room = 0;
      unfilled ||= i;
    } else if (added.length > 0) {
      gaps++;
      room -= added.length;
      found.push({ before: i, added });
    }
    if (gaps > gapsMax) return null;
  }
  return { gaps: found, unfilled };
}

/** Expected times after one time and before another; null if there are more than `most`. */
function timesBetween(
  from: number,
  to: number,
  beforeFrom: number | undefined,
  next: NextTime,
  most: number,
): number[] | null {
  const added: number[] = [];
  let [before, time, expected] = [beforeFrom, from, next(from, beforeFrom)];
  while (expected < to && !isLate(to, expected, time, next)) {
    if (added.length === most) return null;
    added.push(expected);
    [before, time] = [time, expected];
    expected = next(time, before);
  }
  return added;
}

/** Whether a time stands for the expected one before it.
 *  @param last the time before the expected one */
export function isLate(time: number, expected: number, last: number, next: NextTime): boolean {
  return time - expected < lateShareMax * (expected - last) && next(expected, last) > time;
}

/** Distance of two times between which none is expected, whatever the calendar; 0 if the step has no fixed length. */
function usualDistance({ time_kind, frequency }: CalendarHeader): number {
  const step = parseStep(frequency.step);
  if (step === null) return Number.POSITIVE_INFINITY;
  if (step.unit === 'month') return 0;
  return time_kind !== 'integer' && step.unit === 'day' ? step.count * dayMs : step.count;
}
