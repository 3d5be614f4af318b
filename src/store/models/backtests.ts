import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { BacktestStore, StoredBacktest } from '../../contracts/ports/index.ts';
import {
  type Backtest,
  type BacktestOverview,
  idKindOf,
  newId,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { faultPoint } from '../../fault-points.ts';
import { encodeCursor, newestFirst, readNumberCursor } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { BacktestsTable, Database } from '../database/tables.ts';
import { datasetNotFound } from '../datasets/rows.ts';
import { publishInLease } from '../jobs/leases.ts';
import { lockEndedJobs } from '../jobs/locks.ts';
import type { QueueBound } from '../jobs/queue-bound.ts';
import { findJob, priorityLevels, toJob } from '../jobs/rows.ts';
import { findModel, modelNotFound } from './models.ts';

/** Windows in one INSERT. */
const windowsPerInsertMax = 500;

/** At least what the row of a backtest without its report counts (migration 28). PostgreSQL writes JSON with spaces. */
function bytesOf(plan: string): number {
  return 4096 + Math.ceil(1.5 * plan.length);
}

export function createBacktestStore(
  db: Kysely<Database>,
  quota: StorageQuota,
  queueBound: QueueBound,
): BacktestStore {
  return {
    async create(
      tenant,
      { model, datasetId, plan, priority = 'normal', requestId, traceparent = null },
      idempotentCall = null,
    ) {
      const [id, jobId] = [newId('backtest'), newId('job')];
      const planned = JSON.stringify(plan);
      const create = async (trx: Transaction<Database>) => {
        // Against a deletion of either, or a change of the dataset, at the same time: one waits for the other.
        await lockDatasetRow(trx, { tenant, id: datasetId }, 'FOR SHARE');
        const dataset = await trx
          .selectFrom('datasets')
          .select('version')
          .where('tenant_id', '=', tenant)
          .where('id', '=', datasetId)
          .executeTakeFirst();
        const lockedModel = await trx
          .selectFrom('models')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', model.id)
          .forKeyShare()
          .executeTakeFirst();
        if (lockedModel === undefined) throw modelNotFound(model.id);
        if (dataset === undefined) throw datasetNotFound(datasetId);
        const row = await trx
          .insertInto('backtests')
          .values({
            id,
            tenant_id: tenant,
            model_id: model.id,
            dataset_id: datasetId,
            dataset_version: dataset.version,
            job_id: jobId,
            status: 'running',
            plan: planned,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await trx
          .insertInto('jobs')
          .values({
            id: jobId,
            tenant_id: tenant,
            kind: 'backtest',
            status: 'queued',
            model_id: model.id,
            backtest_id: id,
            priority: priorityLevels[priority],
            request_id: requestId,
            traceparent,
          })
          .execute();
        const created = { backtest: toBacktest(row), job: toJob(await findJob(trx, tenant, jobId)) };
        await queueBound.requireIn(trx, tenant, 1);
        await saveResponse(trx, idempotentCall, created);
        faultPoint('inserted', created.job.id);
        return created;
      };
      return quota.storing(
        tenant,
        () => bytesOf(planned),
        () => inTransaction(db, create),
      );
    },

    get: (tenant, id) => storedBacktest(db, tenant, id),

    async list(tenant, query) {
      const { model_id: reference, status } = query;
      const isAlias = reference !== undefined && idKindOf(reference) === null;
      const model_id = isAlias ? (await findModel(db, tenant, reference)).id : reference;
      const rows = db
        .selectFrom('backtests')
        .select([...overviewColumns, 'summary', 'skill'])
        .$if(model_id !== undefined, (qb) => qb.where('tenant_id', '=', tenant))
        .$if(status !== undefined, (qb) => qb.where('status', '=', status as Backtest['status']));
      return newestFirst(
        'backtests',
        query,
        rows,
        ({ created_at, ready_at, ...row }): BacktestOverview => ({
          ...row,
          created_at: created_at.toISOString(),
          ready_at: ready_at?.toISOString() ?? null,
        }),
        { within: model_id === undefined ? ['tenant_id', tenant] : ['model_id', model_id] },
      );
    },

    async delete(tenant, id, precondition = null) {
      const deletion = async (trx: Transaction<Database>) => {
        await findBacktest(trx, tenant, id, sql<null>`NULL`);
        await lockEndedJobs(trx, { column: 'backtest_id', value: id });
        const row = await trx
          .selectFrom('backtests')
          .select(['status', 'job_id'])
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) throw backtestNotFound(id);
        if (precondition !== null) await precondition(await storedBacktest(trx, tenant, id));
        if (row.status === 'running') {
          throw new AppError('backtest_in_use', {
            detail: `Job ${row.job_id} runs this backtest: wait until it has ended, or cancel it.`,
            headers: { Location: `/v1/jobs/${row.job_id}` },
          });
        }
        await trx.deleteFrom('backtests').where('tenant_id', '=', tenant).where('id', '=', id).execute();
      };
      await inTransaction(db, deletion);
    },

    async windows(tenant, id, { limit, cursor }, { bytesMax, expect }) {
      const backtest = await findBacktest(db, tenant, id, sql<null>`NULL`);
      if (backtest.status !== 'ready') {
        throw new AppError(backtest.status === 'running' ? 'backtest_not_ready' : 'backtest_failed', {
          detail: `Backtest ${id} is ${backtest.status}: see job ${backtest.job_id}.`,
          headers: { Location: `/v1/jobs/${backtest.job_id}` },
        });
      }
      const texts: string[] = [];
      let [after, bytes, largest, isLast] = [readNumberCursor('windows', cursor) ?? -1, 0, 0, false];
      do {
        // The first window tells how large the others are, about.
        const count = texts.length === 0 ? 1 : Math.max(1, Math.floor((bytesMax - bytes) / largest));
        const rows = await readWindows(
          db,
          { tenant, id, after },
          Math.min(count, limit - texts.length),
          bytesMax - bytes,
        );
        for (const row of rows) {
          texts.push(row.text);
          bytes += row.bytes;
          largest = Math.max(largest, row.bytes);
          after = row.position;
          isLast = row.is_last;
        }
        if (rows.length === 0) isLast = true;
        else if (texts.length === 1 && !isLast) expect(Math.min(bytesMax, limit * bytes));
      } while (!isLast && texts.length < limit && bytes + largest <= bytesMax);
      return { texts, next_cursor: isLast ? null : encodeCursor('windows', after) };
    },

    publish: (claim, { report, windows }) =>
      publishInLease(quota, claim, async (trx, job) => {
        const backtestId = job.backtest_id!;
        await trx
          .updateTable('backtests')
          .set({ status: 'ready', report: JSON.stringify(report), ready_at: sql<Date>`now()` })
          .where('id', '=', backtestId)
          .execute();
        for (let first = 0; first < windows.length; first += windowsPerInsertMax) {
          const rows = windows.slice(first, first + windowsPerInsertMax).map((window, i) => ({
            backtest_id: backtestId,
            position: first + i,
            tenant_id: job.tenant_id,
            told: JSON.stringify(window),
          }));
          await trx.insertInto('backtest_windows').values(rows).execute();
        }
      }),
  };
}

interface WindowRow {
  position: number;
  text: string;
  bytes: number;
  is_last: boolean;
}

/** Reads windows as text, which the main thread does not parse. Ends before more than `bytesMax` bytes,
 *  with one window at least. */
async function readWindows(
  db: Kysely<Database>,
  { tenant, id, after }: { tenant: TenantId; id: string; after: number },
  count: number,
  bytesMax: number,
): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`
    WITH told AS MATERIALIZED (
      SELECT position, told::text AS text FROM backtest_windows
      WHERE tenant_id = ${tenant} AND backtest_id = ${id} AND position > ${after} ORDER BY position LIMIT ${count}
    ), sized AS (
      SELECT position, text, octet_length(text) AS bytes, sum(octet_length(text)) OVER (ORDER BY position) AS total FROM told
    )
    SELECT position, text, bytes,
      position = (SELECT max(position) FROM backtest_windows WHERE tenant_id = ${tenant} AND backtest_id = ${id}) AS is_last
    FROM sized WHERE total <= ${bytesMax} OR total = bytes ORDER BY position`.execute(db);
  return rows;
}

async function storedBacktest(db: Kysely<Database>, tenant: TenantId, id: string): Promise<StoredBacktest> {
  const { report, ...head } = await findBacktest(db, tenant, id, sql<string | null>`report::text`);
  return { ...toBacktest(head), report };
}

/** @param report what is read of the report, which may be large: its text, or nothing */
async function findBacktest<Report>(
  db: Kysely<Database>,
  tenant: TenantId,
  id: string,
  report: RawBuilder<Report>,
): Promise<Head & { report: Report }> {
  const row = await db
    .selectFrom('backtests')
    .select([...overviewColumns, 'tenant_id'])
    .select(report.as('report'))
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw backtestNotFound(id);
  return row as Head & { report: Report };
}

function backtestNotFound(id: string): AppError {
  return new AppError('backtest_not_found', {
    detail: `There is no backtest ${id}; the oldest backtests of a model are deleted.`,
    values: { id },
  });
}

const overviewColumns = [
  'id',
  'status',
  'model_id',
  'dataset_id',
  'dataset_version',
  'job_id',
  'plan',
  'error',
  'created_at',
  'ready_at',
] as const;

type Head = Omit<Selectable<BacktestsTable>, 'report' | 'summary' | 'skill'>;

function toBacktest<Row extends Head>({ tenant_id: _, created_at, ready_at, ...row }: Row) {
  return { ...row, created_at: created_at.toISOString(), ready_at: ready_at?.toISOString() ?? null };
}
