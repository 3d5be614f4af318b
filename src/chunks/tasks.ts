/** Work on the chunks of series. What it costs grows with the data, so threads do it where there are many. */
import type { ChunkColumns, PackedChunk, PackedSeries } from '../contracts/ports/index.ts';
import type { SeriesData, SeriesObservations } from '../contracts/schemas/index.ts';
import { longestGap } from '../contracts/values/index.ts';
import { merge } from './merge.ts';
import { missingChange, type Part } from './missing-change.ts';
import { type Arrays, packArrays, packSeries, unpackChunks, unpackTimes } from './pack.ts';

export interface PackTask {
  series: SeriesData[];
  names: readonly string[];
}

export interface UnpackTask {
  /** The chunks of each series, in order. */
  series: ChunkColumns[][];
  names: readonly string[];
}

/** Consecutive chunks of a stored series. */
interface StoredPart extends Part {
  chunks: ChunkColumns[];
}

/** Chunks of stored series, and observations for them. */
export interface MergeTask {
  series: (StoredPart & { observations: Pick<SeriesObservations, 'times' | 'values' | 'covariates'> })[];
  names: readonly string[];
  missingReplaces: boolean;
}

/** Result of a change of one series: its counts and its new chunks. */
export interface ChangedChunks {
  added: number;
  replaced: number;
  deleted: number;
  /** Difference of the missing values; may be negative. Null: it depends on chunks that were not read. */
  missing: number | null;
  /** The new chunks; empty if nothing changed or nothing is left. */
  chunks: PackedChunk[];
}

/** Observations from `from` to `to`, both included, are removed. */
export interface RemoveTask {
  series: StoredPart[];
  names: readonly string[];
  from: number;
  to: number;
}

/** Chunks of which only the times are read. */
export interface GapsTask {
  chunks: ChunkColumns[];
}

/** Chunks of stored series before and after a change. */
export interface MissingTask {
  series: (Part & { before: ChunkColumns[]; after: ChunkColumns[] })[];
  names: readonly string[];
}

export interface CompareTask {
  /** The chunks of each series in both versions. */
  pairs: { before: ChunkColumns[]; after: ChunkColumns[] }[];
  names: readonly string[];
}

export interface Differences {
  added: number;
  replaced: number;
  deleted: number;
}

export const tasks = {
  pack: ({ series, names }: PackTask): PackedSeries[] => series.map((one) => packSeries(one, names)),

  unpack: ({ series, names }: UnpackTask): Arrays[] => series.map((chunks) => unpackChunks(chunks, names)),

  /** The longest distance of neighbouring times within each chunk. */
  longestGaps: ({ chunks }: GapsTask): number[] => chunks.map((chunk) => longestGap(unpackTimes(chunk))),

  missingChange: ({ series, names }: MissingTask): (number | null)[] =>
    series.map(({ before, after, ...part }) =>
      missingChange(unpackChunks(before, names), unpackChunks(after, names), part),
    ),

  merge: ({ series, names, missingReplaces }: MergeTask): ChangedChunks[] =>
    series.map(({ chunks, observations, ...part }) => {
      const before = unpackChunks(chunks, names);
      const { series: after, added, replaced } = merge(before, observations, names, missingReplaces);
      return {
        added,
        replaced,
        deleted: 0,
        missing: missingChange(before, after, part),
        chunks: added + replaced === 0 ? [] : packArrays(after, names, part.firstIndex),
      };
    }),

  remove: ({ series, names, from, to }: RemoveTask): ChangedChunks[] =>
    series.map(({ chunks, ...part }) => {
      const before = unpackChunks(chunks, names);
      const after = without(before, from, to);
      const deleted = before.times.length - after.times.length;
      return {
        added: 0,
        replaced: 0,
        deleted,
        missing: missingChange(before, after, part),
        chunks: deleted === 0 ? [] : packArrays(after, names, part.firstIndex),
      };
    }),

  compare({ pairs, names }: CompareTask): Differences {
    const sums = { added: 0, replaced: 0, deleted: 0 };
    for (const { before, after } of pairs) {
      const found = differences(unpackChunks(before, names), unpackChunks(after, names));
      sums.added += found.added;
      sums.replaced += found.replaced;
      sums.deleted += found.deleted;
    }
    return sums;
  },
};

export type Tasks = typeof tasks;

function without({ times, values, covariates }: Arrays, from: number, to: number): Arrays {
  const isKept = (_: number, i: number) => times[i] < from || times[i] > to;
  return {
    times: times.filter(isKept),
    values: values.filter(isKept),
    covariates: Object.fromEntries(
      Object.entries(covariates).map(([name, column]) => [name, column.filter(isKept)]),
    ),
  };
}

function differences(before: Arrays, after: Arrays): Differences {
  const counts = { added: 0, replaced: 0, deleted: 0 };
  const names = Object.keys(before.covariates);
  let [i, j] = [0, 0];
  while (i < before.times.length || j < after.times.length) {
    if (j >= after.times.length || before.times[i] < after.times[j]) {
      counts.deleted++;
      i++;
    } else if (i >= before.times.length || after.times[j] < before.times[i]) {
      counts.added++;
      j++;
    } else {
      const isSame =
        Object.is(before.values[i], after.values[j]) &&
        names.every((name) => Object.is(before.covariates[name][i], after.covariates[name][j]));
      if (!isSame) counts.replaced++;
      i++;
      j++;
    }
  }
  return counts;
}
