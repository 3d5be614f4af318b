/** Reads the times of series in JSON. */
import type { SeriesIn } from '../../contracts/schemas/index.ts';
import { isWritable, limits, parseTime, type TimeKind, zoneOffsetMs } from '../../contracts/values/index.ts';
import { AppError, type Fault } from '../../errors.ts';
import { type CalendarHeader, dayMs, timesFrom } from '../calendar/index.ts';
import { isSkipped, type SkippedTimes, wallsToInstants } from '../dataset/index.ts';
import { Faults, quoted, refuse } from '../faults/index.ts';
import { areClockRanges } from '../times/index.ts';

/** @throws AppError request_invalid with the path */
export function timeAt(time: string | number, kind: TimeKind, zone: string | null, path: string): number {
  try {
    return parseTime(time, kind, zone);
  } catch (error) {
    const fault = error instanceof AppError ? error.details.faults?.[0] : undefined;
    if (fault === undefined) throw error;
    return refuse('request_invalid', { ...fault, path });
  }
}

/** Collects the faults of times, for `readTimes`. Each is an error that is thrown and caught, which takes some
 *  microseconds, and all times of a series may have the wrong kind. So reading ends after the
 *  faults that are listed. */
export function faultsOfTimes(): Faults {
  return new Faults('request_invalid', { countMax: limits.faultsMax });
}

/** Finds times with an offset from UTC among times without one: in the order of time they would be elsewhere
 *  than in the caller's. */
export class MixedOffsets {
  private readonly zone: string | null;
  private hasOffsets: boolean | null = null;

  constructor(zone: string | null) {
    this.zone = zone;
  }

  /** Why a time does not fit the earlier ones; null if it does. Without a zone, `Z` and no offset are the same. */
  reasonAgainst(time: string | number): string | null {
    if (typeof time === 'number') return null;
    const [offset] = endsInOffset.exec(time) ?? [];
    if (this.zone === null && offset !== undefined && isUtc.test(offset)) return null;
    const has = offset !== undefined;
    this.hasOffsets ??= has;
    if (has === this.hasOffsets) return null;
    return has
      ? `${quoted(time)} has an offset from UTC, but the times before have none`
      : `${quoted(time)} has no offset from UTC, but the times before have one`;
  }
}

const acceptedOffsets = 'an offset in all times, or in none';

/** The `times` of the series; null if it has none.
 *  @param offsets those of the times before, also of other series
 *  @throws AppError request_invalid as soon as `faults` has too many; time_duplicate if nothing tells the two passes of
 *  an hour apart that clocks repeat */
export function readTimes(
  series: SeriesIn,
  kind: TimeKind,
  zone: string | null,
  path: string,
  faults: Faults,
  offsets = new MixedOffsets(zone),
): Float64Array | null {
  if (series.times === undefined) {
    const reason =
      kind !== 'instant' || series.start === undefined ? null : offsets.reasonAgainst(series.start);
    if (reason !== null)
      faults.add({ path: path.replace(/times$/, 'start'), message: reason, accepted: acceptedOffsets });
    return null;
  }
  if (kind === 'instant') refuseClockRanges(series.times, path);
  const times = new Float64Array(series.times.length);
  let areFaulty = false;
  const addFault = (i: number, fault: Fault) => {
    areFaulty = true;
    faults.add({ ...fault, path: `${path}/${i}` });
  };
  for (let i = 0; i < times.length; i++) {
    try {
      times[i] = parseTime(series.times[i], kind, null);
      const reason = kind === 'instant' ? offsets.reasonAgainst(series.times[i]) : null;
      if (reason !== null) addFault(i, { message: reason, accepted: acceptedOffsets });
    } catch (error) {
      const fault = error instanceof AppError ? error.details.faults?.[0] : undefined;
      if (fault === undefined) throw error;
      addFault(i, fault);
    }
  }
  const areLocal = zone !== null && kind === 'instant' && !beginsInUtc(series);
  if (areLocal && !areFaulty) localToInstants(times, zone, path);
  return times;
}

/** Times that show whether they are periods. */
const shownTimes = 64;

/** @throws AppError request_invalid for periods within a day, such as `2024-01-08 08:00-09:00` */
function refuseClockRanges(times: readonly (string | number)[], path: string): void {
  const shown = times.slice(0, shownTimes).map(String);
  if (!areClockRanges(shown, null)) return;
  refuse('request_invalid', {
    path: `${path}/0`,
    message: `${quoted(shown[0])} and the next times are periods within a day, and their ends are no offsets from UTC`,
    accepted: 'the start of each period, such as 2024-01-08T08:00:00',
  });
}

/** @throws AppError time_duplicate, request_invalid */
function localToInstants(times: Float64Array, zone: string, path: string): void {
  wallsToInstants(times, zone, undefined, { path });
  const far = times.findIndex((time) => !isWritable(time, 'instant'));
  if (far < 0) return;
  refuse('request_invalid', {
    path: `${path}/${far}`,
    message: 'the time is outside of the years 0001 to 9999 in UTC',
    accepted: 'times of the years 0001 to 9999',
  });
}

const endsInOffset = /(?:[Zz]|[+-]\d\d:?\d\d)$/;
const isUtc = /^(?:z|[+-]00:?00)$/i;

/** Whether the first time of a series has an offset from UTC. */
export function beginsInUtc({ start, times = [] }: SeriesIn): boolean {
  const first = times[0] ?? start;
  return typeof first === 'string' && endsInOffset.test(first);
}

/** The times without an offset that clocks of the zone skip; null if there are none. */
export function skippedOf(
  series: SeriesIn[],
  dated: (Float64Array | null)[],
  zone: string,
): SkippedTimes | null {
  let skipped: SkippedTimes | null = null;
  for (const [s, times] of dated.entries()) {
    for (let i = 0; i < (times?.length ?? 0); i++) {
      const instant = times![i];
      // Only times just after a clock change can have been moved.
      if (zoneOffsetMs(instant, zone) === zoneOffsetMs(instant - dayMs / 8, zone)) continue;
      const text = series[s].times![i];
      if (typeof text === 'number' || endsInOffset.test(text)) continue;
      const wall = parseTime(text, 'instant', null);
      if (!isSkipped(wall, instant, zone)) continue;
      skipped ??= { count: 0, wall, instant, line: null };
      skipped.count++;
    }
  }
  return skipped;
}

export function timesAfter(start: number, count: number, header: CalendarHeader, path: string): Float64Array {
  const times = timesFrom(header, start, count);
  const last = times[count - 1];
  if (!isWritable(last, header.time_kind)) {
    refuse('request_invalid', {
      path,
      message: `${count} times from this start go past the last possible time`,
      accepted: header.time_kind === 'integer' ? 'integers up to 2^53' : 'times up to the year 9999',
    });
  }
  return times;
}
