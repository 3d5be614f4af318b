import { setImmediate } from 'node:timers/promises';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { DueJob, ScheduleStore, ScheduleTicks, Tick } from '../contracts/ports/index.ts';
import {
  clockErrorMsMax,
  lastDoneAt,
  limits,
  newId,
  nextRun,
  requireTrainingData,
  type Schedule,
  type ScheduleRun,
  type StoredSchedule,
  type StoredScheduleRun,
  settledCron,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { AppError, refuse } from '../errors.ts';
import { checkedChange } from './database/checked-change.ts';
import { newestFirst } from './database/cursor.ts';
import { inTransaction } from './database/deadlocks.ts';
import { saveResponse } from './database/idempotency.ts';
import { lockDatasetRow } from './database/lock-waits.ts';
import { requireRowsMax } from './database/row-bound.ts';
import type { RequireWithinQuota, StorageQuota } from './database/storage-quota.ts';
import type { Database, SchedulesTable } from './database/tables.ts';
import { longestIn } from './datasets/kept-reads.ts';
import { longestSeriesOf } from './datasets/present-series.ts';
import type { QueueBound } from './jobs/queue-bound.ts';
import { insertForecast } from './models/forecasts.ts';
import { findModel, modelNotFound } from './models/models.ts';
import { insertTrainings } from './models/trainings.ts';
import { announce } from './webhooks/outbox.ts';

type ScheduleRow = Selectable<SchedulesTable>;

export function createScheduleStore(db: Kysely<Database>): ScheduleStore {
  return {
    async create(tenant, { name, every, cron, ...schedule }, idempotentCall = null) {
      return inTransaction(db, async (trx) => {
        const { id: model_id } = await findModel(trx, tenant, schedule.model_id);
        const model = await trx
          .selectFrom('models')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', model_id)
          .forKeyShare()
          .executeTakeFirst();
        if (model === undefined) throw modelNotFound(schedule.model_id);
        const id = newId('schedule');
        const row = await trx
          .insertInto('schedules')
          .values({
            id,
            tenant_id: tenant,
            name: name ?? null,
            every: every ?? null,
            cron: cron === undefined ? null : settledCron(cron, id),
            ...schedule,
            model_id,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const bound = { tenant, rowsMax: limits.schedulesMax, noun: 'schedules' };
        await requireRowsMax(trx, 'schedules', { ...bound, code: 'schedules_too_many' });
        const created = toSchedule(row);
        await saveResponse(trx, idempotentCall, created);
        return created;
      });
    },

    async list(tenant, query) {
      const rows = db.selectFrom('schedules').selectAll();
      return newestFirst('schedules', query, rows, toSchedule, {
        within: ['tenant_id', tenant],
        completed: withKnownRuns,
      });
    },

    get: (tenant, id) => findSchedule(db, tenant, id),

    async update(tenant, id, { every, cron, ...changes }, precondition = null) {
      const columns = {
        ...changes,
        ...(every === undefined ? {} : { every }),
        ...(cron === undefined ? {} : { cron: cron && settledCron(cron, id) }),
        ...(every == null ? {} : { cron: null }),
        ...(cron == null ? {} : { every: null }),
      };
      const change = async (db: Kysely<Database>) => {
        if (Object.keys(columns).length === 0) return findSchedule(db, tenant, id);
        const row = await db
          .updateTable('schedules')
          .set({ ...columns, ...restartedClock(columns) })
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .$if(every === null && cron == null, (qb) => qb.where('every', 'is', null))
          .$if(cron === null && every == null, (qb) => qb.where('cron', 'is', null))
          .returningAll()
          .executeTakeFirst();
        if (row !== undefined) return toSchedule(row);
        await findSchedule(db, tenant, id);
        const [present, other] = every === null ? ['every', 'cron'] : ['cron', 'every'];
        refuse('request_invalid', {
          path: `/${present}`,
          message: 'the schedule would have no times',
          accepted: `null together with \`${other}\``,
        });
      };
      return checkedChange(db, {
        precondition,
        locked: (trx) => lockSchedule(trx, tenant, id),
        change,
      });
    },

    async delete(tenant, id, precondition = null) {
      const change = async (db: Kysely<Database>) => {
        const row = await db
          .deleteFrom('schedules')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) throw scheduleNotFound(id);
      };
      return checkedChange(db, {
        precondition,
        locked: (trx) => lockSchedule(trx, tenant, id),
        change,
      });
    },
  };
}

export function createScheduleTicks(
  db: Kysely<Database>,
  quota: StorageQuota,
  queueBound: QueueBound,
): ScheduleTicks {
  return {
    async enabled(limit, after = '') {
      const rows = await db
        .selectFrom('schedules')
        .selectAll()
        .where('enabled', '=', true)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toStored);
    },

    async find(tick) {
      const schedule = await dueSchedule(db, tick).executeTakeFirst();
      if (schedule === undefined || schedule.last_tick_id === tick.tickId) return null;
      const { kind, model_id, tenant_id: tenant, last_run } = schedule;
      return {
        kind,
        model_id,
        tenant,
        lastRefusal: last_run?.outcome === 'refused' ? last_run.detail : null,
      };
    },

    async retrain(tick) {
      return runOnce<{ job: DueJob } | { unfinished: string }>(
        quota,
        tick,
        async (trx, schedule, requireWithinQuota) => {
          const unfinished = await unfinishedJob(trx, schedule);
          if (unfinished !== null) {
            const detail = `Job ${unfinished} of the previous run has not ended.`;
            return { run: { outcome: 'skipped', detail, job_id: unfinished }, answer: { unfinished } };
          }
          const { due: job, modelId } = await retrain(trx, schedule, tick.tickId);
          await queueBound.requireIn(trx, schedule.tenant_id, 1);
          await requireWithinQuota(schedule.tenant_id);
          return { run: { outcome: 'started', model_id: modelId, job_id: job.job_id }, answer: { job } };
        },
      );
    },

    async publish(tick, forecast) {
      return runOnce(quota, tick, async (trx, { id, tenant_id }, requireWithinQuota) => {
        const { id: forecast_id } = await insertForecast(trx, tenant_id, forecast);
        await requireWithinQuota(tenant_id);
        const { model_id } = forecast;
        const data = { forecast_id, model_id, schedule_id: id };
        await announce(trx, tenant_id, { type: 'forecast.created', data });
        return { run: { outcome: 'forecast', forecast_id }, answer: forecast_id };
      });
    },

    async record(tick, outcome, { detail }) {
      const isRecorded = await runOnce(quota, tick, async (trx, schedule) => {
        const lastMs = Date.parse(schedule.last_run?.at ?? '');
        if (outcome === 'failed' && tick.dueMs !== null && lastMs >= tick.dueMs) return null;
        const job_id = await unfinishedJob(trx, schedule); // the next run is skipped until it has ended
        return { run: { outcome, detail, job_id }, answer: true };
      });
      return isRecorded ?? false;
    },
  };
}

/** Columns that begin a new revision if a changed field decides when the schedule runs and really differs from the row.
 *  All other changes keep the planned runs. */
function restartedClock(changes: Partial<Pick<ScheduleRow, 'every' | 'cron' | 'time_zone' | 'enabled'>>) {
  const { every, cron, time_zone, enabled } = changes;
  const differences = Object.entries({ every, cron, time_zone, enabled }).flatMap(([column, value]) =>
    value === undefined ? [] : [sql<boolean>`${sql.ref(column)} IS DISTINCT FROM ${value}`],
  );
  if (differences.length === 0) return {};
  const differs = sql`(${sql.join(differences, sql` OR `)})`;
  return {
    revision: sql<number>`CASE WHEN ${differs} THEN revision + 1 ELSE revision END`,
    // of the last change, if it waited for another one
    changed_at: sql<Date>`CASE WHEN ${differs} THEN clock_timestamp() ELSE changed_at END`,
  };
}

type Run = Pick<ScheduleRun, 'outcome'> & Partial<ScheduleRun>;

const emptyRun = { detail: null, model_id: null, forecast_id: null, job_id: null };

function dueSchedule(db: Kysely<Database>, { scheduleId, revision }: Tick) {
  return db
    .selectFrom('schedules')
    .selectAll()
    .where('id', '=', scheduleId)
    .where('enabled', '=', true)
    .where('revision', '=', revision);
}

/** Runs `work` for a tick and stores the result of the run, in one transaction. Null when the schedule is disabled,
 *  changed or deleted, when this tick has run already, or when `work` has no result. A run that
 *  failed may begin again. */
async function runOnce<Answer>(
  quota: StorageQuota,
  tick: Tick,
  work: (
    trx: Transaction<Database>,
    schedule: ScheduleRow,
    requireWithinQuota: RequireWithinQuota,
  ) => Promise<{ run: Run; answer: Answer } | null>,
): Promise<Answer | null> {
  return quota.transaction(async (trx, requireWithinQuota) => {
    await lockSubject(trx, tick);
    const schedule = await dueSchedule(trx, tick)
      .select(sql<Date>`clock_timestamp()`.as('now'))
      .forUpdate()
      .executeTakeFirst();
    if (schedule === undefined || schedule.last_tick_id === tick.tickId) return null;
    const done = await work(trx, schedule, requireWithinQuota);
    if (done === null) return null;
    const { run, answer } = done;
    // A run counts as missed unless the last one is as late as its time, by the clock of the worker that was to run it.
    const atMs = Math.min(Date.now(), schedule.now.getTime() + clockErrorMsMax);
    const reported: StoredScheduleRun = { ...emptyRun, ...run, at: new Date(atMs).toISOString() };
    const isDue = run.outcome === 'failed'; // it may be made up for, perhaps by the same tick
    if (isDue) reported.due_after = lastDoneAt(schedule.last_run);
    await trx
      .updateTable('schedules')
      .set({ last_run: JSON.stringify(reported), ...(isDue ? {} : { last_tick_id: tick.tickId }) })
      .where('id', '=', schedule.id)
      .execute();
    return answer;
  });
}

/** Locks the dataset and the model of a schedule, in the order in which a deletion locks them. */
async function lockSubject(trx: Transaction<Database>, { scheduleId }: Tick): Promise<void> {
  const subject = trx
    .selectFrom('schedules')
    .innerJoin('models', 'models.id', 'schedules.model_id')
    .where('schedules.id', '=', scheduleId);
  const dataset = await subject.select(['models.dataset_id', 'models.tenant_id']).executeTakeFirst();
  if (dataset === undefined) return; // the schedule is deleted
  await lockDatasetRow(trx, { tenant: dataset.tenant_id, id: dataset.dataset_id }, 'FOR SHARE');
  await trx
    .selectFrom('models')
    .select('id')
    .where('id', 'in', subject.select('models.id'))
    .forKeyShare()
    .execute();
}

/** Creates a training with the requested settings of the model, on the newest version of its dataset.
 *  @throws AppError dataset_empty, series_too_short, sequences_too_short: it could not train */
async function retrain(
  trx: Transaction<Database>,
  { tenant_id, model_id }: ScheduleRow,
  requestId: string,
): Promise<{ due: DueJob; modelId: string }> {
  const model = await trx
    .selectFrom('models')
    .innerJoin('datasets', 'datasets.id', 'models.dataset_id')
    .select(['models.name', 'models.tags', 'models.spec', 'models.requested_spec'])
    .select(['datasets.id as dataset_id', 'datasets.version'])
    .where('models.id', '=', model_id)
    .executeTakeFirstOrThrow();
  const again = {
    name: model.name,
    tags: model.tags,
    dataset: { id: model.dataset_id, version: model.version },
    spec: model.requested_spec ?? model.spec,
    parent: { id: model_id, isWarm: false },
    requestId,
  };
  const longest =
    (await longestSeriesOf(trx, tenant_id, { id: model_id, dataset_id: model.dataset_id })) ??
    (await longestIn(trx, { id: model.dataset_id, tenant_id }));
  requireTrainingData(again.spec, longest);
  const [created] = await insertTrainings(trx, tenant_id, model.dataset_id, [again]);
  return {
    due: { kind: 'train', job_id: created.job_id, request_id: requestId },
    modelId: created.id,
  };
}

async function unfinishedJob(trx: Transaction<Database>, { last_run }: ScheduleRow): Promise<string | null> {
  const id = last_run?.job_id ?? null;
  if (id === null) return null;
  const job = await trx
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return job?.id ?? null;
}

function selectSchedule(db: Kysely<Database>, tenant: TenantId, id: string) {
  return db.selectFrom('schedules').selectAll().where('tenant_id', '=', tenant).where('id', '=', id);
}

async function findSchedule(db: Kysely<Database>, tenant: TenantId, id: string): Promise<Schedule> {
  const row = await selectSchedule(db, tenant, id).executeTakeFirst();
  if (row === undefined) throw scheduleNotFound(id);
  return toSchedule(row);
}

/** Reads the schedule and locks its row. @throws AppError schedule_not_found */
async function lockSchedule(trx: Transaction<Database>, tenant: TenantId, id: string): Promise<Schedule> {
  const row = await selectSchedule(trx, tenant, id).forUpdate().executeTakeFirst();
  if (row === undefined) throw scheduleNotFound(id);
  return toSchedule(row);
}

function scheduleNotFound(id: string): AppError {
  return new AppError('schedule_not_found', { detail: `There is no schedule ${id}.`, values: { id } });
}

function toStored({
  tenant_id: _,
  last_tick_id: __,
  created_at,
  changed_at,
  ...row
}: ScheduleRow): StoredSchedule {
  return { ...row, changed_at: changed_at.toISOString(), created_at: created_at.toISOString() };
}

/** Schedules whose next runs are computed before other calls get their turn. */
const runsAtOnce = 10;

/** Computes the next runs of the rows, which are then kept for their answer. */
async function withKnownRuns(rows: ScheduleRow[]): Promise<ScheduleRow[]> {
  for (const [i, row] of rows.entries()) {
    if (i > 0 && i % runsAtOnce === 0) await setImmediate();
    if (row.enabled) nextRun(toStored(row), Date.now());
  }
  return rows;
}

function reportedRun({ due_after: _, ...run }: StoredScheduleRun): ScheduleRun {
  return run;
}

function toSchedule(row: ScheduleRow): Schedule {
  const { created_at, ...stored } = toStored(row);
  return {
    ...stored,
    last_run: stored.last_run && reportedRun(stored.last_run),
    next_run_at: stored.enabled ? new Date(nextRun(stored, Date.now())).toISOString() : null,
    created_at,
  };
}
