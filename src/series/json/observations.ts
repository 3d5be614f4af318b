/** Reads observations to add to a dataset, with its kind of time. Only the given columns are read. */
import type { KnownOffsets, Observations } from '../../contracts/ports/index.ts';
import type { DatasetHeader, ParsedDataset, SeriesIn } from '../../contracts/schemas/index.ts';
import { listItem, type TimeKind } from '../../contracts/values/index.ts';
import { requireBoundedAttributes } from '../dataset/index.ts';
import { alternatives, Faults, type FaultTexts, listed, quoted, refuse, Warnings } from '../faults/index.ts';
import { checkIds } from './fields.ts';
import { inlineReader } from './inline.ts';
import { beginsInUtc } from './times.ts';

/** @throws AppError request_invalid, series_id_missing, series_duplicate, time_duplicate, times_off_grid */
export function readObservations(
  series: SeriesIn[],
  header: DatasetHeader & KnownOffsets,
  someIds: string[],
): Observations {
  const ids = idsOf(series, someIds);
  checkIds(ids);
  requirePeriods(series, header);
  requireOffsets(series, header);
  const warnings = new Warnings();
  const readOne = inlineReader(header, { allowsEmpty: true, keepsPositions: true, warnings });
  const read = series.map((one, i) => {
    if (one.times === undefined && one.start === undefined) {
      refuse('request_invalid', {
        path: `/series/${i}`,
        message: 'the series has neither times nor a start',
        accepted: 'times, one for each value, or start, the time of the first value',
      });
    }
    const path = `/series/${i}`;
    const read = readOne(one, ids[i], path);
    const given = Object.keys(one.covariates ?? {});
    return {
      ...read,
      path,
      isLocal: !beginsInUtc(one),
      covariates: Object.fromEntries(given.map((name) => [name, read.covariates[name]])),
    };
  });
  requireBoundedAttributes(read);
  return { series: read, warnings: warnings.list() };
}

/** @throws AppError times_off_grid where times have hours, but the dataset was resampled to dates */
function requirePeriods(series: SeriesIn[], header: DatasetHeader): void {
  if (header.time_kind !== 'date' || !header.frequency.resampled) return;
  series.forEach(({ times, start }, i) => {
    const at = (times ?? [start]).findIndex((time) => typeof time === 'string' && time.includes(':'));
    if (at < 0) return;
    const path = times === undefined ? `/series/${i}/start` : `/series/${i}/times/${at}`;
    refuse('times_off_grid', { path, ...resampledToDates(header) });
  });
}

/** Why rows with date-times are refused by a dataset of dates that was made of such rows. */
function resampledToDates({ frequency: { step } }: DatasetHeader): Pick<FaultTexts, 'message' | 'accepted'> {
  return {
    message: `the observations have date-times, but the dataset was resampled to ${step} and has dates`,
    accepted: 'one aggregated observation for each period, with the date of its start',
  };
}

/** @throws AppError request_invalid where times have no offset from UTC, and those of the dataset have one, or the
 *  other way round */
function requireOffsets(series: SeriesIn[], { offsets }: KnownOffsets): void {
  if (offsets === null) return;
  const faults = new Faults('request_invalid');
  series.forEach(({ times, start }, i) => {
    const given = times ?? (start === undefined ? [] : [start]);
    given.forEach((time, at) => {
      if (typeof time !== 'string' || !time.includes(':')) return;
      const [offset] = /(?:[Zz]|[+-]\d\d:?\d\d)$/.exec(time) ?? [];
      const isOther = offset !== undefined && !/^(?:z|[+-]00:?00)$/i.test(offset);
      if (offsets === 'all' ? offset !== undefined : !isOther) return;
      faults.add(() => ({
        path: times === undefined ? `/series/${i}/start` : `/series/${i}/times/${at}`,
        message:
          offsets === 'all'
            ? `${quoted(time)} has no offset from UTC, but the times of the dataset have one`
            : `${quoted(time)} has an offset from UTC, but the times of the dataset have none and count as UTC`,
        accepted:
          offsets === 'all'
            ? 'times with their offset, or in UTC with Z'
            : 'times as those of the upload, or in UTC with Z',
      }));
    });
  });
  faults.throwIfAny();
}

/** Ids of the series. A single series without an id gets the id of the only series of the dataset. */
function idsOf(series: SeriesIn[], someIds: string[]): string[] {
  if (series.length === 1 && someIds.length === 1) return [series[0].id ?? someIds[0]];
  const without = series.findIndex(({ id }) => id === undefined);
  if (without >= 0 && someIds.length > 0) {
    refuse('series_id_missing', {
      path: `/series/${without}/id`,
      message: `series ${without} has no id`,
      accepted: `an id of the dataset, such as ${listed(someIds, 3)}, or a new one with new_series=allow`,
      alternatives: alternatives('new_series', 'allow'),
    });
  }
  return series.map(({ id }, i) => id ?? `series_${i}`);
}

/** Observations from a table that was read to continue a dataset. @throws AppError request_invalid,
 *  column_unknown, times_off_grid */
export function observationsOf(
  { header: own, series: read, warnings, reading, otherThings }: ParsedDataset,
  header: DatasetHeader,
): Observations {
  const excluded = reading?.exclude ?? [];
  const known = new Map(header.covariates.map((name) => [name.toLowerCase(), name]));
  const named = (name: string) => (header.covariates.includes(name) ? name : known.get(name.toLowerCase()));
  // A column without any value changes nothing.
  const hasValues = (name: string) =>
    read.some(({ covariates }) => covariates[name].some((value) => !Number.isNaN(value)));
  const unknown = own.covariates.filter((name) => named(name) === undefined && hasValues(name));
  if (unknown.length > 0) {
    refuse('column_unknown', {
      path: '?covariates',
      message: `the dataset has no column ${JSON.stringify(unknown[0])}`,
      ...acceptedColumns(unknown, header, excluded),
    });
  }
  if (own.time_kind === 'instant' && header.time_kind === 'date' && header.frequency.resampled)
    refuse('times_off_grid', resampledToDates(header));
  if (own.time_kind !== header.time_kind)
    refuse('request_invalid', {
      message: `the table has ${names[own.time_kind]}, but the dataset has ${names[header.time_kind]}`,
      accepted: names[header.time_kind],
    });
  const series = reading?.offsets === false ? read.map((one) => ({ ...one, isLocal: true })) : read;
  const told = { warnings, excluded, ...(otherThings === undefined ? {} : { otherThings }) };
  if (own.covariates.every((name) => header.covariates.includes(name))) return { series, ...told };
  const renamed = series.map((one) => ({
    ...one,
    covariates: Object.fromEntries(
      Object.entries(one.covariates).flatMap(([name, values]) => {
        const known = named(name);
        return known === undefined ? [] : [[known, values]];
      }),
    ),
  }));
  return { series: renamed, ...told };
}

/** Longer lists of names are not written out. */
const namesWritten = 10;

/** @param excluded columns that the call or the upload leaves out */
function acceptedColumns(
  unknown: readonly string[],
  { covariates }: DatasetHeader,
  excluded: readonly string[],
): Pick<FaultTexts, 'accepted' | 'alternatives'> {
  const left = [...excluded, ...unknown].map(listItem);
  const isWritten = left.length <= namesWritten;
  const exclude = isWritten
    ? `exclude=${left.join(',')} to leave ${unknown.length === 1 ? 'the column' : 'the columns'} out`
    : 'exclude with the names of the columns to leave out';
  return {
    accepted:
      covariates.length === 0
        ? exclude
        : `${exclude}, or in covariates the columns to read, of ${listed(covariates)}`,
    ...(isWritten ? { alternatives: alternatives('exclude', left.join(',')) } : {}),
  };
}

const names: Record<TimeKind, string> = { date: 'dates', instant: 'date-times', integer: 'integers' };
