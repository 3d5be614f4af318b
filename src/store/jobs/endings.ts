import { sql, type Transaction } from 'kysely';
import type { JobKind, TenantId } from '../../contracts/schemas/index.ts';
import type { Problem } from '../../errors.ts';
import type { Database } from '../database/tables.ts';
import { announce, announceAll } from '../webhooks/outbox.ts';
import { findJob, selectJobs, toJob } from './rows.ts';

export interface EndingJob {
  id: string;
  tenant_id: string;
  kind: JobKind;
  model_id: string;
  backtest_id: string | null;
}

/** Ends a job, and its model or backtest, as cancelled. The checkpoint stays for a retry. The caller has locked the
 *  job's row. */
export async function endAsCancelled(trx: Transaction<Database>, job: EndingJob): Promise<void> {
  await trx
    .updateTable('jobs')
    .set({ status: 'cancelled', cancel_requested: true, finished_at: sql<Date>`now()` })
    .where('id', '=', job.id)
    .execute();
  await setSubject(trx, job, { status: 'cancelled', error: null });
  await announceJobEnd(trx, job);
}

/** Ends trainings of one tenant as cancelled, like `endAsCancelled`, in a number of statements that
 *  does not grow with them. */
export async function endTrainingsAsCancelled(
  trx: Transaction<Database>,
  tenant: TenantId,
  jobs: readonly EndingJob[],
): Promise<void> {
  const ids = jobs.map(({ id }) => id);
  await trx
    .updateTable('jobs')
    .set({ status: 'cancelled', cancel_requested: true, finished_at: sql<Date>`now()` })
    .where('id', 'in', ids)
    .execute();
  const models = jobs.map(({ model_id }) => model_id);
  await setModels(trx, models, 'cancelled');
  const ended = await selectJobs(trx).where('id', 'in', ids).orderBy('id').execute();
  const type = 'job.cancelled';
  const events = ended.map((row) => ({ type, data: { job: toJob(row) } }) as const);
  await announceAll(trx, tenant, type, events);
}

/** Ends a job, and its model or backtest, as failed. The checkpoint stays for a retry. The caller has locked the job's
 *  row. */
export async function endAsFailed(
  trx: Transaction<Database>,
  job: EndingJob,
  problem: Problem,
): Promise<void> {
  const error = JSON.stringify(problem);
  await trx
    .updateTable('jobs')
    .set({ status: 'failed', error, finished_at: sql<Date>`now()` })
    .where('id', '=', job.id)
    .execute();
  await setSubject(trx, job, { status: 'failed', error });
  await announceJobEnd(trx, job);
}

/** Queues the webhook events of an ended job. Runs in the transaction that ends it. */
export async function announceJobEnd(
  trx: Transaction<Database>,
  { id, tenant_id, model_id }: EndingJob,
): Promise<void> {
  const job = toJob(await findJob(trx, tenant_id, id));
  if (job.status === 'queued' || job.status === 'running') return;
  await announce(trx, tenant_id, { type: `job.${job.status}`, data: { job } });
  if (job.kind === 'train' && job.status === 'succeeded')
    await announce(trx, tenant_id, { type: 'model.ready', data: { model_id, job } });
}

/** Sets the status of the models of several trainings. They are locked in the order of their ids, as by a deletion. */
export async function setModels(
  trx: Transaction<Database>,
  ids: readonly string[],
  status: 'training' | 'cancelled',
): Promise<void> {
  const locked = sql`SELECT id FROM models WHERE id = ANY(${ids}::text[]) ORDER BY id FOR NO KEY UPDATE`;
  await trx
    .updateTable('models')
    .set({ status, error: null })
    .where('id', '=', sql<string>`ANY(ARRAY(${locked}))`)
    .execute();
  if (status === 'training') await watchAgain(trx, ids);
}

/** Watches of models whose training had ended were not counted as behind: what their datasets got
 *  meanwhile is to be searched. */
async function watchAgain(trx: Transaction<Database>, ids: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO unwatched_versions (dataset_id, tenant_id, version)
    SELECT DISTINCT dataset.id, dataset.tenant_id, dataset.version
    FROM models JOIN datasets AS dataset ON dataset.id = models.dataset_id
    WHERE models.id = ANY(${ids}::text[]) AND anomaly_level IS NOT NULL AND watched_version < dataset.version
    ORDER BY dataset.id
    ON CONFLICT (dataset_id)
      DO UPDATE SET version = greatest(unwatched_versions.version, excluded.version)`.execute(trx);
}

/** Sets the status of the job's model (training) or backtest. */
export async function setSubject(
  trx: Transaction<Database>,
  { kind, model_id, backtest_id }: EndingJob,
  { status, error }: { status: 'under way' | 'failed' | 'cancelled'; error: string | null },
): Promise<void> {
  if (kind === 'train') {
    await trx
      .updateTable('models')
      .set({ status: status === 'under way' ? 'training' : status, error })
      .where('id', '=', model_id)
      .execute();
    if (status === 'under way') await watchAgain(trx, [model_id]);
  } else {
    await trx
      .updateTable('backtests')
      .set({ status: status === 'under way' ? 'running' : status, error })
      .where('id', '=', backtest_id)
      .execute();
  }
}
