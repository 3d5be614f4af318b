/** Moves date-times to the grid around which they jitter. */
import { isWritable, type TimeKind } from '../../contracts/values/index.ts';
import {
  dayMs,
  formatStep,
  gridWithStep,
  inferFrequency,
  jitterOf,
  nearestOf,
  parseStep,
  type Step,
  type TimeGrid,
} from '../calendar/index.ts';
import { alternatives, refuse, type Warnings } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';
import { mergedRows } from './merged-rows.ts';

interface Snapping {
  timeKind: TimeKind;
  timeZone: string | null;
  /** Step that the caller states; null: it is inferred. */
  stated: Step | null;
  /** Path of the option in the request. */
  path: string;
}

/** Moves the times of all groups to the nearest time of one grid. Of several observations at one time, the last number
 *  of each column is kept.
 *  @param groups with ascending times. @throws AppError request_invalid */
export function snapped(
  groups: SeriesGroup[],
  { timeKind, timeZone, stated, path }: Snapping,
  warnings: Warnings,
): { groups: SeriesGroup[]; step: Step } {
  if (timeKind !== 'instant')
    return refuse('request_invalid', {
      path,
      message: `the times are ${timeKind === 'date' ? 'dates' : 'integers'}, which have no jitter`,
      accepted: 'snap for date-times',
    });
  const grid = gridOf(groups, timeZone, stated);
  if (grid === null)
    return refuse('request_invalid', {
      path,
      message: 'the times are near no even grid',
      accepted: 'resample with a step, or times that are within two fifths of a step of a grid',
    });
  const moved = { count: 0, farthestMs: 0, merged: 0, observations: 0 };
  const onGrid = groups.map((group) => snappedGroup(group, grid, moved));
  for (const { times, series } of onGrid) requireWritable(times, series[0].id, path);
  const step: Step =
    grid.step % dayMs === 0 ? { unit: 'day', count: grid.step / dayMs } : { unit: 'ms', count: grid.step };
  if (moved.count > 0) {
    warnings.add(
      'times_snapped',
      `${moved.count} of ${moved.observations} times were moved to the nearest ${formatStep(step)}, by at most ${formatStep({ unit: 'ms', count: moved.farthestMs })}.${mergedBySnapping(moved.merged)}`,
    );
  }
  return { groups: onGrid, step };
}

/** A sentence about the observations that were merged into others, after a blank; empty without any. */
export function mergedBySnapping(merged: number): string {
  if (merged === 0) return '';
  const [have, were] = merged === 1 ? [' has', 'was'] : ['s have', 'were'];
  return ` ${merged} observation${have} the same time as a later one and ${were} merged into it: of each column, the last number is kept.`;
}

/** @param times on a grid. @throws AppError request_invalid if one is before the year 0001 or after 9999 */
export function requireWritable(times: Float64Array, seriesId: string, path: string): void {
  const outside = times.find((time) => !isWritable(time, 'instant'));
  if (outside === undefined) return;
  refuse('request_invalid', {
    path,
    series_id: seriesId,
    message: `a time moves to the nearest step, which is ${outside < 0 ? 'before the year 0001' : 'after the year 9999'}`,
    accepted: 'times that are at least half a step away from the ends of these years, or snap=false',
    alternatives: alternatives('snap', 'false'),
  });
}

/** The grid of the longest series. */
function gridOf(groups: SeriesGroup[], timeZone: string | null, stated: Step | null): TimeGrid | null {
  const { times } = groups.reduce((a, b) => (b.times.length > a.times.length ? b : a));
  const step = stated === null ? null : msOf(stated);
  if (step !== null) return gridWithStep(times, step, timeZone);
  const jitter = jitterOf(times, timeZone);
  if (jitter !== null) return jitter;
  const even = msOf(parseStep(inferFrequency([times], 'instant', timeZone).step) as Step);
  return even === null ? null : gridWithStep(times, even, timeZone);
}

function msOf({ unit, count }: Step): number | null {
  return unit === 'ms' ? count : unit === 'day' ? count * dayMs : null;
}

function snappedGroup(
  group: SeriesGroup,
  grid: TimeGrid,
  moved: { count: number; farthestMs: number; merged: number; observations: number },
): SeriesGroup {
  const times = group.times.map((time) => nearestOf(grid, time));
  for (let i = 0; i < times.length; i++) {
    const distance = Math.abs(times[i] - group.times[i]);
    if (distance > 0) moved.count++;
    moved.farthestMs = Math.max(moved.farthestMs, distance);
  }
  const merged = mergedRows(times);
  moved.merged += times.length - merged.times.length;
  moved.observations += times.length;
  return {
    times: merged.times,
    place: (i) => group.place(merged.kept[i]),
    series: group.series.map((one) => ({ ...one, ...merged.columnsOf(one) })),
  };
}
