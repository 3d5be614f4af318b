/** Steps of a model that follow the clock of a zone, where the times of a series follow elapsed time: an hour of the
 *  day keeps its place in the season over a clock change. T times, S steps. */
import { offsetSpanAt, zoneOffsetMs } from '../../contracts/values/index.ts';
import type { CalendarHeader } from './calendar.ts';
import { dayMs } from './days.ts';
import { parseStep } from './step.ts';
import { followsClock } from './zone-clock.ts';

/** Two times are neighbours if their distance differs from the step by less than this share of it. */
const unevenShareMax = 0.5;

/** Steps, and the time that stands for each. */
interface ClockSteps {
  /** Ascending. A step that clocks skip has a time that is no whole number, just before that of the next step. [S] */
  times: Float64Array;
  /** By step: the position of its time among the given times; −1 if clocks skip it. [S] */
  positions: number[];
}

/** Whether a time is that of a step that clocks skip in spring. No observation and no forecast has such a time. */
export function isSkippedTime(time: number): boolean {
  return !Number.isInteger(time);
}

/** Whether the steps of a model follow the clock of a zone, and the times follow elapsed time. Times of sessions, and
 *  those that are more than an hour apart, follow the clock themselves. */
export function hasClockSteps(header: CalendarHeader): boolean {
  return ruleOf(header) !== null;
}

/** Steps of the times of a history. One pass of an hour that clocks repeat stands for the steps: both passes are the
 *  same hour of the day, and a mean of them was never observed. It is the second pass if the history begins within the
 *  first one, ends within the second, or has more observations there.
 *  @param times ascending
 *  @param last last time of the history; later times have known-future covariates only
 *  @param isObserved whether the time at a position has an observation
 *  @returns null if the times are the steps */
export function clockStepsOf(
  times: Float64Array,
  header: CalendarHeader,
  last = times[times.length - 1],
  isObserved: (position: number) => boolean = () => true,
): ClockSteps | null {
  const steps = countedSteps(times, times[0], header);
  if (steps === null) return null;
  const begin = Math.max(
    0,
    steps.findIndex((step) => step < 0),
  );
  const positions = firstPositions(steps.subarray(begin), steps[begin]).map((position) =>
    position < 0 ? position : position + begin,
  );
  const observations = (from: number, to: number) => {
    let count = 0;
    for (let i = from; i < to; i++) if (isObserved(i)) count++;
    return count;
  };
  for (let second = begin + 1; second < steps.length; second++) {
    const repeated = steps[second - 1] - steps[second] + 1;
    if (repeated <= 0) continue;
    const end = Math.min(steps.length, second + repeated);
    const isLast = times[second] <= last && last <= times[end - 1];
    if (!isLast && observations(second, end) <= observations(second - repeated, second)) continue;
    for (let i = second; i < end; i++) positions[steps[i] - steps[begin]] = i;
    if (end === steps.length) positions.length = steps[end - 1] - steps[begin] + 1;
  }
  return { times: timesAt(times, positions), positions };
}

/** Steps after a history, and the step of each of the times after it. Both passes of an hour that clocks repeat have
 *  the same steps; those whose first pass is in the history have the first step.
 *  @param last the last time of the history
 *  @returns null if the times are the steps */
export function clockStepsAfter(
  last: number,
  times: Float64Array,
  header: CalendarHeader,
): { stepTimes: Float64Array; steps: number[] } | null {
  const counted = countedSteps(times, last, header);
  if (counted === null) return null;
  const steps = Array.from(counted, (step) => Math.max(0, step - 1));
  const isAhead = counted.some((step) => step > 0);
  const positions = isAhead ? firstPositions(counted, 1) : [0];
  return { stepTimes: timesAt(times, positions), steps };
}

/** Step of each time by the clock of the zone, from 0; null if the times are the steps. A series that begins within the
 *  first pass of an hour that clocks repeat has the first step until the second pass is over. [T] */
export function stepsByClock(times: Float64Array, header: CalendarHeader): Int32Array | null {
  return countedSteps(times, times[0], header)?.map((step) => Math.max(0, step)) ?? null;
}

/** Steps of the clock from a first time to each one; null if they are those of elapsed time. [T] */
function countedSteps(times: Float64Array, first: number, header: CalendarHeader): Int32Array | null {
  const rule = ruleOf(header);
  if (rule === null || times.length === 0) return null;
  const { zone, stepMs } = rule;
  if (times[times.length - 1] < offsetSpanAt(first, zone).until) return null;
  const before = first === times[0] ? 0 : 1;
  const steps = new Int32Array(times.length);
  let [previous, offset, shift] = [first, zoneOffsetMs(first, zone), 0];
  let areElapsed = true;
  for (let i = 0; i < times.length; i++) {
    const time = times[i];
    const own = zoneOffsetMs(time, zone);
    if (own !== offset) {
      const change = (own - offset) / stepMs;
      const isUneven = Math.abs(time - previous - stepMs) >= unevenShareMax * stepMs;
      if (Number.isInteger(change) && !isUneven && !isSkippedTime(time)) {
        shift += change;
        areElapsed = false;
      }
      offset = own;
    }
    steps[i] = i + before + shift;
    previous = time;
  }
  return areElapsed ? null : steps;
}

/** The zone and the step of times that follow elapsed time, where a season is a number of days; null if they have none,
 *  or if the clocks of the zone never change. */
function ruleOf({
  time_kind,
  time_zone,
  frequency,
}: CalendarHeader): { zone: string; stepMs: number } | null {
  const step = parseStep(frequency.step);
  if (time_kind !== 'instant' || time_zone === null || step?.unit !== 'ms' || followsClock(step.count))
    return null;
  const { from, until } = offsetSpanAt(0, time_zone);
  const isUnchanged = from === Number.NEGATIVE_INFINITY && until === Number.POSITIVE_INFINITY;
  const hasDays = frequency.season_lengths.some((length) => (length * step.count) % dayMs === 0);
  return hasDays && !isUnchanged && frequency.open_times === null
    ? { zone: time_zone, stepMs: step.count }
    : null;
}

/** Position of the first time of each step from `begin` on; −1 where no time has it. [S] */
function firstPositions(steps: Int32Array, begin: number): number[] {
  const positions: number[] = [];
  for (const [i, step] of steps.entries()) {
    const s = step - begin;
    if (s < 0 || (positions[s] ?? -1) >= 0) continue;
    while (positions.length < s) positions.push(-1);
    positions[s] = i;
  }
  return positions;
}

/** Times of the steps. Those of n skipped steps are 1 / (n + 1) … n / (n + 1) of a millisecond
 *  before the next one. [S] */
function timesAt(times: Float64Array, positions: readonly number[]): Float64Array {
  const found = new Float64Array(positions.length);
  let begin = 0;
  for (const [s, position] of positions.entries()) {
    if (position < 0) continue;
    found[s] = times[position];
    for (let skipped = begin; skipped < s; skipped++)
      found[skipped] = found[s] - (s - skipped) / (s - begin + 1);
    begin = s + 1;
  }
  return found;
}
