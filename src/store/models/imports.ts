import { type Selectable, sql, type Transaction } from 'kysely';
import {
  type ImportedModel,
  type KindName,
  type KindTypes,
  kindOf,
  newId,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import type { Database, ModelsTable } from '../database/tables.ts';
import { insertEmptyDataset } from '../datasets/insert.ts';
import { insertEmptySymbols } from '../datasets/sequences.ts';

/** Inserts the dataset of an imported model, without data. */
interface EmptyDataset<Kind extends KindName = KindName> {
  insert(
    trx: Transaction<Database>,
    tenant: TenantId,
    dataset: KindTypes[Kind]['imported']['dataset'],
  ): Promise<{ id: string }>;
}

const emptyDatasets: { [Kind in KindName]: EmptyDataset<Kind> } = {
  numeric: { insert: insertEmptyDataset },
  symbols: { insert: insertEmptySymbols },
};

/** Inserts a model that is ready at once, its weights, and an empty dataset. */
export async function insertImport(
  trx: Transaction<Database>,
  tenant: TenantId,
  { dataset, ...imported }: ImportedModel,
): Promise<Selectable<ModelsTable>> {
  const { name, tags, spec, requestedSpec, parameterCount, trainedAt, card, weights } = imported;
  const emptyDataset: EmptyDataset = emptyDatasets[kindOf(imported)];
  const { id: dataset_id } = await emptyDataset.insert(trx, tenant, dataset);
  const model = await trx
    .insertInto('models')
    .values({
      id: newId('model'),
      tenant_id: tenant,
      dataset_id,
      dataset_version: 0,
      job_id: null,
      name,
      tags,
      status: 'ready',
      spec: JSON.stringify(spec),
      requested_spec: JSON.stringify(requestedSpec),
      parameter_count: parameterCount,
      card: card === null ? null : JSON.stringify(card),
      weights_bytes: weights.bytes.byteLength,
      weights_sha256: weights.sha256,
      ready_at: sql<Date>`now()`,
      trained_at: trainedAt === null ? null : new Date(trainedAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('model_weights')
    .values({ model_id: model.id, tenant_id: tenant, bytes: Buffer.from(weights.bytes) })
    .execute();
  return model;
}
