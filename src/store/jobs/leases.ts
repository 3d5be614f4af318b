import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type Selectable,
  type SqlBool,
  sql,
  type Transaction,
  type UpdateObject,
} from 'kysely';
import pg from 'pg';
import type { Claim, JobLeases, LeaseAnswer } from '../../contracts/ports/index.ts';
import type { JobKind } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { asService } from '../../sharing/index.ts';
import { isConnectionError } from '../database/connection.ts';
import { inSnapshot, inTransaction } from '../database/deadlocks.ts';
import { resultLockMsMax, setLockWait } from '../database/lock-waits.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { Database, JobsTable } from '../database/tables.ts';
import { readLargeBytes } from '../large-bytes/parts.ts';
import { seriesIdsOf } from '../memberships/model-series.ts';
import { announceJobEnd, endAsCancelled, endAsFailed } from './endings.ts';
import { countLosses, isLost } from './losses.ts';
import { silentFor } from './silence.ts';
import { freePlace, nextTurn } from './turns.ts';

/** Times that a job is recovered from a silent worker without a new checkpoint in between. After that the job fails: it
 *  probably kills its workers. */
export const recoveriesMax = 5;

/** A worker without a heartbeat for this time is considered lost. Longer than several heartbeats (one every 0.4 s), and
 *  shorter than the queue takes to give the job to another worker. */
const claimSilenceMs = 3_000;

/** Workers that ask at the same moment may choose the same job: then each tries again, at most this often. */
const turnTriesMax = 20;

/** Every write checks its attempt number in the same statement (a fencing token), so a worker that lost its job cannot
 *  write. */
export function createJobLeases(db: Kysely<Database>, quota: StorageQuota): JobLeases {
  const claim = async (
    jobId: string,
    workerId: string,
    options: { ticket: string; runningMax: number | null },
  ) => {
    let lost: JobKind | null = null;
    const claimed = await inTransaction(db, async (trx): Promise<Begun> => {
      // A row that another claim has locked is not waited for: its worker may be paused.
      const job = await trx
        .selectFrom('jobs')
        .selectAll()
        .where('id', '=', jobId)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (job === undefined) return (await isLive(trx, jobId)) ? 'held' : null;
      if (!['queued', 'running'].includes(job.status)) return null;
      const isRecovery = job.status === 'running';
      if (isRecovery && !(await isSilent(trx, jobId))) return 'held';
      lost = isRecovery ? job.kind : null;
      if (job.cancel_requested) {
        await endAsCancelled(trx, job);
        return null;
      }
      const { ticket, runningMax } = options;
      if (!isRecovery && runningMax !== null) {
        const { kind, tenant_id: tenant } = job;
        const place = await freePlace(trx, { kind, tenant, runningMax });
        if (place !== 'free') return place;
      }
      const recoveries = isRecovery ? job.recoveries + 1 : 0;
      if (recoveries > recoveriesMax) {
        await endAsFailed(trx, job, workerLost(recoveries).toProblem());
        return null;
      }
      const { waited_seconds } = await trx
        .updateTable('jobs')
        .set({
          status: 'running',
          attempt: job.attempt + 1,
          recoveries,
          worker_id: workerId,
          ticket,
          claimed_at: sql<Date>`clock_timestamp()`,
          heartbeat_at: sql<Date>`now()`,
          started_at: sql<Date>`coalesce(started_at, now())`,
        })
        .where('id', '=', jobId)
        .returning(
          sql<number>`greatest(0, extract(epoch FROM now() - queued_at))::float8`.as('waited_seconds'),
        )
        .executeTakeFirstOrThrow();
      const waitedSeconds = isRecovery ? null : waited_seconds;
      return loadClaim(trx, { ...job, attempt: job.attempt + 1 }, waitedSeconds);
    });
    if (lost !== null) await countLosses(db, lost, 1);
    return claimed;
  };

  return {
    async claimNext({ kind, ticket, runningMax }, workerId, onNotBegun = () => {}) {
      const faults: unknown[] = [];
      // A job that cannot begin holds up no other one.
      const begun = async (id: string): Promise<Begun> => {
        try {
          return await claim(id, workerId, { ticket, runningMax });
        } catch (error) {
          if (isOfDatabase(error)) throw error;
          const hasFailed = isOfJob(error) && (await failUnbegun(db, id, error));
          if (hasFailed === null) return 'held';
          if (!hasFailed) faults.push(error);
          onNotBegun(id, error, hasFailed);
          return null;
        }
      };
      // The queue delivers an entry again after its worker has died: the job that ran with it comes first.
      const entered = await runningWith(db, kind, ticket);
      const recovered = entered === null ? null : await begun(entered.id);
      if (isClaim(recovered)) return recovered;
      // A lost job that another worker holds, such as the one that just stores its result, does not hold up the others.
      if (recovered !== null && entered?.isOwn) return 'held';
      // The job of the entry has just ended, such as by a cancel: the entry is free for another one.
      let isNeeded = recovered !== null;
      const except: string[] = [];
      for (let tries = 0; tries < turnTriesMax; tries++) {
        const id = await nextTurn(db, kind, { runningMax, except });
        if (id === null) break;
        const claimed = await begun(id);
        if (isClaim(claimed)) return claimed;
        isNeeded ||= claimed === 'undecided';
        except.push(id); // another worker was faster, or it cannot begin
      }
      if (faults.length > 0) throw faults[0];
      return isNeeded || except.length >= turnTriesMax ? 'held' : null;
    },

    nextTurn: ({ kind, runningMax }) => nextTurn(db, kind, { runningMax, except: [] }),

    async claim(jobId, workerId) {
      const claimed = await claim(jobId, workerId, { ticket: jobId, runningMax: null });
      return isClaim(claimed) || claimed === null ? claimed : 'held';
    },

    readStart: (claim) =>
      inSnapshot(db, async (trx) => {
        const { parent_id, is_warm } = await trx
          .selectFrom('models')
          .select(['parent_id', 'is_warm'])
          .where('id', '=', claim.model.id)
          .executeTakeFirstOrThrow();
        const isWarmTraining = is_warm && claim.job.kind === 'train';
        return {
          checkpoint: await readLargeBytes(trx, { table: 'job_checkpoints', id: claim.job.id }),
          initialWeights: isWarmTraining ? await weightsOf(trx, parent_id) : null,
        };
      }),

    async statusOf({ job }) {
      const row = await db
        .selectFrom('jobs')
        .select('status')
        .where('id', '=', job.id)
        .where('tenant_id', '=', job.tenant)
        .where('attempt', '=', job.attempt)
        .executeTakeFirst();
      return row?.status ?? null;
    },

    async heartbeat(claim, progress) {
      const values = {
        heartbeat_at: sql<Date>`clock_timestamp()`,
        ...(progress === null ? {} : { progress: JSON.stringify(progress) }),
      };
      // Checkpoints of the tenant's other jobs may hold all connections that it may have, for longer than a job may be silent.
      return answer(await asService(() => fenced(db, claim, values)));
    },

    async saveCheckpoint(claim, checkpoint) {
      try {
        await inTransaction(db, (trx) => saveIfHeld(trx, claim, checkpoint));
        return 'held';
      } catch (error) {
        if (error instanceof Unsaved) return error.answer;
        throw error;
      }
    },

    async release(claim) {
      return inTransaction(db, async (trx) => {
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined) return 'lost';
        if (row.cancel_requested) {
          await endAsCancelled(trx, row);
          return 'cancel';
        }
        await fenced(trx, claim, {
          status: 'queued',
          worker_id: null,
          ticket: null,
          queued_at: sql<Date>`clock_timestamp()`,
        });
        return 'held';
      });
    },

    async abandon(claim) {
      const row = await fenced(db, claim, { heartbeat_at: sql<Date>`'-infinity'::timestamptz` });
      return answer(row);
    },

    async succeed(claim, { spec, parameterCount, card, weights }) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        await setLockWait(trx, resultLockMsMax);
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined || row.cancel_requested) return answer(row);
        await trx
          .insertInto('model_weights')
          .values({ model_id: row.model_id, tenant_id: row.tenant_id, bytes: asBuffer(weights.bytes) })
          .execute();
        await trx
          .updateTable('models')
          .set({
            status: 'ready',
            spec: JSON.stringify(spec),
            parameter_count: parameterCount,
            card: JSON.stringify(card),
            weights_bytes: weights.bytes.byteLength,
            weights_sha256: weights.sha256,
            ready_at: sql<Date>`now()`,
          })
          .where('id', '=', row.model_id)
          .execute();
        await endAsSucceeded(trx, claim);
        await trx.deleteFrom('job_checkpoints').where('job_id', '=', row.id).execute();
        await requireWithinQuota(row.tenant_id);
        await announceJobEnd(trx, row);
        return 'held';
      });
    },

    async fail(claim, problem) {
      return inTransaction(db, async (trx) => {
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined) return 'lost';
        await endAsFailed(trx, row, problem);
        return 'held';
      });
    },

    async cancelled(claim) {
      return inTransaction(db, async (trx) => {
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined) return 'lost';
        await endAsCancelled(trx, row);
        return 'held';
      });
    },
  };
}

/** How the claim of a job ends: held by another worker, without a place for its tenant, or null if the job has ended. `undecided`: another claim
 *  takes a place of the tenant at this moment, so the job may begin a little later. */
type Begun = Claim | 'held' | 'full' | 'undecided' | null;

function isClaim(begun: Begun): begun is Claim {
  return typeof begun === 'object' && begun !== null;
}

/** Whether a claim failed because the database is away or takes no writes: then no other job can begin either. */
function isOfDatabase(error: unknown): boolean {
  if (!(error instanceof AppError)) return isConnectionError(error);
  return error.code === 'storage_full' || isConnectionError(error.cause);
}

/** Whether a claim failed because of the rows of its job. A statement that takes too long, waits for a lock or does not fit the schema may be
 *  possible later. SQLSTATE: data exceptions, violated constraints, errors of triggers, limits of a value, and internal errors such as of a
 *  damaged row. */
function isOfJob(error: unknown): boolean {
  if (error instanceof AppError) return error.code !== 'database_unavailable';
  return !(error instanceof pg.DatabaseError) || /^(22|23|P0|54|XX)/.test(error.code ?? '');
}

/** Fails a job that could not begin.
 *  @returns whether it has failed; null if another worker holds it or has ended it */
async function failUnbegun(db: Kysely<Database>, jobId: string, error: unknown): Promise<boolean | null> {
  // An error of a statement speaks of requests.
  const fault = error instanceof AppError && error.cause === undefined ? error : notBegun(jobId);
  try {
    return await inTransaction(db, async (trx) => {
      const job = await trx
        .selectFrom('jobs')
        .select(['id', 'tenant_id', 'kind', 'status', 'model_id', 'backtest_id'])
        .where('id', '=', jobId)
        .where('status', 'in', ['queued', 'running'])
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (job === undefined || (job.status === 'running' && !(await isSilent(trx, jobId)))) return null;
      await endAsFailed(trx, job, fault.toProblem());
      return true;
    });
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    return false;
  }
}

/** Stores a checkpoint. Its bytes are sent before the row of the job is locked: a cancel and the heartbeats wait for that row. A worker that has
 *  lost the job meanwhile sees so in the last statement, which waits for nobody then, and nothing of the transaction stays.
 *  @throws Unsaved if the claim is lost or the job is to be cancelled */
async function saveIfHeld(
  trx: Transaction<Database>,
  claim: Claim,
  { bytes, step }: { bytes: Uint8Array; step: number },
): Promise<void> {
  await setLockWait(trx, resultLockMsMax);
  const before = await trx
    .selectFrom('jobs')
    .leftJoin('job_checkpoints', 'job_id', 'id')
    .select(['cancel_requested', 'step'])
    .where((eb) => isHeld(eb, claim))
    .executeTakeFirst();
  if (before === undefined || before.cancel_requested) throw new Unsaved(answer(before));
  await trx
    .insertInto('job_checkpoints')
    .values({ job_id: claim.job.id, tenant_id: claim.job.tenant, step, bytes: asBuffer(bytes) })
    .onConflict((conflict) =>
      conflict.column('job_id').doUpdateSet((eb) => ({
        step: eb.ref('excluded.step'),
        bytes: eb.ref('excluded.bytes'),
        saved_at: sql<Date>`now()`,
      })),
    )
    .execute();
  const row = await fenced(trx, claim, {
    heartbeat_at: sql<Date>`clock_timestamp()`,
    checkpoint_step: step,
    ...(before.step === null || step > before.step ? { recoveries: 0 } : {}),
  });
  if (row === undefined || row.cancel_requested) throw new Unsaved(answer(row));
}

/** Ends a transaction, so that the checkpoint in it is not stored. */
class Unsaved extends Error {
  readonly answer: LeaseAnswer;

  constructor(answer: LeaseAnswer) {
    super('the checkpoint is not stored');
    this.answer = answer;
  }
}

type JobRow = Selectable<JobsTable>;
const fencedColumns = ['id', 'tenant_id', 'kind', 'model_id', 'backtest_id', 'cancel_requested'] as const;
type FencedColumn = (typeof fencedColumns)[number];
type JobUpdate = UpdateObject<Database, 'jobs'>;

/** Updates the job's row if the claim still holds the job, and locks the row until the end of the transaction.
 *  @returns the row, or undefined when the claim is lost */
export async function fenced(
  db: Kysely<Database>,
  claim: Claim,
  values: JobUpdate,
): Promise<Pick<JobRow, FencedColumn> | undefined> {
  return db
    .updateTable('jobs')
    .set(values)
    .where((eb) => isHeld(eb, claim))
    .returning(fencedColumns)
    .executeTakeFirst();
}

function isHeld(eb: ExpressionBuilder<Database, 'jobs'>, { job }: Claim): Expression<SqlBool> {
  return eb.and([
    eb('jobs.id', '=', job.id),
    eb('jobs.tenant_id', '=', job.tenant),
    eb('jobs.attempt', '=', job.attempt),
    eb('jobs.status', '=', 'running'),
  ]);
}

/** Ends the job of a claim as succeeded. The caller has stored its result. */
export async function endAsSucceeded(trx: Transaction<Database>, claim: Claim): Promise<void> {
  await fenced(trx, claim, {
    status: 'succeeded',
    finished_at: sql<Date>`now()`,
    progress: sql<string>`progress || '{"fraction": 1, "eta_seconds": 0}'::jsonb`,
  });
}

export function answer(row: { cancel_requested: boolean } | undefined): LeaseAnswer {
  if (row === undefined) return 'lost';
  return row.cancel_requested ? 'cancel' : 'held';
}

async function isLive(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const job = await trx.selectFrom('jobs').select('status').where('id', '=', jobId).executeTakeFirst();
  return job !== undefined && ['queued', 'running'].includes(job.status);
}

/** The running job that an entry of the queue stands for: the one that holds it (`isOwn`), the one that it was made for, if that is silent, or
 *  one that is lost. */
async function runningWith(
  db: Kysely<Database>,
  kind: JobKind,
  ticket: string,
): Promise<{ id: string; isOwn: boolean } | null> {
  const job = await db
    .selectFrom('jobs')
    .select((eb) => ['id', eb('ticket', '=', ticket).$castTo<boolean | null>().as('isOwn')])
    .where('kind', '=', kind)
    .where('status', '=', 'running')
    .where((eb) =>
      eb.or([
        eb('ticket', '=', ticket),
        eb.and([eb('id', '=', ticket), silentFor(sql`${claimSilenceMs}::integer`)]),
        isLost,
      ]),
    )
    .orderBy(
      (eb) => eb('ticket', '=', ticket),
      (order) => order.desc().nullsLast(),
    )
    .orderBy('heartbeat_at')
    .limit(1)
    .executeTakeFirst();
  return job === undefined ? null : { id: job.id, isOwn: job.isOwn === true };
}

/** Whether the worker's last heartbeat is older than `claimSilenceMs`, by the clock of the database. */
async function isSilent(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const { silent } = await trx
    .selectFrom('jobs')
    .select(silentFor(sql`${claimSilenceMs}::integer`).as('silent'))
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  return silent;
}

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
      attempt: job.attempt,
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

/** Weights of the parent model, which cannot be deleted while a training that starts from it may run. Earlier releases deleted it with its
 *  fleet. @throws AppError model_not_found */
async function weightsOf(trx: Transaction<Database>, modelId: string | null): Promise<Uint8Array> {
  const bytes = modelId === null ? null : await readLargeBytes(trx, { table: 'model_weights', id: modelId });
  if (bytes === null)
    throw new AppError('model_not_found', {
      detail:
        'The model whose weights this training starts from was deleted; accepted: the training of a new model.',
    });
  return bytes;
}

function notBegun(jobId: string): AppError {
  return new AppError('internal', {
    detail: `The job could not begin, because of an error in the service itself. The worker's log has details under ${jobId}.`,
  });
}

function workerLost(times: number): AppError {
  return new AppError('worker_lost', {
    detail: `The job's worker was lost ${times} times in a row without progress in between; it may need more memory than the worker has. Train with smaller settings, or give the worker more memory.`,
  });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
