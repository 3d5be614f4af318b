/** Converts wall-clock times of a zone to instants. In the hour that clocks repeat in autumn, the order of the rows
 *  tells the passes apart. */
import { wallToInstant } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { refuse } from '../faults/index.ts';
import { isSkipped } from './clock-changes.ts';

/** Share of steps against the order of the rows, beyond which the rows have no order. */
const disorderMax = 0.25;

/** Converts the times of one series, which ascend or descend, in place.
 *  @param onSkipped called for each time that clocks of the zone skip
 *  @param place where the times are, for errors
 *  @throws AppError time_duplicate if nothing tells the two passes of an hour apart */
export function wallsToInstants(
  times: Float64Array,
  timeZone: string,
  onSkipped: (wall: number, row: number) => void = () => {},
  place: Pick<Fault, 'path'> = {},
): void {
  const last = times.length - 1;
  let [ascending, descending] = [0, 0];
  for (let i = 1; i <= last; i++) {
    if (times[i] > times[i - 1]) ascending++;
    else if (times[i] < times[i - 1]) descending++;
  }
  const descends = descending > ascending;
  if (Math.min(ascending, descending) > disorderMax * last) refuseDisorder(times, timeZone, place);
  if (descends) times.reverse();
  ascendingToInstants(times, timeZone, (wall, row) => onSkipped(wall, descends ? last - row : row), place);
  if (descends) times.reverse();
}

/** In rows without an order, nothing tells the two passes of an hour apart. @throws AppError time_duplicate */
function refuseDisorder(times: Float64Array, timeZone: string, place: Pick<Fault, 'path'>): void {
  const sorted = times.toSorted();
  const repeated = sorted.find(
    (wall, i) =>
      wall === sorted[i - 1] && wallToInstant(wall, timeZone) !== wallToInstant(wall, timeZone, true),
  );
  if (repeated !== undefined) refusePasses(repeated, timeZone, place);
}

function refusePasses(wall: number, timeZone: string, place: Pick<Fault, 'path'>): never {
  return refuse('time_duplicate', {
    ...place,
    message: `the time ${new Date(wall).toISOString().slice(0, 16)} comes twice in ${timeZone}, where clocks are set back, and the rows are not in the order of time, so nothing shows which is the first`,
    accepted: 'rows in the order of time, or times with offsets',
  });
}

function ascendingToInstants(
  times: Float64Array,
  timeZone: string,
  onSkipped: (wall: number, row: number) => void,
  place: Pick<Fault, 'path'>,
): void {
  let previous = Number.NEGATIVE_INFINITY;
  let previousWall = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const wall = times[i];
    let time = wallToInstant(wall, timeZone);
    if (isSkipped(wall, time, timeZone)) onSkipped(wall, i);
    if (time <= previous) {
      // The second pass comes after the first. Rows in the order of local time, such as 02:00, 02:00,
      // 02:15, 02:15, mix the passes.
      const later = wallToInstant(wall, timeZone, true);
      if (later > previous) time = later;
      else if (later > time && wall >= previousWall) refusePasses(wall, timeZone, place);
    }
    times[i] = time;
    previous = time;
    previousWall = wall;
  }
}
