/** Moves the times of observations to the grid of the series that they continue. */
import type { DatasetHeader, SeriesObservations } from '../../contracts/schemas/index.ts';
import { dayMs, followsClock, nearestOf, parseStep, type TimeGrid, wallOf } from '../calendar/index.ts';
import { mergedBySnapping, mergedRows, requireWritable } from '../dataset/index.ts';
import { alternatives, refuse, type Warnings } from '../faults/index.ts';

/** Moves each time to the nearest time that is whole steps away from an observation of its series. Of several
 *  observations at one time, the last number of each column is kept.
 *  @param anchorOf time of an observation of the series; null: its own first time
 *  @throws AppError request_invalid if the dataset has no steps of a fixed length */
export function snappedToGrid(
  series: SeriesObservations[],
  header: DatasetHeader,
  anchorOf: (id: string) => number | null,
  said: 'as_called' | 'as_uploaded',
  warnings: Warnings,
): SeriesObservations[] {
  const gridAround = gridsAround(header);
  const tally = { moved: 0, merged: 0 };
  const snapped = series.map((one) =>
    snappedSeries(one, gridAround(anchorOf(one.id) ?? one.times[0]), tally),
  );
  for (const { id, times } of snapped) requireWritable(times, id, '?snap');
  if (tally.moved > 0) {
    const { moved, merged } = tally;
    warnings.add(
      'times_snapped',
      `${moved} time${moved === 1 ? ' was' : 's were'} moved to the nearest step of ${header.frequency.step} from the observations of the series${said === 'as_uploaded' ? ', as those of the upload were. Set snap=false to keep them' : ''}.${mergedBySnapping(merged)}`,
      { alternatives: said === 'as_uploaded' ? alternatives('snap', 'false') : [] },
    );
  }
  return snapped;
}

/** Length of the steps to which times can be moved; null if the dataset has no date-times with
 *  steps of a fixed length. */
export function snapStepMs({ time_kind, frequency }: DatasetHeader): number | null {
  const step = parseStep(frequency.step);
  if (time_kind !== 'instant' || step === null) return null;
  return step.unit === 'ms' ? step.count : step.unit === 'day' ? step.count * dayMs : null;
}

/** Returns the grid of the times that are whole steps away from an observation.
 *  @throws AppError request_invalid if the dataset has no such steps */
function gridsAround(header: DatasetHeader): (observed: number) => TimeGrid {
  const { time_kind, time_zone, frequency } = header;
  const step = snapStepMs(header);
  if (step === null)
    return refuse('request_invalid', {
      path: '?snap',
      message: `the step of the dataset is ${frequency.step} of ${time_kind === 'instant' ? 'date-times' : time_kind === 'date' ? 'dates' : 'integers'}`,
      accepted: 'snap for datasets of date-times with a step of minutes, hours or days',
    });
  const clock = followsClock(step) ? time_zone : null;
  return (observed) => ({ step, phase: wallOf(observed, clock), clock });
}

function snappedSeries(
  one: SeriesObservations,
  grid: TimeGrid,
  tally: { moved: number; merged: number },
): SeriesObservations {
  const times = one.times.map((time) => nearestOf(grid, time));
  for (let i = 0; i < times.length; i++) if (times[i] !== one.times[i]) tally.moved++;
  const merged = mergedRows(times);
  tally.merged += times.length - merged.times.length;
  return {
    ...one,
    ...merged.columnsOf(one),
    times: merged.times,
    lines: one.lines === undefined ? undefined : merged.column(one.lines),
  };
}
