/** Reads observations to add to a dataset, with its kind of time. Only the given columns are read. */
import {
  type DatasetHeader,
  type ParsedDataset,
  type SeriesIn,
  type SeriesObservations,
  type TimeKind,
  wallToInstant,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../faults/index.ts';
import { checkIds, readInlineSeries } from './json.ts';

/** @throws AppError request_invalid, series_duplicate, time_duplicate */
export function readObservations(series: SeriesIn[], header: DatasetHeader): SeriesObservations[] {
  const ids = series.map(({ id }, i) => id ?? `series_${i}`);
  checkIds(ids);
  return series.map((one, i) => {
    if (one.times === undefined && one.start === undefined) {
      refuse('request_invalid', {
        path: `/series/${i}`,
        message: 'the series has neither times nor a start',
        accepted: 'times, one for each value, or start, the time of the first value',
      });
    }
    const read = readInlineSeries(one, ids[i], header, `/series/${i}`, { allowsEmpty: true });
    const given = Object.keys(one.covariates ?? {});
    return { ...read, covariates: Object.fromEntries(given.map((name) => [name, read.covariates[name]])) };
  });
}

/** Gives a single series without an id the id of the only series of the dataset. */
export function withSoleId(series: SeriesIn[], soleId: string | null): SeriesIn[] {
  if (series.length !== 1 || soleId === null) return series;
  return [{ ...series[0], id: series[0].id ?? soleId }];
}

/** Observations from a table. @throws AppError request_invalid, column_unknown */
export function observationsOf(
  { header: own, series }: ParsedDataset,
  header: DatasetHeader,
): SeriesObservations[] {
  const unknown = own.covariates.filter((name) => !header.covariates.includes(name));
  if (unknown.length > 0) {
    refuse('column_unknown', {
      path: '?covariates',
      message: `the dataset has no column ${JSON.stringify(unknown[0])}`,
      accepted: `in covariates the columns to read, one of ${[...header.covariates].map((name) => JSON.stringify(name)).join(', ') || '(the dataset has none)'}`,
    });
  }
  return series.map((one) => ({ ...one, times: timesInKindOf(one.times, own.time_kind, header) }));
}

const names: Record<TimeKind, string> = { date: 'dates', instant: 'date-times', integer: 'integers' };

/** Converts times to the kind of the dataset: a date becomes midnight if the dataset has date-times. */
function timesInKindOf(times: Float64Array, kind: TimeKind, header: DatasetHeader): Float64Array {
  if (kind === header.time_kind) return times;
  if (kind === 'date' && header.time_kind === 'instant') {
    const zone = header.time_zone;
    return zone === null ? times : times.map((wall) => wallToInstant(wall, zone));
  }
  return refuse('request_invalid', {
    message: `the table has ${names[kind]}, but the dataset has ${names[header.time_kind]}`,
    accepted: names[header.time_kind],
  });
}
