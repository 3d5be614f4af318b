import { CompiledQuery, type Kysely } from 'kysely';
import type { ServedModelRef, ServedModelStore } from '../../contracts/ports/index.ts';
import { idKindOf } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';
import { findDataset, toDataset } from '../datasets/rows.ts';
import { findModel, modelNotFound, toModel } from './models.ts';

/** A version of a served model: its id, and the transactions that wrote its row and the row of its dataset. Each change of
 *  data writes the row of the dataset. `xmin` names the transaction that wrote a row; locks do not change it. */
const versionsSql = `
  SELECT concat_ws(' ', models.id, models.xmin, datasets.id, datasets.xmin) AS version
   FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (tenant_id, model_id, alias, place)
   LEFT JOIN aliases ON aliases.tenant_id = asked.tenant_id AND aliases.name = asked.alias
   LEFT JOIN models ON models.tenant_id = asked.tenant_id AND models.id = coalesce(asked.model_id, aliases.model_id)
   LEFT JOIN datasets ON datasets.id = models.dataset_id
   ORDER BY asked.place`;

export function createServedModelStore(db: Kysely<Database>): ServedModelStore {
  return {
    async find(tenant, reference) {
      // One snapshot: the version belongs to both rows.
      return db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => {
          const row = await findModel(trx, tenant, reference);
          const dataset = toDataset(await findDataset(trx, tenant, row.dataset_id));
          const [version] = await versionsOf(trx, [{ tenant, reference }]);
          if (version === null) throw modelNotFound(reference);
          return { model: toModel(row), dataset, version };
        });
    },
    versions: (asked) => versionsOf(db, asked),
  };
}

async function versionsOf(
  db: Kysely<Database>,
  asked: readonly ServedModelRef[],
): Promise<(string | null)[]> {
  const tenants = asked.map(({ tenant }) => tenant);
  const ids = asked.map(({ reference }) => (idKindOf(reference) === null ? null : reference));
  const aliases = asked.map(({ reference }) => (idKindOf(reference) === null ? reference : null));
  const query = CompiledQuery.raw(versionsSql, [tenants, ids, aliases]);
  const { rows } = await db.executeQuery<{ version: string }>(query as CompiledQuery<{ version: string }>);
  return rows.map(({ version }) => (version === '' ? null : version));
}
