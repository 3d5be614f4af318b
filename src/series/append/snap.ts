/** Moves the times of observations to the grid of the series that they continue. */
import type { DatasetHeader, SeriesObservations } from '../../contracts/schemas/index.ts';
import { wallToInstant } from '../../contracts/values/index.ts';
import { dayMs, followsClock, parseStep, wallOf } from '../calendar/index.ts';
import { droppedBySnapping, requireWritable } from '../dataset/index.ts';
import { alternatives, refuse, type Warnings } from '../faults/index.ts';

/** Moves each time to the nearest time that is whole steps away from an observation of its series. Of several observations
 *  at one time the last is kept.
 *  @param anchorOf time of an observation of the series; null: its own first time
 *  @throws AppError request_invalid if the dataset has no steps of a fixed length */
export function snappedToGrid(
  series: SeriesObservations[],
  header: DatasetHeader,
  anchorOf: (id: string) => number | null,
  said: 'as_called' | 'as_uploaded',
  warnings: Warnings,
): SeriesObservations[] {
  const nearest = nearestOnGrid(header);
  const tally = { moved: 0, dropped: 0 };
  const snapped = series.map((one) => snappedSeries(one, anchorOf(one.id) ?? one.times[0], nearest, tally));
  for (const { id, times } of snapped) requireWritable(times, id, '?snap');
  if (tally.moved > 0) {
    const { moved, dropped } = tally;
    warnings.add(
      'times_snapped',
      `${moved} time${moved === 1 ? ' was' : 's were'} moved to the nearest step of ${header.frequency.step} from the observations of the series${said === 'as_uploaded' ? ', as those of the upload were. Set snap=false to keep them' : ''}.${droppedBySnapping(dropped)}`,
      { alternatives: said === 'as_uploaded' ? alternatives('snap', 'false') : [] },
    );
  }
  return snapped;
}

/** Length of the steps to which times can be moved; null if the dataset has no date-times with steps of a fixed length. */
export function snapStepMs({ time_kind, frequency }: DatasetHeader): number | null {
  const step = parseStep(frequency.step);
  if (time_kind !== 'instant' || step === null) return null;
  return step.unit === 'ms' ? step.count : step.unit === 'day' ? step.count * dayMs : null;
}

/** @throws AppError request_invalid if the dataset has no such steps */
function nearestOnGrid(header: DatasetHeader): (time: number, anchor: number) => number {
  const { time_kind, time_zone, frequency } = header;
  const stepMs = snapStepMs(header);
  if (stepMs === null)
    return refuse('request_invalid', {
      path: '?snap',
      message: `the step of the dataset is ${frequency.step} of ${time_kind === 'instant' ? 'date-times' : time_kind === 'date' ? 'dates' : 'integers'}`,
      accepted: 'snap for datasets of date-times with a step of minutes, hours or days',
    });
  const near = (time: number, anchor: number) => anchor + Math.round((time - anchor) / stepMs) * stepMs;
  if (time_zone === null || !followsClock(stepMs)) return near;
  return (time, anchor) => wallToInstant(near(wallOf(time, time_zone), wallOf(anchor, time_zone)), time_zone);
}

function snappedSeries(
  one: SeriesObservations,
  anchor: number,
  nearest: (time: number, anchor: number) => number,
  tally: { moved: number; dropped: number },
): SeriesObservations {
  const times = one.times.map((time) => nearest(time, anchor));
  const kept: number[] = [];
  for (let i = 0; i < times.length; i++) {
    if (times[i] !== one.times[i]) tally.moved++;
    if (times[i] === times[i + 1]) tally.dropped++;
    else kept.push(i);
  }
  const column = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  return {
    ...one,
    times: column(times),
    values: column(one.values),
    covariates: Object.fromEntries(
      Object.entries(one.covariates).map(([name, values]) => [name, column(values)]),
    ),
    lines: one.lines === undefined ? undefined : column(one.lines),
  };
}
