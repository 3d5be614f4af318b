import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { FleetCreated, FleetStore, NewFleet } from '../../contracts/ports/index.ts';
import {
  cutText,
  datasetEmpty,
  type Fleet,
  limits,
  newId,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import { createPacedRead, inCall } from '../../sharing/index.ts';
import { isNamed, newestFirst, type Scope } from '../database/cursor.ts';
import { againAfterDeadlock, inTransaction } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { Database, FleetsTable } from '../database/tables.ts';
import { lockModels, requireNoDependents, requireNoWarmStart } from '../datasets/dependents.ts';
import { datasetNotFound, seriesIn } from '../datasets/rows.ts';
import { type EndingJob, endTrainingsAsCancelled, setModels } from '../jobs/endings.ts';
import { isOfModels, lockEndedJobs } from '../jobs/locks.ts';
import { countLosses } from '../jobs/losses.ts';
import type { QueueBound } from '../jobs/queue-bound.ts';
import { requireVersions } from '../jobs/retries.ts';
import { queueAgain } from '../jobs/rows.ts';
import { isLost } from '../jobs/silence.ts';
import { insertTrainings } from './trainings.ts';

/** Trainings in one statement, whose JSON is short enough for the main thread; and jobs in one
 *  transaction that cancels them. */
const rowsAtOnce = 200;
const cancelledAtOnce = 200;
/** Rounds of a cancel, and the pause between two: a worker claims a training within milliseconds. */
const cancelRoundsMax = 20;
const cancelRoundMs = 50;
/** Fleets whose skill is kept in memory. */
const skillsMax = 1_000;
/** The skill of a fleet in training is kept for so many times as long as its read took. */
const skillKeptFor = 20;

export function createFleetStore(
  db: Kysely<Database>,
  quota: StorageQuota,
  queueBound: QueueBound,
): FleetStore {
  const withSkill = createFleetReads();
  return {
    async create(tenant, request, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const created = await insertFleet(trx, tenant, request);
        await queueBound.requireIn(trx, tenant, created.due.length);
        await requireWithinQuota(tenant);
        await saveResponse(trx, idempotentCall, created);
        return created;
      });
    },

    async list(tenant, query) {
      const { dataset_id, name } = query;
      const rows = db
        .selectFrom('fleets')
        .select(listedColumns)
        .select(sql<string[]>`left_out[1:${limits.leftOutListed}::integer]`.as('left_out'))
        .$if(name !== undefined, (qb) => qb.where(isNamed(name as string)))
        .$if(dataset_id !== undefined, (qb) => qb.where('tenant_id', '=', tenant));
      const within: Scope = dataset_id === undefined ? ['tenant_id', tenant] : ['dataset_id', dataset_id];
      return newestFirst('fleets', query, rows, toFleet, { within });
    },

    get: (tenant, id) => withSkill(db, tenant, id),

    async state(tenant, id) {
      const row = await db
        .selectFrom('fleets')
        .select(['id', 'dataset_id', 'status', 'series_count', 'left_out_count'])
        .select(['total', 'training', 'ready', 'failed', 'cancelled'])
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw fleetNotFound(id);
      const { total, training, ready, failed, cancelled, ...state } = row;
      return { ...state, models: { total, training, ready, failed, cancelled } };
    },

    async requested(tenant, id) {
      return (await findFleet(db, tenant, id)).request;
    },

    async modelsOf(tenant, id, seriesIds, seriesMax) {
      const rows = await db
        .selectFrom('fleet_series')
        .select(['series_id', 'model_id'])
        .where('tenant_id', '=', tenant)
        .where('fleet_id', '=', id)
        .$if(seriesIds !== null, (qb) => qb.where('series_id', '=', sql<string>`ANY(${seriesIds}::text[])`))
        .orderBy('series_id')
        .limit(seriesMax)
        .execute();
      return rows.map(({ series_id, model_id }) => ({ seriesId: series_id, modelId: model_id }));
    },

    async cancel(tenant, id) {
      await findFleet(db, tenant, id);
      await requestCancels(db, id);
      // Workers claim queued trainings meanwhile, and one that is being claimed is locked.
      for (let round = 0; round < cancelRoundsMax; round++) {
        if (round > 0) await sleep(cancelRoundMs);
        for (let after: string | null = ''; after !== null; ) after = await cancelSome(db, tenant, id, after);
        await requestCancels(db, id);
        if (!(await hasUncancelled(db, id))) break;
      }
      return withSkill(db, tenant, id);
    },

    async retry(tenant, id, requestId) {
      const due = await inTransaction(db, async (trx) => {
        await findFleet(trx, tenant, id);
        const isRetried = sql`jobs.id = ANY(ARRAY(
          SELECT job_id FROM models WHERE fleet_id = ${id} AND models.status IN ('failed', 'cancelled')))`;
        await requireVersions(trx, tenant, isRetried);
        const { rows } = await sql<{ id: string; model_id: string }>`
          SELECT id, model_id FROM jobs WHERE ${isRetried} AND status IN ('failed', 'cancelled')
          ORDER BY id FOR UPDATE`.execute(trx);
        if (rows.length > 0) {
          const models = rows.map(({ model_id }) => model_id);
          await queueAgain(
            trx,
            rows.map((row) => row.id),
          );
          await setModels(trx, models, 'training');
        }
        await queueBound.requireIn(trx, tenant, rows.length);
        return rows.map((row) => ({ kind: 'train' as const, job_id: row.id, request_id: requestId }));
      });
      return { fleet: await withSkill(db, tenant, id), due };
    },

    async delete(tenant, id, dependents = 'refuse', precondition = null) {
      const requireDeletable = async (db: Kysely<Database>) => {
        if (precondition !== null) await precondition(await withSkill(db, tenant, id));
        await requireEnded(db, id);
        await requireNoWarmStart(db, { column: 'fleet_id', value: id });
      };
      const deletion = async (trx: Transaction<Database>) => {
        await lockEndedJobs(trx, { column: 'fleet_id', value: id });
        await lockModels(trx, { column: 'fleet_id', value: id });
        // Whoever ends a training changes its model, and the trigger of the model changes the fleet: the
        // fleet comes last here too.
        const row = await trx
          .selectFrom('fleets')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) throw fleetNotFound(id);
        await requireDeletable(trx);
        await requireNoDependents(trx, { column: 'fleet_id', value: id }, 'fleet', dependents);
        await trx.deleteFrom('fleets').where('id', '=', id).execute();
      };
      await findFleet(db, tenant, id);
      await requireDeletable(db); // before anything is locked: a refusal holds up no worker
      await inTransaction(db, deletion);
    },
  };
}

/** Columns of a fleet in a list, beside those that it cuts. */
const listedColumns = [
  ...(['id', 'tenant_id', 'dataset_id', 'dataset_version', 'name', 'tags', 'per', 'group_by'] as const),
  ...(['settings', 'status', 'series_count', 'left_out_count', 'created_at', 'ready_at'] as const),
  ...(['total', 'training', 'ready', 'failed', 'cancelled'] as const),
] as const;

type FleetRow = Selectable<FleetsTable>;

function fleetNotFound(id: string): AppError {
  return new AppError('fleet_not_found', { detail: `There is no fleet ${id}.`, values: { id } });
}

async function findFleet(db: Kysely<Database>, tenant: TenantId, id: string): Promise<FleetRow> {
  const row = await db
    .selectFrom('fleets')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw fleetNotFound(id);
  return row;
}

/** @throws AppError fleet_in_use while jobs of the fleet's models are queued or running */
async function requireEnded(db: Kysely<Database>, id: string): Promise<void> {
  const { count } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().filterWhere('status', 'in', ['queued', 'running']).as('count'))
    .where(isOfModels({ column: 'fleet_id', value: id }))
    .executeTakeFirstOrThrow();
  if (Number(count) > 0)
    throw new AppError('fleet_in_use', {
      detail: `${count} jobs of the fleet have not ended: wait, or cancel the fleet.`,
    });
}

/** Reads fleets with the skill of their models, which takes all of them to compute. While no model is in training, the
 *  skill depends on the number of those that are ready, since a ready model never changes its card: it is then kept.
 *  Before, it is read at most for a share of the time. */
function createFleetReads() {
  const kept = new Map<string, Fleet['skill']>();
  const paced = new Map<string, ReturnType<typeof createPacedRead<Fleet['skill']>>>();
  return async (db: Kysely<Database>, tenant: TenantId, id: string): Promise<Fleet> => {
    const row = await findFleet(db, tenant, id);
    if (row.ready === 0) return toFleet(row);
    if (row.training > 0) {
      if (paced.size >= skillsMax) paced.clear();
      const read = paced.get(id) ?? createPacedRead(skillKeptFor);
      paced.set(id, read);
      // It is of all callers that share it, so it goes on when one hangs up.
      const skill = await read(() => inCall({ tenant, signal: null }, () => skillOf(db, id)));
      return { ...toFleet(row), skill };
    }
    paced.delete(id);
    const key = `${id} ${row.ready}`;
    const skill = kept.get(key) ?? (await skillOf(db, id));
    if (kept.size >= skillsMax) kept.clear();
    kept.set(key, skill);
    return { ...toFleet(row), skill };
  };
}

async function insertFleet(
  trx: Transaction<Database>,
  tenant: TenantId,
  request: NewFleet,
): Promise<FleetCreated> {
  const { datasetId, requestId, traceparent = null, ...kept } = request;
  if (!(await lockDatasetRow(trx, { tenant, id: datasetId }, 'FOR SHARE'))) throw datasetNotFound(datasetId);
  const dataset = await trx
    .selectFrom('datasets')
    .select(['id', 'tenant_id', 'version', 'name'])
    .where('id', '=', datasetId)
    .executeTakeFirstOrThrow();
  const { members, leftOut } = await membersOf(trx, dataset, request);
  const id = newId('fleet');
  const seriesCount = members.reduce((sum, { seriesIds }) => sum + seriesIds.length, 0);
  const row = await trx
    .insertInto('fleets')
    .values({
      id,
      tenant_id: tenant,
      dataset_id: dataset.id,
      dataset_version: dataset.version,
      name: request.name,
      tags: request.tags,
      per: request.per,
      group_by: request.groupBy,
      settings: JSON.stringify(request.settings),
      request: JSON.stringify({ datasetId, ...kept }),
      series_count: seriesCount,
      left_out: leftOut.slice(0, limits.newSeriesListed),
      left_out_count: leftOut.length,
      total: members.length,
      training: members.length,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const jobIds: string[] = [];
  for (let from = 0; from < members.length; from += rowsAtOnce) {
    const some = members.slice(from, from + rowsAtOnce);
    const trainings = await insertTrainings(
      trx,
      tenant,
      dataset.id,
      some.map(({ key }) => ({
        name: cutText(`${request.name} ${key}`, limits.nameLengthMax),
        tags: request.tags,
        spec: request.spec,
        fleetId: id,
        requestId,
        traceparent,
      })),
    );
    const [series, models] = [
      some.flatMap((one) => one.seriesIds),
      some.flatMap((one, i) => one.seriesIds.map(() => trainings[i].id)),
    ];
    await sql`
      INSERT INTO fleet_series (fleet_id, series_id, tenant_id, model_id)
      SELECT ${id}, series_id, ${tenant}, model_id
      FROM unnest(${series}::text[], ${models}::text[]) AS one (series_id, model_id)`.execute(trx);
    jobIds.push(...trainings.map(({ job_id }) => job_id));
  }
  return {
    fleet: toFleet(row),
    due: jobIds.map((job_id) => ({ kind: 'train', job_id, request_id: requestId })),
  };
}

interface Member {
  /** Id of the series, or value of the attribute. */
  key: string;
  seriesIds: string[];
}

/** The models of a fleet, in the order of the dataset, and the series that have none. */
async function membersOf(
  trx: Transaction<Database>,
  dataset: { id: string; tenant_id: string },
  { per, groupBy, pointsMin, leavesShortOut }: NewFleet,
): Promise<{ members: Member[]; leftOut: string[] }> {
  const key = per === 'series' ? sql<string>`id` : sql<string | null>`static ->> ${groupBy}::text`;
  const { rows } = await sql<{ key: string | null; series_ids: string[]; points: number }>`
    SELECT ${key} AS key, array_agg(id ORDER BY position) AS series_ids, max(point_count) AS points
    FROM ${seriesIn(dataset)} AS series GROUP BY 1 ORDER BY min(position)`.execute(trx);
  if (rows.length === 0) throw datasetEmpty({ id: dataset.id, kind: 'numeric' });
  const without = rows.find((row) => row.key === null);
  if (without !== undefined) {
    const [example] = without.series_ids;
    refuse('covariate_unknown', {
      path: '/group_by',
      series_id: example,
      message: `${without.series_ids.length} series, such as \`${example}\`, have no attribute \`${groupBy}\``,
      accepted: 'a static attribute that every series has',
    });
  }
  const short = rows.filter(({ points }) => points < pointsMin);
  const long = rows.filter(({ points }) => points >= pointsMin);
  if (short.length > 0 && (!leavesShortOut || long.length === 0)) refuseShort(short, per, pointsMin);
  if (long.length > limits.fleetModelsMax)
    refuse('fleet_too_large', {
      path: '/per',
      message: `the fleet would have ${long.length} models`,
      accepted: `at most ${limits.fleetModelsMax}`,
    });
  return {
    members: long.map((row) => ({ key: row.key as string, seriesIds: row.series_ids })),
    leftOut: short.flatMap((row) => row.series_ids),
  };
}

function refuseShort(
  short: { key: string | null; points: number }[],
  per: Fleet['per'],
  pointsMin: number,
): never {
  const faults = short.slice(0, limits.faultsMax).map(({ key, points }) => ({
    path: '/settings/horizon',
    ...(per === 'series' ? { series_id: key as string } : {}),
    message: `the longest series of \`${key}\` has ${points} points`,
    accepted: `at least ${pointsMin}`,
  }));
  refuse(
    'series_too_short',
    faults,
    `${short.length} models of the fleet would have fewer than ${pointsMin} points; accepted: \`short_series: "leave_out"\`, a shorter horizon, or one model for all series.`,
  );
}

/** Asks the workers to end the running trainings of a fleet. The jobs are locked in the order of their
 *  ids, as by a deletion. */
async function requestCancels(db: Kysely<Database>, fleetId: string): Promise<void> {
  const running = db
    .selectFrom('jobs')
    .select('id')
    .where('status', '=', 'running')
    .where('kind', '=', 'train')
    .where('cancel_requested', '=', false)
    .where('model_id', 'in', trainingOf(db, fleetId))
    .orderBy('id')
    .forNoKeyUpdate();
  await againAfterDeadlock(() =>
    db
      .updateTable('jobs')
      .set({ cancel_requested: true })
      .where('id', '=', sql<string>`ANY(ARRAY(${running}))`)
      .execute(),
  );
}

/** Whether a training of the fleet is queued, or runs and is not asked to end. One statement sees both: between two, a
 *  queued one could start. The status is hidden from the planner as in `cancelSome`. */
async function hasUncancelled(db: Kysely<Database>, fleetId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM models CROSS JOIN LATERAL (
      SELECT FROM jobs WHERE id = models.job_id
        AND (status || '' = 'queued' OR status || '' = 'running' AND NOT cancel_requested)) AS job
    WHERE models.fleet_id = ${fleetId} AND models.status = 'training' LIMIT 1`.execute(db);
  return rows.length > 0;
}

function trainingOf(db: Kysely<Database>, fleetId: string) {
  return db
    .selectFrom('models')
    .select('id')
    .where('fleet_id', '=', fleetId)
    .where('status', '=', 'training');
}

/** Cancels some trainings of a fleet that are queued, or whose worker is lost. @param after id of the last
 *  model that was looked at
 *  @returns id of the last model that is looked at now; null if there was none */
async function cancelSome(
  db: Kysely<Database>,
  tenant: TenantId,
  fleetId: string,
  after: string,
): Promise<string | null> {
  let lost = 0;
  const last = await inTransaction(db, async (trx) => {
    const models = await trx
      .selectFrom('models')
      .select(['id', 'job_id'])
      .where('fleet_id', '=', fleetId)
      .where('status', '=', 'training')
      .where('id', '>', after)
      .orderBy('id')
      .limit(cancelledAtOnce)
      .execute();
    if (models.length === 0) return null;
    // Each job is found and locked by its key, in the order of the models. `||` hides the status from the planner: with
    // statistics of an empty queue it would look for each job in the index of all queued ones.
    const { rows: jobs } = await sql<EndingJob & { is_lost: boolean }>`
      SELECT job.* FROM unnest(${models.map(({ job_id }) => job_id)}::text[]) AS of_model (job_id) CROSS JOIN LATERAL (
        SELECT id, tenant_id, kind, model_id, backtest_id, status = 'running' AS is_lost FROM jobs
        WHERE id = of_model.job_id AND (status || '' = 'queued' OR status || '' = 'running' AND ${isLost})
        FOR UPDATE SKIP LOCKED) AS job`.execute(trx);
    lost = jobs.filter((job) => job.is_lost).length;
    if (jobs.length > 0) await endTrainingsAsCancelled(trx, tenant, jobs);
    return models[models.length - 1].id;
  });
  await countLosses(db, 'train', lost);
  return last;
}

async function skillOf(db: Kysely<Database>, fleetId: string): Promise<Fleet['skill']> {
  const { rows } = await sql<{ with_skill: number; median: number | null }>`
    SELECT count(*) FILTER (WHERE has_skill)::integer AS with_skill,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY (skill ->> 'value')::float8) AS median
    FROM models WHERE fleet_id = ${fleetId} AND status = 'ready'`.execute(db);
  return rows[0];
}

function toFleet(row: Omit<FleetRow, 'request'>): Fleet {
  return {
    id: row.id,
    name: row.name,
    tags: row.tags,
    status: row.status,
    dataset_id: row.dataset_id,
    dataset_version: row.dataset_version,
    per: row.per,
    group_by: row.group_by,
    settings: row.settings,
    models: {
      total: row.total,
      training: row.training,
      ready: row.ready,
      failed: row.failed,
      cancelled: row.cancelled,
    },
    series_count: row.series_count,
    left_out: row.left_out,
    left_out_count: row.left_out_count,
    skill: null,
    created_at: row.created_at.toISOString(),
    ready_at: row.ready_at?.toISOString() ?? null,
  };
}
