import type { Kysely } from 'kysely';
import type { DatasetStore } from '../../contracts/ports/index.ts';
import { datasetEmpty } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';
import { findDataset, seriesIn } from './rows.ts';

/** Versions of datasets whose longest series is kept in memory. */
const versionsMax = 1_000;

/** Finds the longest series of a dataset. A version does not change, and each training asks: the answer is kept. */
export function createLongestSeries(db: Kysely<Database>): DatasetStore['longestSeries'] {
  const kept = new Map<string, { id: string; point_count: number }>();
  return async (tenant, id, version) => {
    const key = JSON.stringify([tenant, id, version]);
    const known = version === undefined ? undefined : kept.get(key);
    if (known !== undefined) return known;
    const longest = await db
      .selectFrom(seriesIn({ id, tenant_id: tenant }).as('series'))
      .select(['id', 'point_count'])
      .orderBy('point_count', 'desc')
      .orderBy('position')
      .limit(1)
      .executeTakeFirst();
    if (longest === undefined) throw datasetEmpty(await findDataset(db, tenant, id));
    if (version !== undefined) {
      if (kept.size >= versionsMax) kept.clear();
      kept.set(key, longest);
    }
    return longest;
  };
}
