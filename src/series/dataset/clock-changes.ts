/** Explains times that clock changes make doubtful: hours that are repeated in autumn, and skipped in spring. */
import { formatTime, type TimeKind } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { dayMs, dayOf, wallOf, weekdayOf } from '../calendar/index.ts';
import { type Faults, refuse, type Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';

const hourMs = 3_600_000;
/** Clocks are set back between midnight and four o'clock on a Sunday, nearly everywhere. */
const repeatedUntilMs = 4 * hourMs;

/** Throws the faults of repeated times. If all of them may be an hour that clocks repeat, the error says so.
 *  @throws AppError time_duplicate, if there is a fault */
export function throwRepeats(
  faults: Faults,
  groups: SeriesGroup[],
  timeKind: TimeKind,
  timeZone: string | null,
): void {
  const fault = faults.first;
  if (fault === null) return;
  if (timeKind === 'instant' && timeZone === null) {
    const repeated = groups.flatMap(({ times }) => repeatsIn(times));
    if (repeated.length > 0 && repeated.every(mayRepeat))
      refuse('time_duplicate', explained(fault, repeated[0]));
  }
  faults.throwIfAny();
}

function explained({ line, path, series_id }: Fault, time: number): Fault {
  const hour = formatTime(Math.floor(time / hourMs) * hourMs, 'instant', null);
  return {
    ...(line === undefined ? {} : { line }),
    ...(path === undefined ? {} : { path }),
    ...(series_id === undefined ? {} : { series_id }),
    message: `the hour from ${String(hour).slice(0, 16)} on comes twice, as where clocks are set back, and the times have neither a zone nor offsets`,
    accepted:
      'time_zone with the zone of the times, such as Europe/Berlin or America/New_York; or times with offsets',
  };
}

function repeatsIn(times: Float64Array): number[] {
  const sorted = times.toSorted();
  return Array.from(sorted.filter((time, i) => i > 0 && time === sorted[i - 1]));
}

function mayRepeat(time: number): boolean {
  return weekdayOf(dayOf(time)) === 7 && ((time % dayMs) + dayMs) % dayMs < repeatedUntilMs;
}

/** Whether a clock of the zone never shows a wall-clock time, which was read as `instant`. */
export function isSkipped(wall: number, instant: number, timeZone: string): boolean {
  return wallOf(instant, timeZone) !== wall;
}

/** Times of an upload that clocks skip. */
export interface SkippedTimes {
  count: number;
  /** The first one, as a wall-clock time, and its instant. */
  wall: number;
  instant: number;
  line: number | null;
}

/** Refuses a time that clocks skip if the time that it is read as is there too. @throws AppError time_duplicate */
export function refuseSkipped({ wall, instant, line }: SkippedTimes, timeZone: string): never {
  return refuse('time_duplicate', {
    ...(line === null ? {} : { line }),
    message: `the time ${new Date(wall).toISOString().slice(0, 16)} does not exist in ${timeZone}, where clocks are set forward, and ${formatTime(instant, 'instant', timeZone)}, as which it is read, is there too`,
    accepted:
      'time_zone with the zone of the times: data in UTC or without summer time have such times, and UTC is read if there is no time_zone',
  });
}

export function warnOfSkipped(
  { count, wall, instant, line }: SkippedTimes,
  timeZone: string,
  warnings: Warnings,
): void {
  const written = new Date(wall).toISOString().slice(0, 16);
  const read = formatTime(instant, 'instant', timeZone);
  warnings.add(
    'times_nonexistent',
    `${count} time${count === 1 ? ' does' : 's do'} not exist in ${timeZone}, where clocks are set forward, such as ${written}. It was read as ${read}. Check that \`time_zone\` is the zone of the times: data in UTC or without summer time have such times.`,
    { line },
  );
}
