/** Wall-clock times of a zone, as milliseconds since 1970 as if they were UTC. */
import { wallToInstant, zoneOffsetMs } from '../../contracts/values/index.ts';
import { dayMs } from './days.ts';

/** Shorter and equal steps follow elapsed time. Longer ones follow the clock of the zone, as days do,
 *  which have 23 to 25 hours. */
const elapsedStepMaxMs = 3_600_000;

/** Whether a step of milliseconds or days follows the clock of a zone, so that it is an hour longer or
 *  shorter at a clock change. */
export function followsClock(stepMs: number): boolean {
  return stepMs > elapsedStepMaxMs;
}

/** @param timeZone null: the times are UTC */
export function wallOf(time: number, timeZone: string | null): number {
  return timeZone === null ? time : time + zoneOffsetMs(time, timeZone);
}

export function wallTimes(times: Float64Array, timeZone: string | null): Float64Array {
  return timeZone === null ? times : times.map((time) => wallOf(time, timeZone));
}

/** The wall-clock time that clocks skip in spring and that moves to this instant: 02:30 for 03:30.
 *  Null if there is none. */
export function skippedWallOf(time: number, timeZone: string): number | null {
  const before = zoneOffsetMs(time - dayMs, timeZone);
  if (zoneOffsetMs(time, timeZone) <= before) return null;
  return wallToInstant(time + before, timeZone) === time ? time + before : null;
}
