import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { confirmedSeasons } from '../statistics/index.ts';

/** Longest seasons that a typical series must hold before it is read with them. */
const seasonsMin = 2;

/** All seasons of the series, ascending: the chosen one, and others that a typical series holds twice. Others are named
 *  by the request or follow from the frequency; without either, one that the values show when the chosen one is taken
 *  out. A method of several seasons shrinks a shape that noise explains, so they need no test of their own.
 *  @param logs observations without outliers, as logarithms where all are positive */
export function seasonsTogether(
  season: number,
  data: {
    logs: readonly Float64Array[];
    named: readonly number[] | null | undefined;
    header: Pick<DatasetHeader, 'frequency'>;
  },
): number[] {
  if (season === 1) return [];
  const { logs, named, header } = data;
  const lengths = logs.map(({ length }) => length).sort((a, b) => a - b);
  const typical = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const proposed = named ?? header.frequency.season_lengths;
  const others =
    proposed.length > 0
      ? proposed
      : confirmedSeasons(
          logs.map((values) => withoutPhases(values, season)),
          [],
        );
  const fitting = others.filter((length) => length > 1 && seasonsMin * length <= typical);
  return [...new Set([season, ...fitting])].sort((a, b) => a - b);
}

/** Values less the mean of their phase. */
function withoutPhases(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (const [t, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    sums[t % season] += value;
    counts[t % season]++;
  }
  return values.map((value, t) => value - sums[t % season] / counts[t % season]);
}
