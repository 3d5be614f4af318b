/** Reads the series that come with a call for a model, with the kind of time of its dataset. */
import { setImmediate } from 'node:timers/promises';
import type { InlineHistories, InlineOptions } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  historyLength,
  rowsOf,
  rowsUntil,
  type SeriesData,
  type SeriesIn,
  type Warning,
} from '../../contracts/schemas/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { pointer } from '../../validation/index.ts';
import { otherStepOf } from '../calendar/index.ts';
import { type SeriesGroup, sortedSeries, warningsOf } from '../dataset/index.ts';
import { Faults, listed, quoted, refuse, Warnings } from '../faults/index.ts';
import { checkLengths, refuseDuplicateId, withoutTimes } from './fields.ts';
import { beginsInUtc, faultsOfTimes, readTimes, timeAt, timesAfter } from './times.ts';

/** Observations after which the other work of the thread gets a turn: some milliseconds. A series
 *  without any counts as some. */
const pointsPerTurn = 20_000;
const pointsOfSeries = 200;

/** Reads inline history with the kind of time of the dataset. A faulty series does not affect the others. Other work of
 *  the thread goes between two series if there are many of them, or many observations. */
export async function readInline(
  series: SeriesIn[],
  header: DatasetHeader,
  options: InlineOptions = {},
): Promise<InlineHistories> {
  const seen = new Set<string>();
  const read = inlineReader(header, options);
  const answers: InlineHistories['series'] = [];
  let points = 0;
  for (const [i, one] of series.entries()) {
    const more = one.values.length + pointsOfSeries;
    points += more;
    if (points > pointsPerTurn) {
      await setImmediate();
      points = more;
    }
    answers.push(readOne(one, i));
  }
  return { series: answers, warnings: warningsAbout(answers, header, options) };

  function readOne(one: SeriesIn, i: number): SeriesData | { id: string; problem: Problem } {
    const id = one.id ?? `series_${i}`;
    try {
      if (seen.has(id)) refuseDuplicateId(id, i);
      seen.add(id);
      const found = read(one, id, `/series/${i}`);
      requireStep(found.times, header, `/series/${i}/times`);
      return found;
    } catch (error) {
      if (error instanceof AppError) return { id, problem: error.toProblem() };
      throw error;
    }
  }
}

function warningsAbout(
  answers: InlineHistories['series'],
  header: DatasetHeader,
  { warnsOf }: InlineOptions,
): Warning[] {
  if (warnsOf === undefined) return [];
  const read = answers.flatMap((answer) => ('problem' in answer ? [] : [answer]));
  if (warnsOf === 'all') return warningsOf(read, header);
  const histories = read.map((one) => {
    const known = rowsUntil(one, warnsOf.until).before;
    return rowsOf(known, 0, historyLength(known, header.target, header));
  });
  return warningsOf(
    histories.filter(({ times }) => times.length > 0),
    header,
  );
}

/** @throws AppError request_invalid where the times have another step than the data of the model */
export function requireStep(times: Float64Array, header: DatasetHeader, path?: string): void {
  const step = otherStepOf(times, header);
  if (step === null) return;
  refuse('request_invalid', {
    ...(path === undefined ? {} : { path }),
    message: `the series has the step ${step}, but the data of the model have the step ${header.frequency.step}`,
    accepted: `observations with the step ${header.frequency.step}, or a model of data with the step ${step}`,
  });
}

/** Reads the series of one call, one at a time.
 *  @returns a function that throws AppError request_invalid, time_duplicate, series_empty */
export function inlineReader(
  header: DatasetHeader,
  options: { allowsEmpty?: boolean; warnings?: Warnings; keepsPositions?: boolean } = {},
): (series: SeriesIn, id: string, path: string) => SeriesData {
  const known = new Set(header.covariates);
  const accepted = known.size === 0 ? 'no covariates' : `one of ${listed(header.covariates)}`;
  return (series, id, path) => {
    const faults = new Faults('request_invalid');
    checkLengths(series, path, faults);
    for (const name in series.covariates) {
      if (known.has(name)) continue;
      faults.add(() => ({
        path: `${path}${pointer('body', ['covariates', name])}`,
        message: `the dataset has no covariate ${quoted(name)}`,
        accepted,
      }));
    }
    faults.throwIfAny();
    if (series.values.length === 0) return withoutValues(series, id, header, path, options);
    const group: SeriesGroup = {
      times: inlineTimes(series, header, path),
      place: (at) => ({ path: `${path}/times/${at}` }),
      lines: options.keepsPositions ? series.times && Float64Array.from(series.times.keys()) : undefined,
      series: [withoutTimes(series, id, header.covariates)],
    };
    return sortedSeries([group], header.time_kind, header.time_zone, options.warnings ?? new Warnings(), {
      ...options,
      areInUtc: beginsInUtc(series),
    })[0];
  };
}

/** A new series, of which only the start is known. @throws AppError series_empty, request_invalid */
function withoutValues(
  series: SeriesIn,
  id: string,
  { covariates, time_kind, time_zone }: DatasetHeader,
  path: string,
  { allowsEmpty = false },
): SeriesData {
  if (!allowsEmpty)
    refuse('series_empty', {
      path: `${path}/values`,
      series_id: id,
      message: 'there are no values',
      accepted: 'at least one number',
    });
  if (series.start === undefined)
    refuse('request_invalid', {
      path,
      message: 'the series has no values and no start',
      accepted: '`start`, the first time to forecast',
    });
  const start = timeAt(series.start, time_kind, time_zone, `${path}/start`);
  return { ...withoutTimes(series, id, covariates), times: new Float64Array(0), start };
}

function inlineTimes(series: SeriesIn, header: DatasetHeader, path: string): Float64Array {
  const { time_kind: kind, time_zone: zone } = header;
  if (series.times !== undefined) {
    const faults = faultsOfTimes();
    const times = readTimes(series, kind, zone, `${path}/times`, faults);
    faults.throwIfAny();
    return times!;
  }
  if (series.start === undefined && kind !== 'integer') {
    refuse('request_invalid', {
      path,
      message: `the series has neither times nor a start, but the dataset has ${kind === 'date' ? 'dates' : 'date-times'}`,
      accepted: 'times, one for each value, or start, the time of the first value',
    });
  }
  const start = series.start === undefined ? 0 : timeAt(series.start, kind, zone, `${path}/start`);
  return timesAfter(start, series.values.length, header, `${path}/start`);
}
