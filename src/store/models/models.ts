import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ModelCreated, ModelStore } from '../../contracts/ports/index.ts';
import { idKindOf, type Model, type ModelSummary, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { faultPoint } from '../../fault-points.ts';
import { isNamed, isWithin, newestFirst } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { PointsBound } from '../database/points-bound.ts';
import type { RequireWithinQuota, StorageQuota } from '../database/storage-quota.ts';
import type { Database, ModelsTable } from '../database/tables.ts';
import { requireNoDependents, requireNoWarmStart } from '../datasets/dependents.ts';
import { insertDataset } from '../datasets/insert.ts';
import { presentSeriesOf } from '../datasets/present-series.ts';
import { lockEndedJobs } from '../jobs/locks.ts';
import { PlaceEstimates } from '../jobs/place-estimates.ts';
import type { QueueBound } from '../jobs/queue-bound.ts';
import { firstPart, readPart, readRest } from '../large-bytes/parts.ts';
import { seriesOfModel } from '../memberships/model-series.ts';
import { setAnomalyLevel } from './anomaly-watches.ts';
import { refersToNothing } from './grouped-inserts.ts';
import { insertImport } from './imports.ts';
import { type BegunTraining, beginTraining, bytesOfTraining, createGroupedTrainings } from './trainings.ts';

/** Models of a tenant among which the last trainings of a kind are looked for. */
const newestModelsMax = 1_000;

interface Bounds {
  quota: StorageQuota;
  pointsBound: PointsBound;
  queueBound: QueueBound;
}

export function createModelStore(
  db: Kysely<Database>,
  { quota, pointsBound, queueBound }: Bounds,
): ModelStore {
  const places = new PlaceEstimates();
  const beginGrouped = createGroupedTrainings(db, queueBound, places);
  return {
    async create(tenant, model, idempotentCall = null) {
      const inOwnTransaction = () =>
        inTransaction(db, async (trx) => {
          await lockDatasetRow(trx, { tenant, id: model.dataset.id }, 'FOR SHARE');
          const created = toCreated(await beginTraining(trx, tenant, model, places));
          await queueBound.requireIn(trx, tenant, 1);
          await saveResponse(trx, idempotentCall, created);
          faultPoint('inserted', created.job.id);
          return created;
        });
      const inGroup = async () => toCreated(await beginGrouped({ tenant, model }));
      const begin = idempotentCall === null ? inGroup : inOwnTransaction;
      return quota
        .storing(tenant, () => bytesOfTraining(model), begin)
        .catch((error: unknown) => {
          // The model that is trained again was deleted in the meantime.
          const { parent } = model;
          throw refersToNothing(error) && parent !== undefined ? modelNotFound(parent.id) : error;
        });
    },

    async createWithDataset(tenant, parsed, describe, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const dataset = await insertDataset(trx, tenant, parsed);
        const created = toCreated(
          await beginTraining(trx, tenant, { ...describe(dataset), dataset }, places),
        );
        await queueBound.requireIn(trx, tenant, 1);
        await pointsBound.requireIn(trx, tenant, dataset.point_count);
        await requireWithinQuota(tenant);
        await saveResponse(trx, idempotentCall, created);
        return created;
      });
    },

    async import(tenant, model, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const imported = toModel(await insertImport(trx, tenant, model));
        await requireWithinQuota(tenant);
        await saveResponse(trx, idempotentCall, imported);
        return imported;
      });
    },

    async list(tenant, query) {
      const { dataset_id, fleet_id, tag, status, name } = query;
      const rows = db
        .selectFrom('models')
        .select(summaryColumns)
        .$if(name !== undefined, (qb) => qb.where(isNamed(name as string)))
        .$if(fleet_id === undefined, (qb) => qb.where('models.fleet_id', 'is', null))
        // All models of a fleet are of one dataset: of another one, none is read.
        .$if(dataset_id !== undefined && fleet_id !== undefined, (qb) =>
          qb.where(
            sql<string>`(SELECT dataset_id FROM fleets WHERE id = ${fleet_id})`,
            '=',
            dataset_id as string,
          ),
        )
        .$if(status !== undefined, (qb) => qb.where('status', '=', status as Model['status']));
      const of = { fleet_id, dataset_id, tenant_id: tenant };
      // The column with the fewest models gives the order. A tag has a table with an order of its own.
      const leading = (['fleet_id', 'dataset_id', 'tenant_id'] as const).find(
        (column) => tag === undefined && of[column] !== undefined,
      );
      const found = Object.entries(of).reduce(
        (qb, [column, value]) =>
          value === undefined || column === leading
            ? qb
            : qb.where(sql.ref<string>(`models.${column}`), '=', value),
        rows,
      );
      if (leading !== undefined)
        return newestFirst('models', query, found, toSummary, { within: [leading, of[leading] as string] });
      const tagged = found
        .innerJoin('model_tags', 'model_tags.model_id', 'models.id')
        .where('model_tags.tenant_id', '=', tenant)
        .where('model_tags.fleet_id', '=', fleet_id ?? '')
        .where('model_tags.tag', '=', tag as string);
      return newestFirst('models', query, tagged, toSummary, { within: null, key: 'model_tags.model_id' });
    },

    async pastTrainings(tenant, kind, limit) {
      // Cards are large values: of a tenant with many models, those of a few are read.
      const newest = db
        .selectFrom('models')
        .select(['id', 'tenant_id', 'kind', 'job_id'])
        .where(isWithin(['tenant_id', tenant]))
        .where('status', '=', 'ready')
        .orderBy('tenant_id')
        .orderBy('id', 'desc')
        .limit(newestModelsMax)
        .as('newest');
      const trained = db
        .selectFrom(newest)
        .select('id')
        .where('kind', '=', kind)
        .where('job_id', 'is not', null)
        // A model of a few series says nothing about a training on its whole dataset.
        .where(sql<boolean>`NOT EXISTS (SELECT FROM ${seriesOfModel(sql.ref('newest.id'))} AS own)`)
        .orderBy('tenant_id')
        .orderBy('id', 'desc')
        .limit(limit);
      const rows = await db
        .selectFrom('models')
        .innerJoin('datasets', 'datasets.id', 'models.dataset_id')
        .select([
          'models.spec',
          'models.requested_spec',
          'models.is_warm',
          'models.dataset_id',
          'datasets.frequency',
          'datasets.symbols',
        ])
        .select(['datasets.point_count', 'datasets.series_count'])
        .select(sql<number>`(card -> 'training' ->> 'seconds')::float8`.as('seconds'))
        .where('models.tenant_id', '=', tenant)
        .where('models.id', 'in', trained)
        .where(sql<boolean>`(card -> 'training' ->> 'seconds') IS NOT NULL`)
        .orderBy('models.id', 'desc')
        .execute();
      return rows.map(({ spec, requested_spec, is_warm, dataset_id, seconds, ...dataset }) => ({
        // A warm training begins with settings that were decided before.
        spec,
        requested: is_warm ? spec : (requested_spec ?? spec),
        dataset_id,
        seconds,
        facts: {
          points: dataset.point_count,
          series: dataset.series_count,
          seasons: kind === 'symbols' ? [] : dataset.frequency.season_lengths,
          vocabulary: dataset.symbols?.vocabulary_size ?? 0,
        },
      }));
    },

    async get(tenant, id) {
      return toModel(await findModel(db, tenant, id));
    },

    async update(tenant, reference, { name, tags, anomaly_level }, precondition = null) {
      const change = async (trx: Transaction<Database>, requireWithinQuota: RequireWithinQuota) => {
        const model = await findModel(trx, tenant, reference);
        if (precondition !== null) await precondition(await lockModel(trx, tenant, model.id));
        const changes = {
          ...(name === undefined ? {} : { name }),
          ...(tags === undefined ? {} : { tags }),
        };
        if (Object.keys(changes).length > 0)
          await trx.updateTable('models').set(changes).where('id', '=', model.id).execute();
        if (anomaly_level !== undefined && (await setAnomalyLevel(trx, model, anomaly_level)))
          await requireWithinQuota(tenant);
        return toModel(await findModel(trx, tenant, model.id));
      };
      // A deletion of the dataset locks the dataset and then the model; a change of the watch may lock
      // them in the other order.
      return quota.transaction(change);
    },

    seriesOf: (tenant, model) => presentSeriesOf(db, tenant, model),

    async requested(tenant, reference) {
      const { spec, requested_spec } = await findModel(db, tenant, reference);
      return requested_spec ?? spec;
    },

    async trainedAt(tenant, reference) {
      const { trained_at, ready_at } = await findModel(db, tenant, reference);
      return (trained_at ?? ready_at)?.toISOString() ?? null;
    },

    async weights(tenant, id, beforePart) {
      const { model, ...first } = await firstWeights(db, tenant, id);
      const bytes = await readRest(db, { table: 'model_weights', id: model.id }, first, beforePart);
      if (bytes === null) throw modelNotFound(id);
      return { bytes, sha256: first.sha256 };
    },

    async *weightsParts(tenant, id) {
      const { model, part, size } = await firstWeights(db, tenant, id);
      yield part;
      for (let offset = part.length; offset < size; ) {
        const next = await readPart(db, { table: 'model_weights', id: model.id }, offset);
        if (next === null || next.length === 0) throw modelNotFound(id);
        yield next;
        offset += next.length;
      }
    },

    async markUsed(id) {
      await sql`
        INSERT INTO model_uses (model_id, used_on) SELECT id, (now() AT TIME ZONE 'UTC')::date FROM models WHERE id = ${id}
        ON CONFLICT (model_id) DO UPDATE SET used_on = excluded.used_on
          WHERE model_uses.used_on < excluded.used_on`
        .execute(db)
        .catch((error: unknown) => {
          if (!refersToNothing(error)) throw error;
        });
    },

    async delete(tenant, reference, dependents = 'refuse', precondition = null) {
      const deletion = async (trx: Transaction<Database>) => {
        const { id } = await findModel(trx, tenant, reference);
        await lockEndedJobs(trx, { column: 'model_id', value: id });
        const model = await trx
          .selectFrom('models')
          .select(['id', 'fleet_id'])
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (model === undefined) throw modelNotFound(id);
        if (precondition !== null) await precondition(toModel(await findModel(trx, tenant, id)));
        if (model.fleet_id !== null)
          throw new AppError('model_in_use', {
            detail: `The model belongs to the fleet ${model.fleet_id}: delete the fleet.`,
            headers: { Location: `/v1/fleets/${model.fleet_id}` },
          });
        const job = await trx
          .selectFrom('jobs')
          .select(['id', 'kind'])
          .where('model_id', '=', id)
          .where('status', 'in', ['queued', 'running'])
          .executeTakeFirst();
        if (job !== undefined) {
          throw new AppError('model_in_use', {
            detail: `Job ${job.id} (${job.kind}) uses this model: wait until it has ended, or cancel it.`,
            headers: { Location: `/v1/jobs/${job.id}` },
          });
        }
        await requireNoDependents(trx, { column: 'id', value: id }, 'model', dependents);
        await requireNoWarmStart(trx, { column: 'id', value: id });
        await trx.deleteFrom('models').where('tenant_id', '=', tenant).where('id', '=', id).execute();
      };
      await inTransaction(db, deletion);
    },
  };
}

type ModelRow = Selectable<ModelsTable>;

function toCreated({ model, job }: BegunTraining): ModelCreated {
  return { model: toModel(model), job };
}

/** SQL for the id of a model that a caller names by its id or by an alias. Null when there is no such alias. */
function modelIdOf(tenant: TenantId, reference: string) {
  if (idKindOf(reference) !== null) return sql<string>`${reference}`;
  return sql<string>`(SELECT model_id FROM aliases WHERE tenant_id = ${tenant} AND name = ${reference})`;
}

/** @param id of the model, or an alias
 *  @throws AppError model_not_found */
export async function findModel(db: Kysely<Database>, tenant: TenantId, id: string): Promise<ModelRow> {
  const row = await db
    .selectFrom('models')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', modelIdOf(tenant, id))
    .executeTakeFirst();
  if (row === undefined) throw modelNotFound(id);
  return row;
}

/** The first part of the weights of a model. @throws AppError model_not_found, model_not_ready */
async function firstWeights(db: Kysely<Database>, tenant: TenantId, id: string) {
  const row = await db
    .selectFrom('models')
    .leftJoin('model_weights', 'model_weights.model_id', 'models.id')
    .selectAll('models')
    .select(firstPart('model_weights'))
    .where('models.tenant_id', '=', tenant)
    .where('models.id', '=', modelIdOf(tenant, id))
    .executeTakeFirst();
  if (row === undefined) throw modelNotFound(id);
  const { part, size, weights_sha256: sha256, ...model } = row;
  if (row.status !== 'ready' || part === null || sha256 === null) throw notReady(row);
  return { model, part, size, sha256 };
}

/** Locks a model against changes until the end of the transaction, but not against new references to it.
 *  @throws AppError model_not_found */
async function lockModel(trx: Transaction<Database>, tenant: TenantId, id: string): Promise<Model> {
  const row = await trx
    .selectFrom('models')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw modelNotFound(id);
  return toModel(row);
}

export function modelNotFound(id: string): AppError {
  const what = idKindOf(id) === null ? 'alias' : 'model';
  return new AppError('model_not_found', { detail: `There is no ${what} ${id}.`, values: { id } });
}

function notReady({ status, job_id, error }: ModelRow): AppError {
  const details: Record<Exclude<Model['status'], 'ready'>, string> = {
    training: `The model is in training: wait for job ${job_id}.`,
    failed: `The training of this model failed and left no weights: ${error?.detail ?? `see job ${job_id}.`}`,
    cancelled: 'The training of this model was cancelled and left no weights: train another one.',
  };
  return new AppError('model_not_ready', {
    detail: details[status as keyof typeof details],
    headers: { Location: `/v1/jobs/${job_id}` },
  });
}

const summaryColumns = [
  ...(['id', 'name', 'tags', 'status', 'dataset_id', 'dataset_version', 'job_id', 'parent_id'] as const),
  ...(['kind', 'cell', 'horizon', 'summary', 'has_skill', 'skill'] as const),
  ...(['parameter_count', 'error', 'anomaly_level', 'created_at', 'ready_at'] as const),
];

function toSummary({
  created_at,
  ready_at,
  ...row
}: Pick<ModelRow, (typeof summaryColumns)[number]>): ModelSummary {
  return {
    ...row,
    created_at: created_at.toISOString(),
    ready_at: ready_at?.toISOString() ?? null,
  };
}

export function toModel(row: ModelRow): Model {
  return {
    id: row.id,
    name: row.name,
    tags: row.tags,
    status: row.status,
    dataset_id: row.dataset_id,
    dataset_version: row.dataset_version,
    job_id: row.job_id,
    parent_id: row.parent_id,
    spec: row.spec,
    parameter_count: row.parameter_count,
    card: row.card,
    weights:
      row.weights_bytes === null || row.weights_sha256 === null
        ? null
        : { bytes: row.weights_bytes, sha256: row.weights_sha256 },
    error: row.error,
    anomaly_level: row.anomaly_level,
    created_at: row.created_at.toISOString(),
    ready_at: row.ready_at?.toISOString() ?? null,
  };
}
