import { readFolder } from '../../accuracy/folder.ts';
import { type FamilyName, makePool } from '../generator/index.ts';

export interface Sample {
  /** The last `horizon` values are forecast, the others are the history. */
  values: Float64Array;
  season: number;
  horizon: number;
}

export interface Group {
  name: string;
  samples: Sample[];
}

/** Horizon of tasks that name none or one longer than the made-up series have. */
const horizonMax = 48;
const poolSize = 64;
/** Pools that are searched before a family is said not to make a season. */
const poolsMax = 4_000;

/** Training parts of a folder, by season and horizon; at most `most` series of each, spread over the folder. Long
 *  series keep as many values as the longest made-up ones. */
export function readSamples(path: string, most: number): Group[] {
  const folder = readFolder(path);
  const groups = new Map<string, Sample[]>();
  for (const { values, trainLength, season, horizon: own } of folder.series) {
    const horizon = Math.min(horizonMax, own ?? folder.evaluations[0].horizon ?? horizonMax);
    const name = `${folder.name}, m = ${season}, h = ${horizon}`;
    const from = Math.max(0, trainLength - lengthMax(season));
    const sample = { values: values.slice(from, trainLength), season, horizon };
    groups.set(name, [...(groups.get(name) ?? []), sample]);
  }
  return [...groups].map(([name, samples]) => {
    const stride = Math.ceil(samples.length / most);
    return { name, samples: samples.filter((_, i) => i % stride === 0) };
  });
}

/** Made-up series of the same season, whose history and first `horizon` values of the future are cut to the lengths of
 *  the real ones. */
export function makeSamples(
  real: readonly Sample[],
  count: number,
  seed: number,
  family?: FamilyName,
): Sample[] {
  const { season, horizon } = real[0];
  const made: Sample[] = [];
  for (let pool = 0; made.length < count; pool++) {
    if (pool === poolsMax) throw new Error(`Too few series of ${family} with a season of ${season}.`);
    for (const one of makePool(seed, pool, poolSize, { season }).series) {
      const { length } = real[made.length % real.length].values;
      const end = Math.min(one.values.length, one.historyLength + horizon);
      const fits = end >= 0.9 * length && one.historyLength <= 2.2 * length;
      if (!fits || (family !== undefined && one.family !== family)) continue;
      made.push({ values: one.values.slice(Math.max(0, end - length), end), season, horizon });
    }
  }
  return made;
}

function lengthMax(season: number): number {
  return season === 1 ? 200 : season === 24 ? 28 * season : 20 * season;
}
