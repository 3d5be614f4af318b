import { CompiledQuery, type Kysely } from 'kysely';
import type { ServedModelRef, ServedModelStore } from '../../contracts/ports/index.ts';
import { idKindOf } from '../../contracts/schemas/index.ts';
import { inSnapshot } from '../database/deadlocks.ts';
import type { Database } from '../database/tables.ts';
import { asTenantOf } from '../database/tenancy.ts';
import { presentSeriesOf } from '../datasets/present-series.ts';
import { findDataset, toDataset } from '../datasets/rows.ts';
import { findModel, modelNotFound, toModel } from './models.ts';
import { servedVersion } from './served-version.ts';

const version = `${servedVersion} AS version`;
const byId = `
  SELECT ${version} FROM models JOIN datasets ON datasets.id = models.dataset_id
   WHERE models.tenant_id = $1 AND models.id = $2`;
const byAlias = `
  SELECT ${version} FROM aliases JOIN models ON models.tenant_id = aliases.tenant_id AND models.id = aliases.model_id
   JOIN datasets ON datasets.id = models.dataset_id
   WHERE aliases.tenant_id = $1 AND aliases.name = $2`;
/** One model has statements of its own, which are planned in a tenth of the time. Each reference here is looked up by
 *  itself. The policies of tenants keep functions such as `coalesce` out of the conditions of an index, so a
 *  `CASE` chooses the id. */
const ofSeveral = `
  SELECT found.version
   FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (tenant_id, model_id, alias, place)
   LEFT JOIN LATERAL (
     SELECT model_id FROM aliases WHERE tenant_id = asked.tenant_id AND name = asked.alias OFFSET 0
   ) AS named ON true
   LEFT JOIN LATERAL (
     SELECT ${version} FROM models JOIN datasets ON datasets.id = models.dataset_id
      WHERE models.tenant_id = asked.tenant_id
        AND models.id = CASE WHEN asked.model_id IS NULL THEN named.model_id ELSE asked.model_id END
      OFFSET 0
   ) AS found ON true
   ORDER BY asked.place`;

export function createServedModelStore(db: Kysely<Database>): ServedModelStore {
  return {
    async find(tenant, reference) {
      // One snapshot: the version belongs to both rows.
      return inSnapshot(db, async (trx) => {
        const row = await findModel(trx, tenant, reference);
        const dataset = toDataset(await findDataset(trx, tenant, row.dataset_id));
        const [version] = await versionsOf(trx, [{ tenant, reference }]);
        if (version === null) throw modelNotFound(reference);
        const model = toModel(row);
        return { model, dataset, seriesIds: await presentSeriesOf(trx, tenant, model), version };
      });
    },
    versions: (asked) => asTenantOf(asked, () => versionsOf(db, asked)),
  };
}

async function versionsOf(
  db: Kysely<Database>,
  asked: readonly ServedModelRef[],
): Promise<(string | null)[]> {
  if (asked.length === 1) {
    const [{ tenant, reference }] = asked;
    const rows = await versionRows(db, isId(reference) ? byId : byAlias, [tenant, reference]);
    return [rows[0]?.version ?? null];
  }
  const tenants = asked.map(({ tenant }) => tenant);
  const ids = asked.map(({ reference }) => (isId(reference) ? reference : null));
  const aliases = asked.map(({ reference }) => (isId(reference) ? null : reference));
  const rows = await versionRows(db, ofSeveral, [tenants, ids, aliases]);
  return rows.map(({ version }) => version);
}

const isId = (reference: string) => idKindOf(reference) !== null;

async function versionRows(
  db: Kysely<Database>,
  text: string,
  values: readonly unknown[],
): Promise<{ version: string | null }[]> {
  const query = CompiledQuery.raw(text, [...values]) as CompiledQuery<{ version: string | null }>;
  return (await db.executeQuery(query)).rows;
}
