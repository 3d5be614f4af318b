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
import type { Claim, JobLeases, LeaseAnswer } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { asService } from '../../sharing/index.ts';
import { inSnapshot, inTransaction } from '../database/deadlocks.ts';
import { resultLockMsMax, setLockWait } from '../database/lock-waits.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { Database, JobsTable } from '../database/tables.ts';
import { readLargeBytes } from '../large-bytes/parts.ts';
import { createClaims } from './claims.ts';
import { announceJobEnd, endAsCancelled, endAsFailed } from './endings.ts';

/** Every write checks its attempt number in the same statement (a fencing token), so a worker that lost its job cannot
 *  write. */
export function createJobLeases(db: Kysely<Database>, quota: StorageQuota): JobLeases {
  return {
    ...createClaims(db),

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
      // Checkpoints of the tenant's other jobs may hold all connections that it may have, for longer
      // than a job may be silent.
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
          return 'cancelled';
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

    succeed: (claim, { spec, parameterCount, card, weights }) =>
      publishInLease(quota, claim, async (trx, { model_id, tenant_id }) => {
        await trx
          .insertInto('model_weights')
          .values({ model_id, tenant_id, bytes: asBuffer(weights.bytes) })
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
          .where('id', '=', model_id)
          .execute();
      }),

    async fail(claim, problem) {
      return inTransaction(db, async (trx) => {
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined) return 'lost';
        await endAsFailed(trx, row, problem);
        return 'held';
      });
    },

    async cancel(claim) {
      return inTransaction(db, async (trx) => {
        const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
        if (row === undefined) return 'lost';
        await endAsCancelled(trx, row);
        return 'held';
      });
    },
  };
}

/** Stores a checkpoint. Its bytes are sent before the row of the job is locked: a cancel and the heartbeats wait for
 *  that row. A worker that has lost the job meanwhile sees so in the last statement, which waits for nobody then, and
 *  nothing of the transaction stays.
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
type FencedJob = Pick<JobRow, (typeof fencedColumns)[number]>;
type JobUpdate = UpdateObject<Database, 'jobs'>;

/** Updates the job's row if the claim still holds the job, and locks the row until the end of the transaction.
 *  @returns the row, or undefined when the claim is lost */
async function fenced(db: Kysely<Database>, claim: Claim, values: JobUpdate): Promise<FencedJob | undefined> {
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

/** Stores the result of a job and ends the job as succeeded, in one transaction. Nothing is stored if the claim is
 *  lost, or if a caller asked to cancel the job.
 *  @param write stores the result, and sets the model or the backtest to `ready`
 *  @throws AppError quota_exceeded, and errors of `write` */
export function publishInLease(
  quota: StorageQuota,
  claim: Claim,
  write: (trx: Transaction<Database>, job: FencedJob) => Promise<void>,
): Promise<LeaseAnswer> {
  return quota.transaction(async (trx, requireWithinQuota) => {
    await setLockWait(trx, resultLockMsMax);
    const row = await fenced(trx, claim, { heartbeat_at: sql<Date>`now()` });
    if (row === undefined || row.cancel_requested) return answer(row);
    await write(trx, row);
    await fenced(trx, claim, {
      status: 'succeeded',
      finished_at: sql<Date>`now()`,
      progress: sql<string>`progress || '{"fraction": 1, "eta_seconds": 0}'::jsonb`,
    });
    await trx.deleteFrom('job_checkpoints').where('job_id', '=', row.id).execute();
    await requireWithinQuota(row.tenant_id);
    await announceJobEnd(trx, row);
    return 'held';
  });
}

function answer(row: { cancel_requested: boolean } | undefined): LeaseAnswer {
  if (row === undefined) return 'lost';
  return row.cancel_requested ? 'cancel' : 'held';
}

/** Weights of the parent model, which cannot be deleted while a training that starts from it may run. Earlier releases
 *  deleted it with its fleet. @throws AppError model_not_found */
async function weightsOf(trx: Transaction<Database>, modelId: string | null): Promise<Uint8Array> {
  const bytes = modelId === null ? null : await readLargeBytes(trx, { table: 'model_weights', id: modelId });
  if (bytes === null)
    throw new AppError('model_not_found', {
      detail:
        'The model whose weights this training starts from was deleted; accepted: the training of a new model.',
    });
  return bytes;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
