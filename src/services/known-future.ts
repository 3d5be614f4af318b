import { setImmediate } from 'node:timers/promises';
import type { FutureOfSeries } from '../contracts/ports/index.ts';
import {
  cutText,
  type DatasetHeader,
  type FutureCovariatesIn,
  historyLength,
  type KnownFuture,
  limits,
  nearest,
  rowsOf,
  type SeriesData,
} from '../contracts/schemas/index.ts';
import { refuse } from '../errors.ts';
import { timeAt } from './inputs/histories.ts';

/** Future covariates of a call, for one series or for all of them. */
export interface Given {
  seriesId: string | null;
  known: KnownFuture;
}

/** Numbers and times of a call that are read without a pause: some milliseconds. */
const readAtOnce = 4_096;

/** Reads the covariates of a call. Other calls go between parts of long ones. @param names the
 *  known-future covariates of the model
 *  @throws AppError covariate_unknown, request_invalid */
export async function readFuture(
  given: FutureCovariatesIn | undefined,
  names: readonly string[],
  horizon: number,
  header: DatasetHeader,
): Promise<Given[]> {
  let unpaused = 0;
  const pause = async (count: number) => {
    unpaused += count;
    if (unpaused < readAtOnce) return;
    unpaused = 0;
    await setImmediate();
  };
  const read: Given[] = [];
  for (const [i, { series_id, times, covariates }] of (given ?? []).entries()) {
    const path = `/future_covariates/${i}`;
    for (const [name, column] of Object.entries(covariates)) {
      const at = `${path}/covariates/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!names.includes(name)) refuseUnknown(name, names, at);
      const [length, what] =
        times === undefined ? [horizon, 'the steps of the horizon'] : [times.length, 'its times'];
      if (column.length !== length)
        refuse('request_invalid', {
          path: at,
          message: `\`${name}\` has ${column.length} values`,
          accepted: `${length} values, as many as ${what}`,
        });
    }
    const columns: [string, Float64Array][] = [];
    for (const [name, column] of Object.entries(covariates))
      columns.push([name, await numbersOf(column, pause)]);
    read.push({
      seriesId: series_id ?? null,
      known: {
        times: times === undefined ? null : await readTimes(times, `${path}/times`, header, pause),
        covariates: Object.fromEntries(columns),
      },
    });
  }
  await requireEachOnce(read, pause);
  return read;
}

/** @throws AppError request_invalid where two entries give a covariate of the same series at the same time */
async function requireEachOnce(
  read: readonly Given[],
  pause: (count: number) => Promise<void>,
): Promise<void> {
  if (read.length < 2) return;
  // By series and covariate: the entry of each time; null is the whole horizon.
  const entries = new Map<string, Map<number | null, number>>();
  for (const [i, { seriesId, known }] of read.entries())
    for (const name of Object.keys(known.covariates)) {
      const key = JSON.stringify([seriesId, name]);
      const own = entries.get(key) ?? new Map<number | null, number>();
      entries.set(key, own);
      const times = known.times ?? [null];
      for (const [t, time] of times.entries()) {
        if (t % readAtOnce === 0) await pause(Math.min(readAtOnce, times.length - t));
        // An entry without times gives all of the horizon.
        const before = time === null ? own.values().next().value : (own.get(time) ?? own.get(null));
        own.set(time, i);
        if (before === undefined) continue;
        refuse('request_invalid', {
          path: `/future_covariates/${i}${time === null ? '' : `/times/${t}`}`,
          message: `/future_covariates/${before} gives \`${name}\` of the same series at the same time`,
          accepted: 'one value for each series, covariate and time',
        });
      }
    }
}

/** The future covariates of one series: those given for it come before those given for all. */
export function futureOf(given: readonly Given[], seriesId: string, stored: KnownFuture[]): FutureOfSeries {
  return {
    given: [
      ...given.filter((one) => one.seriesId === seriesId),
      ...given.filter((one) => one.seriesId === null),
    ].map(({ known }) => known),
    stored,
  };
}

/** @throws AppError request_invalid where covariates are given for a series that is not in the call */
export function requireKnownSeries(given: readonly Given[], ids: readonly string[]): void {
  const i = given.findIndex(({ seriesId }) => seriesId !== null && !ids.includes(seriesId));
  if (i < 0) return;
  const name = given[i].seriesId!;
  const near = nearest(name, ids);
  const message = `the call has no series \`${name}\`${near === null ? '' : `; did you mean \`${near}\`?`}`;
  refuse('request_invalid', {
    path: `/future_covariates/${i}/series_id`,
    message,
    accepted: 'a series of the call, or no `series_id` for all of them',
  });
}

/** A series up to its last observation, and the stored rows after it. */
export interface SeriesAtOrigin {
  history: SeriesData;
  futureRows: KnownFuture[];
  /** Whether the history begins where the series begins. */
  isWhole: boolean;
}

/** Splits a series at its last observation. `history` has at most `points` observations; `futureRows` has the rows
 *  after it, and those `after` the time that the call names, for the covariates that the model knows in advance. */
export function splitAtOrigin(
  series: SeriesData,
  after: SeriesData | undefined,
  target: string,
  header: DatasetHeader,
  points = Number.POSITIVE_INFINITY,
): SeriesAtOrigin {
  const end = historyLength(series, target, header);
  const futureRows = rowsOf(series, end, series.times.length);
  return {
    history: rowsOf(series, Math.max(0, end - points), end),
    isWhole: end <= points,
    futureRows: [futureRows, after].flatMap((rows) =>
      rows === undefined || rows.times.length === 0
        ? []
        : [{ times: rows.times, covariates: { ...rows.covariates, [header.target]: rows.values } }],
    ),
  };
}

async function numbersOf(
  column: (number | null)[],
  pause: (count: number) => Promise<void>,
): Promise<Float64Array> {
  const numbers = new Float64Array(column.length);
  for (let from = 0; from < column.length; from += readAtOnce) {
    const until = Math.min(column.length, from + readAtOnce);
    await pause(until - from);
    for (let i = from; i < until; i++) numbers[i] = column[i] ?? Number.NaN;
  }
  return numbers;
}

async function readTimes(
  times: (string | number)[],
  path: string,
  header: DatasetHeader,
  pause: (count: number) => Promise<void>,
): Promise<Float64Array> {
  const read = new Float64Array(times.length);
  const first = new Map<number, number>();
  for (let from = 0; from < times.length; from += readAtOnce) {
    const until = Math.min(times.length, from + readAtOnce);
    await pause(until - from);
    for (let t = from; t < until; t++) read[t] = timeAt(times[t], `${path}/${t}`, header)!;
  }
  for (let t = 0; t < read.length; t++) {
    if (t % readAtOnce === 0) await pause(Math.min(readAtOnce, read.length - t));
    const before = first.get(read[t]);
    if (before !== undefined)
      refuse('request_invalid', {
        path: `${path}/${t}`,
        message: `the time ${times[t]} appears twice, first at ${path}/${before}`,
        accepted: 'each time once',
      });
    first.set(read[t], t);
  }
  return read;
}

function refuseUnknown(name: string, names: readonly string[], path: string): never {
  const near = nearest(name, names);
  const shown = cutText(name, limits.nameLengthMax);
  refuse('covariate_unknown', {
    path,
    message: `the model knows no covariate \`${shown}\` in advance${near === null ? '' : `; did you mean \`${near}\`?`}`,
    accepted:
      names.length === 0 ? 'no covariates: the model reads none in advance' : `some of ${names.join(', ')}`,
  });
}
