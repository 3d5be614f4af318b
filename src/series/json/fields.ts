/** Ids, lengths and numbers of series in JSON. */
import type { SeriesData, SeriesIn } from '../../contracts/schemas/index.ts';
import { pointer } from '../../validation/index.ts';
import { type Faults, refuse } from '../faults/index.ts';

/** @throws AppError series_duplicate */
export function checkIds(ids: string[]): void {
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    if (seen.has(id)) refuseDuplicateId(id, i);
    seen.add(id);
  });
}

export function refuseDuplicateId(id: string, i: number): never {
  return refuse('series_duplicate', {
    path: `/series/${i}/id`,
    series_id: id,
    message: `the id ${JSON.stringify(id)} appears twice`,
    accepted: 'a different id for each series',
  });
}

export function checkLengths(series: SeriesIn, path: string, faults: Faults): void {
  const { length } = series.values;
  const accepted = `${length} items, as many as values`;
  if (series.start !== undefined && series.times !== undefined) {
    faults.add({
      path: `${path}/start`,
      message: 'the series has both start and times',
      accepted: 'one of them',
    });
  }
  if (series.times !== undefined && series.times.length !== length) {
    faults.add({ path: `${path}/times`, message: `has ${series.times.length} items`, accepted });
  }
  for (const [name, column] of Object.entries(series.covariates ?? {})) {
    if (column.length === length) continue;
    faults.add(() => ({
      path: `${path}${pointer('body', ['covariates', name])}`,
      message: `has ${column.length} items`,
      accepted,
    }));
  }
}

/** Converts a series to arrays. Covariates that it does not have become columns of missing values. */
export function withoutTimes(series: SeriesIn, id: string, covariates: string[]): Omit<SeriesData, 'times'> {
  const { values, static: attributes = {} } = series;
  const columns = covariates.map((name) => {
    const given = series.covariates ?? {};
    const column = Object.hasOwn(given, name) ? given[name] : undefined;
    return [
      name,
      column === undefined ? new Float64Array(values.length).fill(Number.NaN) : numbersOf(column),
    ];
  });
  return { id, values: numbersOf(values), covariates: Object.fromEntries(columns), static: attributes };
}

/** A loop: `Float64Array.from` takes ten times as long. */
function numbersOf(values: (number | null)[]): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = values[i] ?? Number.NaN;
  return numbers;
}
