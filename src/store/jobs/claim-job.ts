/** Claims one job for a worker. */
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Claim } from '../../contracts/ports/index.ts';
import type { JobKind } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { inTransaction } from '../database/deadlocks.ts';
import type { Database, JobsTable } from '../database/tables.ts';
import { seriesIdsOf } from '../memberships/model-series.ts';
import { endAsCancelled, endAsFailed } from './endings.ts';
import { countLosses } from './losses.ts';
import { mayBeClaimed } from './silence.ts';
import { freePlace } from './turns.ts';

/** Times that a job is recovered from a silent worker without a new checkpoint in between. After that the job fails: it
 *  probably kills its workers. */
export const recoveriesMax = 5;

/** Result of the claim of one job. Null: the job has ended, or the claim has ended it. `busy`: another worker holds it.
 *  `full`: its tenant has no place for it. `undecided`: another claim takes a place of the tenant at this moment, so
 *  the job may begin a little later. */
export type ClaimResult = Claim | 'busy' | 'full' | 'undecided' | null;

export function isClaim(result: ClaimResult): result is Claim {
  return typeof result === 'object' && result !== null;
}

/** How a claim is made: with an entry of the queue, by a worker. */
export interface ClaimOptions {
  workerId: string;
  ticket: string;
  /** Running jobs of the kind that a tenant may have; null: any number. */
  runningMax: number | null;
}

/** Claims a queued job, or a running one whose worker is silent. */
export async function claimJob(
  db: Kysely<Database>,
  jobId: string,
  options: ClaimOptions,
): Promise<ClaimResult> {
  const { result, lost } = await inTransaction(db, (trx) => claimIn(trx, jobId, options));
  if (lost !== null) await countLosses(db, lost, 1);
  return result;
}

/** @returns `lost`: the kind of a job that was found without its worker; null if it was not */
async function claimIn(
  trx: Transaction<Database>,
  jobId: string,
  options: ClaimOptions,
): Promise<{ result: ClaimResult; lost: JobKind | null }> {
  // A row that another claim has locked is not waited for: its worker may be paused.
  const job = await trx
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', jobId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (job === undefined) return { result: (await isLive(trx, jobId)) ? 'busy' : null, lost: null };
  if (job.status === 'queued') return { result: await beginQueued(trx, job, options), lost: null };
  if (job.status !== 'running') return { result: null, lost: null };
  if (!(await mayBeClaimed(trx, jobId))) return { result: 'busy', lost: null };
  return { result: await recoverLost(trx, job, options), lost: job.kind };
}

async function beginQueued(
  trx: Transaction<Database>,
  job: JobRow,
  options: ClaimOptions,
): Promise<ClaimResult> {
  if (job.cancel_requested) return cancelled(trx, job);
  const { runningMax } = options;
  if (runningMax !== null) {
    const place = await freePlace(trx, { kind: job.kind, tenant: job.tenant_id, runningMax });
    if (place !== 'free') return place;
  }
  const waitedSeconds = await startAttempt(trx, job, options, 0);
  return loadClaim(trx, job, waitedSeconds);
}

/** It keeps the place that it has among the running jobs of its tenant. */
async function recoverLost(
  trx: Transaction<Database>,
  job: JobRow,
  options: ClaimOptions,
): Promise<ClaimResult> {
  if (job.cancel_requested) return cancelled(trx, job);
  const recoveries = job.recoveries + 1;
  if (recoveries > recoveriesMax) {
    await endAsFailed(trx, job, workerLost(recoveries).toProblem());
    return null;
  }
  await startAttempt(trx, job, options, recoveries);
  return loadClaim(trx, job, null);
}

async function cancelled(trx: Transaction<Database>, job: JobRow): Promise<null> {
  await endAsCancelled(trx, job);
  return null;
}

/** Starts the next attempt. @returns seconds since the job was queued */
async function startAttempt(
  trx: Transaction<Database>,
  job: JobRow,
  { workerId, ticket }: ClaimOptions,
  recoveries: number,
): Promise<number> {
  const { waited_seconds } = await trx
    .updateTable('jobs')
    .set({
      status: 'running',
      attempt: nextAttempt(job),
      recoveries,
      worker_id: workerId,
      ticket,
      claimed_at: sql<Date>`clock_timestamp()`,
      heartbeat_at: sql<Date>`now()`,
      started_at: sql<Date>`coalesce(started_at, now())`,
    })
    .where('id', '=', job.id)
    .returning(sql<number>`greatest(0, extract(epoch FROM now() - queued_at))::float8`.as('waited_seconds'))
    .executeTakeFirstOrThrow();
  return waited_seconds;
}

type JobRow = Selectable<JobsTable>;

const nextAttempt = (job: JobRow) => job.attempt + 1;

/** @param job its row before the claim. @param waitedSeconds null: it was taken from a silent worker */
async function loadClaim(
  trx: Transaction<Database>,
  job: JobRow,
  waitedSeconds: number | null,
): Promise<Claim> {
  const model = await trx
    .selectFrom('models')
    .select(['id', 'dataset_id', 'dataset_version', 'spec'])
    .where('id', '=', job.model_id)
    .executeTakeFirstOrThrow();
  const backtest =
    job.backtest_id === null
      ? undefined
      : await trx
          .selectFrom('backtests')
          .select(['plan', 'dataset_version'])
          .where('id', '=', job.backtest_id)
          .executeTakeFirstOrThrow();
  const saved = await trx
    .selectFrom('job_checkpoints')
    .select('step')
    .where('job_id', '=', job.id)
    .executeTakeFirst();
  return {
    job: {
      id: job.id,
      kind: job.kind,
      attempt: nextAttempt(job),
      requestId: job.request_id,
      traceparent: job.traceparent,
      tenant: job.tenant_id,
      waitedSeconds,
      isRecovery: waitedSeconds === null,
    },
    seriesIds: await seriesIdsOf(trx, model.id),
    plan: backtest?.plan ?? null,
    model: {
      id: model.id,
      datasetId: model.dataset_id,
      datasetVersion: backtest?.dataset_version ?? model.dataset_version,
      trainedVersion: model.dataset_version,
      spec: model.spec,
    },
    checkpointStep: saved?.step ?? null,
    elapsedSeconds: job.progress?.elapsed_seconds ?? 0,
  };
}

async function isLive(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const job = await trx.selectFrom('jobs').select('status').where('id', '=', jobId).executeTakeFirst();
  return job !== undefined && ['queued', 'running'].includes(job.status);
}

function workerLost(times: number): AppError {
  return new AppError('worker_lost', {
    detail: `The job's worker was lost ${times} times in a row without progress in between; it may need more memory than the worker has. Train with smaller settings, or give the worker more memory.`,
  });
}
