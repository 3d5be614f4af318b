/** The times of a table for a model, whose dataset may have another kind of time. They are numbers already. */
import { type ThreadError, toThreadError } from '../../bodies/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { isWritable, type TimeKind, wallToInstant } from '../../contracts/values/index.ts';
import { refuse } from '../faults/index.ts';
import { requireStep } from './inline.ts';

/** The times of some series. */
export interface TimesTask {
  times: Float64Array[];
  /** Their kind. */
  timeKind: TimeKind;
  /** The data of the model. */
  header: DatasetHeader;
}

/** The times of a series as those of the dataset; null if they are the given numbers. */
export type TableTimes = Float64Array | ThreadError | null;

const names: Record<TimeKind, string> = { date: 'dates', instant: 'date-times', integer: 'integers' };

/** Reads the times of each series. They are refused if they have another kind or another step than
 *  the data of the model. */
export function readTableTimes({ times, timeKind, header }: TimesTask): TableTimes[] {
  return times.map((list) => {
    try {
      return readList(list, timeKind, header);
    } catch (error) {
      return toThreadError(error);
    }
  });
}

/** A date is its midnight where the dataset has date-times. @throws AppError request_invalid */
function readList(times: Float64Array, kind: TimeKind, header: DatasetHeader): Float64Array | null {
  requireKind(kind, header.time_kind);
  const read = kind === header.time_kind ? null : midnightsOf(times, header.time_zone);
  requireStep(read ?? times, header);
  return read;
}

function requireKind(kind: TimeKind, known: TimeKind): void {
  if (kind === known || (kind === 'date' && known === 'instant')) return;
  refuse('request_invalid', {
    message: `the table has ${names[kind]}, but the data of the model have ${names[known]}`,
    accepted: names[known],
  });
}

function midnightsOf(dates: Float64Array, zone: string | null): Float64Array | null {
  if (zone === null) return null;
  const midnights = dates.map((date) => wallToInstant(date, zone));
  if (midnights.every((time) => isWritable(time, 'instant'))) return midnights;
  return refuse('request_invalid', {
    message: 'a midnight is outside of the years 1 to 9999 in UTC',
    accepted: 'dates whose midnights are within',
  });
}
