import { type Kysely, sql } from 'kysely';
import type { AttributeType, DatasetStore } from '../../contracts/ports/index.ts';
import { datasetEmpty, limits, type TenantId } from '../../contracts/schemas/index.ts';
import { onOtherServer } from '../database/server-identity.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { longestSeriesOf } from './present-series.ts';
import { findDataset, seriesIn } from './rows.ts';
import { readOfVersion, requireKept } from './versions.ts';

/** Versions of datasets whose answers are kept in memory, of each kind. */
const versionsMax = 1_000;

/** Answers each question of trainings about all series of a dataset. A version does not change, so its answers are
 *  kept, until another server answers: it may lack the last versions, and give their numbers to others. */
export function createKeptReads(
  db: Kysely<Database>,
): Pick<DatasetStore, 'longestSeries' | 'longestSeriesOf' | 'attributes' | 'attributeTypes'> {
  const longestSeries = keptByVersion(db, (dataset, version) => longestIn(db, dataset, version));
  const attributeTypes = keptByVersion(
    db,
    async (dataset, version) => {
      const { rows } = await sql<AttributeType>`
        SELECT name, CASE WHEN min(type) = max(type) THEN min(type) ELSE 'string' END AS type
        FROM (SELECT attribute.key AS name, jsonb_typeof(attribute.value) AS type
          FROM ${seriesIn(dataset, version)} AS series, jsonb_each(series.static) AS attribute
        ) AS attributes
        GROUP BY name ORDER BY name`.execute(db);
      return rows;
    },
    (attributes) => attributes.length <= limits.attributesMax,
  );
  return {
    longestSeries,
    async longestSeriesOf(tenant, model, version) {
      const own = await longestSeriesOf(db, tenant, model);
      return own ?? longestSeries(tenant, model.dataset_id, version);
    },
    attributeTypes,
    async attributes(tenant, id, version) {
      const types = await attributeTypes(tenant, id, version);
      return types.map(({ name }) => name);
    },
  };
}

/** @throws AppError dataset_empty, dataset_not_found */
export async function longestIn(
  db: Kysely<Database>,
  dataset: Pick<DatasetRow, 'id' | 'tenant_id'>,
  version?: number,
): Promise<{ id: string; point_count: number }> {
  const longest = await db
    .selectFrom(seriesIn(dataset, version).as('series'))
    .select(['id', 'point_count'])
    .orderBy('point_count', 'desc')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  // A dataset without series, or one that was deleted meanwhile.
  if (longest === undefined) throw datasetEmpty(await findDataset(db, dataset.tenant_id, dataset.id));
  return longest;
}

/** @param isSmall whether an answer may be kept; default all */
function keptByVersion<T>(
  db: Kysely<Database>,
  readIn: (dataset: DatasetRow, version?: number) => Promise<T>,
  isSmall: (answer: T) => boolean = () => true,
): (tenant: TenantId, id: string, version?: number) => Promise<T> {
  let kept = new Map<string, T>();
  onOtherServer(db, () => {
    kept = new Map(); // what was asked of the other server is kept nowhere
  });
  const read = (tenant: TenantId, id: string, version?: number) =>
    readOfVersion(db, { tenant, id, version }, async (dataset) => {
      if (version === undefined) return readIn(dataset);
      requireKept(dataset, version);
      if (version < dataset.version) return readIn(dataset, version);
      // The current rows need no join with the past of each series.
      const current = readIn(dataset);
      await current.catch(() => {}); // it may have failed since a newer version has no series
      const isNewest = (await findDataset(db, tenant, id)).version === version;
      return isNewest ? current : readIn(dataset, version);
    });
  return async (tenant, id, version) => {
    if (version === undefined) return read(tenant, id);
    const key = JSON.stringify([tenant, id, version]);
    const ofServer = kept;
    const known = ofServer.get(key);
    if (known !== undefined) return known;
    const answer = await read(tenant, id, version);
    if (!isSmall(answer)) return answer;
    if (ofServer.size >= versionsMax) ofServer.clear();
    ofServer.set(key, answer);
    return answer;
  };
}
