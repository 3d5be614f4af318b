import { type Kysely, type Selectable, sql } from 'kysely';
import type { NewModel } from '../../contracts/ports/index.ts';
import { type Job, newId, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { isLockTimeout } from '../database/connection.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { createGroups } from '../database/groups.ts';
import { hasTurn, lockDatasetRow } from '../database/lock-waits.ts';
import type { Database, ModelsTable } from '../database/tables.ts';
import { datasetNotFound } from '../datasets/rows.ts';
import type { PlaceEstimates } from '../jobs/place-estimates.ts';
import { isQueueFull, type QueueBound } from '../jobs/queue-bound.ts';
import { placesOfNew, type Waiting } from '../jobs/queued.ts';
import { priorityLevels, toJob } from '../jobs/rows.ts';
import { seriesOfModel } from '../memberships/model-series.ts';
import { refersToNothing } from './grouped-inserts.ts';

/** Trainings that one statement begins. */
const groupMax = 64;

/** A new model, and what the database decides about its job. */
type ModelRow = Selectable<ModelsTable> & { job_id: string; job_priority: number; job_created_at: Date };

export interface BegunTraining {
  model: ModelRow;
  job: Job;
}

interface Asked {
  tenant: TenantId;
  model: NewModel;
}

/** At least what the row of a model in training counts (migration 28). PostgreSQL writes JSON with spaces,
 *  and stores two specs. */
export function bytesOfTraining({ spec, requestedSpec = spec }: NewModel): number {
  return 4096 + Math.ceil(1.5 * (JSON.stringify(spec).length + JSON.stringify(requestedSpec).length));
}

/** Begins trainings in groups, one for each dataset. Each commit that notifies listeners waits for the one before it,
 *  so a burst of single ones would be as slow as the disk. The training of a dataset that is locked delays no other
 *  dataset. The returned function throws AppError dataset_not_found, queue_full. */
export function createGroupedTrainings(
  db: Kysely<Database>,
  queueBound: QueueBound,
  places: PlaceEstimates,
): (asked: Asked) => Promise<BegunTraining> {
  return createGroups<Asked, BegunTraining>({
    laneOf: ({ tenant, model }) => JSON.stringify([tenant, model.dataset.id]),
    take: ({ length }) => Math.min(groupMax, length),
    // The parent of one model was deleted, or there are places for some.
    isOfOne: (error) => refersToNothing(error) || isQueueFull(error),
    waitsFor: 4,
    run: async (asked) => {
      const [{ tenant, model }] = asked;
      const models = asked.map((one) => one.model);
      const { id } = model.dataset;
      if (queueBound.isFar(tenant)) {
        const begun = await beginTrainings(db, tenant, id, models, places).catch(unlessItMayWait);
        if (begun !== null) return begun;
      }
      return inTransaction(db, async (trx) => {
        await lockDatasetRow(trx, { tenant, id }, 'FOR SHARE');
        const begun = await beginTrainings(trx, tenant, id, models, places);
        await queueBound.requireIn(trx, tenant, begun.length);
        return begun;
      });
    },
  });
}

/** Null after a wait for a lock, which may be that of a dataset that another call changes, and where no dataset was
 *  found: it is not there, or such a call has its turn or waits for it. @throws other errors */
function unlessItMayWait(error: unknown): null {
  const isNotFound = error instanceof AppError && error.code === 'dataset_not_found';
  if (isLockTimeout(error) || isNotFound) return null;
  throw error;
}

/** @throws AppError dataset_not_found, also while a change of the dataset has its turn, unless the
 *  transaction has locked the row */
export async function beginTraining(
  db: Kysely<Database>,
  tenant: TenantId,
  model: NewModel,
  places: PlaceEstimates,
): Promise<BegunTraining> {
  return (await beginTrainings(db, tenant, model.dataset.id, [model], places))[0];
}

/** The new models, and their jobs with their places in the queue as of the beginning of the statement. */
async function beginTrainings(
  db: Kysely<Database>,
  tenant: TenantId,
  datasetId: string,
  models: readonly NewModel[],
  places: PlaceEstimates,
): Promise<BegunTraining[]> {
  const jobs = models.map(
    ({ spec, priority = 'normal' }) =>
      ({ kind: 'train', preset: spec.preset, priority: priorityLevels[priority] }) as const,
  );
  const estimates = places.of(tenant, jobs);
  const counted =
    estimates === null ? await insert<ModelRow & Waiting>(db, tenant, datasetId, models, true) : null;
  const rows = counted ?? (await insertTrainings(db, tenant, datasetId, models));
  const waiting: readonly Waiting[] = counted ?? estimates!;
  places.add(tenant, jobs, counted);
  return rows.map((row, i) => {
    const { queue_position, waiting_seconds } = waiting[i];
    const job = toJob({
      id: row.job_id,
      kind: 'train',
      status: 'queued',
      attempt: 0,
      cancel_requested: false,
      model_id: row.id,
      model_name: row.name,
      backtest_id: null,
      priority: row.job_priority,
      progress: null,
      error: null,
      created_at: row.job_created_at,
      started_at: null,
      finished_at: null,
      queue_position,
      waiting_seconds,
    });
    return { model: row, job };
  });
}

type InsertedModel = Omit<NewModel, 'dataset'> & { fleetId?: string };

/** Inserts models in training and their queued jobs, in one statement. The rows are in the order of `models`.
 *  @throws AppError dataset_not_found, as `beginTraining` */
export async function insertTrainings(
  db: Kysely<Database>,
  tenant: TenantId,
  datasetId: string,
  models: readonly InsertedModel[],
): Promise<ModelRow[]> {
  return insert<ModelRow>(db, tenant, datasetId, models, false);
}

/** @param countsPlaces whether the rows have the places of the jobs */
async function insert<Row extends ModelRow>(
  db: Kysely<Database>,
  tenant: TenantId,
  datasetId: string,
  models: readonly InsertedModel[],
  countsPlaces: boolean,
): Promise<Row[]> {
  const specs = [...new Set(models.flatMap(({ spec, requestedSpec = spec }) => [spec, requestedSpec]))];
  const asked = models.map(
    ({
      name,
      tags,
      spec,
      requestedSpec = spec,
      fleetId = null,
      parent,
      priority = 'normal',
      requestId,
      traceparent = null,
    }) => ({
      model_id: newId('model'),
      job_id: newId('job'),
      name,
      tags,
      fleet_id: fleetId,
      spec_at: specs.indexOf(spec),
      requested_at: specs.indexOf(requestedSpec),
      parent_id: parent?.id ?? null,
      is_warm: parent?.isWarm ?? false,
      priority: priorityLevels[priority],
      request_id: requestId,
      traceparent,
    }),
  );
  const queued = asked.map(({ job_id, priority }, i) => ({
    id: job_id,
    kind: 'train' as const,
    preset: models[i].spec.preset,
    priority,
  }));
  const place = countsPlaces ? sql`JOIN ${placesOfNew(tenant, queued)} AS place ON place.id = job.id` : sql``;
  const placeColumns = countsPlaces ? sql`, place.queue_position, place.waiting_seconds` : sql``;
  // What is trained again keeps the series of its parent, which belongs to the same tenant and does not change.
  const keepsSeries = asked.some(({ parent_id }) => parent_id !== null);
  const own = keepsSeries
    ? sql`, own AS (
      INSERT INTO model_series (model_id, series_id, tenant_id)
      SELECT model.id, of_parent.series_id, model.tenant_id
      FROM model CROSS JOIN LATERAL ${seriesOfModel(sql`model.parent_id`)} AS of_parent
    )`
    : sql``;
  // A concurrent deletion or change of the dataset waits for this transaction, or this one for it.
  const { rows } = await sql<Row>`
    WITH locked AS (
      SELECT id, version FROM datasets WHERE tenant_id = ${tenant} AND id = ${datasetId}
        AND ${hasTurn({ tenant, id: datasetId }, 'FOR SHARE')} FOR SHARE
    ), asked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS one (
        model_id text, job_id text, name text, tags text[], fleet_id text, spec_at integer, requested_at integer,
        parent_id text, is_warm boolean, priority smallint, request_id text, traceparent text)
    ), specs AS MATERIALIZED (
      SELECT ${JSON.stringify(specs)}::jsonb AS list
    ), model AS (
      INSERT INTO models (id, tenant_id, dataset_id, dataset_version, job_id, name, tags, status, spec, requested_spec,
        parent_id, is_warm, fleet_id)
      SELECT asked.model_id, ${tenant}::text, locked.id, locked.version, asked.job_id, asked.name, asked.tags,
        'training', specs.list -> asked.spec_at, specs.list -> asked.requested_at, asked.parent_id,
        asked.is_warm, asked.fleet_id
      FROM locked CROSS JOIN asked CROSS JOIN specs RETURNING *
    ), job AS (
      INSERT INTO jobs (id, tenant_id, kind, status, model_id, preset, priority, request_id, traceparent)
      SELECT model.job_id, model.tenant_id, 'train', 'queued', model.id, model.preset, asked.priority, asked.request_id,
        asked.traceparent
      FROM model JOIN asked ON asked.model_id = model.id
      RETURNING id, priority, created_at
    )${own}
    SELECT model.*, job.priority AS job_priority, job.created_at AS job_created_at${placeColumns}
    FROM model JOIN job ON job.id = model.job_id ${place}`.execute(db);
  if (rows.length === 0) throw datasetNotFound(datasetId);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return asked.map(({ model_id }) => byId.get(model_id)!);
}
