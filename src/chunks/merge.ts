import type { SeriesObservations } from '../contracts/schemas/index.ts';
import { type Arrays, ownColumn } from './pack.ts';

/** Merges new observations into stored ones, by time. A column that is not given keeps its values, and is missing at
 *  new times.
 *  @param missingReplaces whether a missing value replaces a stored one */
export function merge(
  stored: Arrays,
  observations: Pick<SeriesObservations, 'times' | 'values' | 'covariates'>,
  covariates: readonly string[],
  missingReplaces: boolean,
): { series: Arrays; added: number; replaced: number } {
  const { times: old } = stored;
  const { times: given } = observations;
  const columns = [
    { old: stored.values, given: observations.values as Float64Array | undefined },
    ...covariates.map((name) => ({
      old: stored.covariates[name],
      given: ownColumn(observations.covariates, name),
    })),
  ];
  const lengthMax = old.length + given.length;
  const times = new Float64Array(lengthMax);
  const merged = columns.map(() => new Float64Array(lengthMax));
  let [i, j, length, replaced] = [0, 0, 0, 0];
  while (i < old.length || j < given.length) {
    const isOld = i < old.length && !(old[i] > given[j]);
    const isGiven = j < given.length && !(given[j] > old[i]);
    times[length] = isOld ? old[i] : given[j];
    let isChanged = false;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      const before = isOld ? column.old[i] : Number.NaN;
      const now = isGiven && column.given !== undefined ? column.given[j] : before;
      const kept = Number.isNaN(now) && !missingReplaces ? before : now;
      merged[c][length] = kept;
      if (!Object.is(kept, before)) isChanged = true;
    }
    if (isOld && isGiven && isChanged) replaced++;
    if (isOld) i++;
    if (isGiven) j++;
    length++;
  }
  const [values, ...beside] = merged.map((column) => column.slice(0, length));
  return {
    series: {
      times: times.slice(0, length),
      values,
      covariates: Object.fromEntries(covariates.map((name, c) => [name, beside[c]])),
    },
    added: length - old.length,
    replaced,
  };
}
