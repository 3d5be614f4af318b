import type { OneShotIn } from '../../contracts/schemas/index.ts';
import { AppError, type Fault } from '../../errors.ts';
import { pointer } from '../../validation/index.ts';

/** Paths in a body, from paths in the series that were made of it. */
type Place = (path: string) => string;

/** Runs `read`, whose faults name places in series. They name places in the body instead: records, and the
 *  other names of fields. */
export function withPlacesOf<T>(body: OneShotIn, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError) || error.details.faults === undefined) throw error;
    const { detail, faults, ...details } = error.details;
    const place = body.records === undefined ? placeInSeries(body) : placeInRecords(body.records);
    throw new AppError(error.code, {
      ...details,
      detail: detail === undefined ? detail : placed(detail, faults, place),
      faults: faults.map((fault) => faultAt(fault, faults, place)),
    });
  }
}

function faultAt(fault: Fault, faults: readonly Fault[], place: Place): Fault {
  const message = placed(fault.message, faults, place);
  return fault.path === undefined ? { ...fault, message } : { ...fault, message, path: place(fault.path) };
}

/** A sentence begins with the path of its fault, or says where a time was first. Other texts of it may be
 *  quoted from the body. */
function placed(sentence: string, faults: readonly Fault[], place: Place): string {
  const later = sentence.replace(/(?<= first at )\/series\/[\w/]+/, place);
  const path = faults[0]?.path;
  return path !== undefined && later.startsWith(`${path}: `) ? place(path) + later.slice(path.length) : later;
}

const partOfSeries = /^\/series\/(\d+)(?:\/(times|values|id)(?:\/(\d+))?)?$/;
const fieldsOfRecord: Record<string, string> = { times: 'ds', values: 'y', id: 'unique_id' };

/** @param records which series are made of, by their ids in the order in which they appear */
function placeInRecords(records: NonNullable<OneShotIn['records']>): Place {
  const rows = [...Map.groupBy(records.keys(), (at) => records[at].unique_id ?? null).values()];
  return (path) => {
    if (path === '/series') return '/records';
    const [, series, part, at = '0'] = partOfSeries.exec(path) ?? [];
    const row = rows[Number(series)]?.[Number(at)];
    if (row === undefined) return path;
    const record = pointer('body', ['records', row]);
    return part === undefined ? record : `${record}/${fieldsOfRecord[part]}`;
  };
}

function placeInSeries({ series = [], frequency }: OneShotIn): Place {
  const stated = series.findIndex(({ freq }) => freq !== undefined);
  return (path) => {
    if (path === '/frequency' && frequency === 'auto' && stated >= 0)
      return pointer('body', ['series', stated, 'freq']);
    const [, i, part] = partOfSeries.exec(path) ?? [];
    if (part !== 'times' || series[Number(i)]?.timestamps === undefined) return path;
    return path.replace('/times', '/timestamps');
  };
}
