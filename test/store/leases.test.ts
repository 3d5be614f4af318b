import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Claim, DueJob, DueQuery } from '../../src/contracts/ports/index.ts';
import type { JobProgress } from '../../src/contracts/schemas/jobs/job.ts';
import { newId } from '../../src/contracts/schemas/primitives/ids.ts';
import { AppError } from '../../src/errors.ts';
import { inCall } from '../../src/sharing/index.ts';
import { type Database, openDatabase, openStore, recoveriesMax } from '../../src/store/index.ts';
import { waitingSessions } from '../support/postgres.ts';
import { soonMs } from '../support/soon.ts';
import { claimed, createTraining, sampleResult, sampleSpec, stopClaims, useStore } from './samples.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const progress: JobProgress = {
  fraction: 0.4,
  phase: 'training',
  epoch: 1.5,
  step: 40,
  steps: 100,
  loss: 0.3,
  validation_loss: null,
  elapsed_seconds: 7.5,
  eta_seconds: 9,
};
const problem = new AppError('training_diverged').toProblem();
const checkpoint = (step: number) => ({ bytes: Uint8Array.of(1, 2, step), step });

/** Makes the job look as if its worker had last given a sign of life so many seconds ago. */
async function silence(jobId: string, seconds = 60): Promise<void> {
  await sql`UPDATE jobs SET heartbeat_at = now() - ${seconds} * interval '1 second' WHERE id = ${jobId}`.execute(
    db,
  );
}

const inAcme = <T>(work: () => Promise<T>) => inCall({ tenant: 'acme', signal: null }, work);

/** A session within a transaction that has run a statement. It ends with the test. */
async function sessionWith(statement: string): Promise<pg.Client> {
  const session = new pg.Client(used.superuserUrl);
  await session.connect();
  onTestFinished(() => session.end());
  await session.query('BEGIN');
  await session.query(statement);
  return session;
}

async function checkpointsOf(jobId: string): Promise<number> {
  return (await db.selectFrom('job_checkpoints').select('step').where('job_id', '=', jobId).execute()).length;
}

describe('a claim', () => {
  test('takes a queued job and returns everything that the work needs', async () => {
    const { dataset, model, job } = await createTraining(used.store);
    expect(await used.store.leases.claim(job.id, 'worker-1')).toEqual({
      job: {
        ...{ id: job.id, kind: 'train', attempt: 1, requestId: 'req-1', tenant: 'acme' },
        ...{ isRecovery: false, traceparent: null, waitedSeconds: expect.any(Number) },
      },
      model: { id: model.id, datasetId: dataset.id, datasetVersion: 1, trainedVersion: 1, spec: sampleSpec },
      plan: null,
      seriesIds: null,
      checkpointStep: null,
      elapsedSeconds: 0,
    });
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({
      status: 'running',
      attempt: 1,
      started_at: expect.any(String),
    });
  });

  test('takes over a job whose heartbeat is in the future, as after a step back of the clock', async () => {
    const { job } = await createTraining(used.store);
    await claimed(used.store, job.id);
    await silence(job.id, 0);
    expect(await used.store.leases.claim(job.id, 'worker-2')).toBe('busy');
    await silence(job.id, -3_600);
    expect(await used.store.leases.claim(job.id, 'worker-2')).toMatchObject({ job: { isRecovery: true } });
  });

  test('by two workers at once succeeds for one', async () => {
    const { job } = await createTraining(used.store);
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((worker) => used.store.leases.claim(job.id, worker)),
    );
    expect(claims.filter((claim) => claim !== 'busy')).toHaveLength(1);
  });

  test('says that a live worker holds the job, and returns null if it has ended or is unknown', async () => {
    const { job } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    await silence(job.id, 0);
    expect(await used.store.leases.claim(job.id, 'worker-2')).toBe('busy');
    await used.store.leases.succeed(claim, sampleResult());
    expect(await used.store.leases.claim(job.id, 'worker-2')).toBeNull();
    expect(await used.store.leases.claim(newId('job'), 'worker-2')).toBeNull();
  });

  test('with any entry of the queue recovers a lost job first, and a job whose worker was just silent only with its own', async () => {
    const lost = await createTraining(used.store);
    const waiting = await createTraining(used.store);
    await claimed(used.store, lost.job.id);
    const next = { kind: 'train', ticket: waiting.job.id, runningMax: null } as const;
    await silence(lost.job.id);
    const recovered = await used.store.leases.claimNext(next, 'worker-2');
    expect(recovered).toMatchObject({ job: { id: lost.job.id, attempt: 2 } });
    await silence(lost.job.id, 0);
    // The entry now stands for the recovered job: as long as its worker lives, there is nothing to do with it.
    expect(await used.store.leases.claimNext(next, 'worker-3')).toBe('busy');
    await used.store.jobs.cancel('acme', waiting.job.id);
    await used.store.leases.fail(recovered as Claim, problem);
  });

  test('takes the next job while another transaction holds a lost one, such as the one that stores its result', async () => {
    const lost = await createTraining(used.store);
    const waiting = await createTraining(used.store);
    const next = { kind: 'train', ticket: waiting.job.id, runningMax: null } as const;
    await claimed(used.store, lost.job.id);
    await silence(lost.job.id);
    const storing = await sessionWith(`SELECT FROM jobs WHERE id = '${lost.job.id}' FOR UPDATE`);
    const taken = (await used.store.leases.claimNext(next, 'worker-2')) as Claim;
    expect(taken.job.id).toBe(waiting.job.id);
    await used.store.leases.fail(taken, problem);
    // The entry is needed for the lost job, which may be free soon.
    expect(await used.store.leases.claimNext({ ...next, ticket: newId('job') }, 'worker-3')).toBe('busy');
    await storing.query('COMMIT');
    const recovered = await used.store.leases.claimNext(next, 'worker-3');
    expect(recovered).toMatchObject({ job: { id: lost.job.id } });
    await used.store.leases.fail(recovered as Claim, problem);
  });

  test('keeps its entry while another claim takes a place of the tenant, and ends it if there is no place', async () => {
    const first = await createTraining(used.store, 'places');
    const second = await createTraining(used.store, 'places');
    const next = { kind: 'train', ticket: second.job.id, runningMax: 1 } as const;
    const other = await sessionWith(`SELECT pg_advisory_xact_lock(hashtextextended('train places', 0))`);
    expect(await used.store.leases.claimNext(next, 'worker-2')).toBe('busy');
    await other.query('COMMIT');
    const taken = (await used.store.leases.claimNext(next, 'worker-2')) as Claim;
    expect(taken.job.id).toBe(first.job.id);
    expect(await used.store.leases.claimNext({ ...next, ticket: newId('job') }, 'worker-3')).toBeNull();
    await used.store.leases.fail(taken, problem);
    await used.store.jobs.cancel('places', second.job.id);
  });

  test('with the entry of a lost job that was cancelled takes the job whose turn it is', async () => {
    const lost = await createTraining(used.store);
    const waiting = await createTraining(used.store);
    await claimed(used.store, lost.job.id);
    await used.store.jobs.cancel('acme', lost.job.id);
    await silence(lost.job.id);
    const next = { kind: 'train', ticket: lost.job.id, runningMax: null } as const;
    const taken = (await used.store.leases.claimNext(next, 'worker-2')) as Claim;
    expect((await used.store.jobs.get('acme', lost.job.id)).status).toBe('cancelled');
    expect(taken).toMatchObject({ job: { id: waiting.job.id } });
    await used.store.leases.fail(taken, problem);
  });

  test('with any entry recovers a job that was lost before too, after a longer silence', async () => {
    const lost = await createTraining(used.store);
    const waiting = await createTraining(used.store);
    await claimed(used.store, lost.job.id);
    await silence(lost.job.id);
    await claimed(used.store, lost.job.id, 'worker-2'); // the first recovery
    const next = { kind: 'train', ticket: waiting.job.id, runningMax: null } as const;
    await silence(lost.job.id, 11);
    const other = (await used.store.leases.claimNext(next, 'worker-3')) as Claim;
    expect(other.job.id).toBe(waiting.job.id);
    await used.store.leases.release(other);
    await silence(lost.job.id, 16);
    const recovered = (await used.store.leases.claimNext(next, 'worker-3')) as Claim;
    expect(recovered.job).toMatchObject({ id: lost.job.id, attempt: 3 });
    await used.store.jobs.cancel('acme', waiting.job.id);
    await used.store.leases.fail(recovered, problem);
  });

  test('of a job with damaged rows fails it alone, also after the loss of its worker, and takes the next one', async () => {
    const [queued, lost, next, last] = await Promise.all(
      Array.from({ length: 4 }, () => createTraining(used.store)),
    );
    await claimed(used.store, lost.job.id);
    await silence(lost.job.id);
    await (await stopClaims(used, [queued.job.id, lost.job.id]))('XX001');
    await sql`UPDATE jobs SET priority = 1 WHERE id = ${queued.job.id}`.execute(db);
    const reported: [string, boolean][] = [];
    const ask = { kind: 'train', ticket: next.job.id, runningMax: null } as const;
    const taken = (await used.store.leases.claimNext(ask, 'worker-2', (id, _, hasFailed) =>
      reported.push([id, hasFailed]),
    )) as Claim;
    expect([next.job.id, last.job.id]).toContain(taken.job.id);
    expect(reported).toEqual([
      [lost.job.id, true],
      [queued.job.id, true],
    ]);
    for (const { job, model } of [queued, lost]) {
      const error = { code: 'internal', detail: expect.stringContaining(job.id) };
      expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'failed', error });
      expect(await used.store.models.get('acme', model.id)).toMatchObject({ status: 'failed', error });
    }
    for (const { job } of [next, last]) await used.store.jobs.cancel('acme', job.id);
    await used.store.leases.cancel(taken);
  });

  test('of a training whose first weights were deleted holds, it does not begin, and is not tried again', async () => {
    const { job } = await createTraining(used.store);
    await sql`UPDATE models SET is_warm = true WHERE job_id = ${job.id}`.execute(db);
    const claim = await claimed(used.store, job.id);
    const missing = { code: 'model_not_found', message: expect.stringContaining('was deleted') };
    await expect(used.store.leases.readStart(claim)).rejects.toMatchObject(missing);
    await used.store.leases.fail(claim, problem);
    await expect(used.store.jobs.retry('acme', job.id)).rejects.toMatchObject({
      code: 'job_not_retryable',
      message: expect.stringContaining('was deleted'),
    });
  });

  test('that a statement stops leaves the job in the queue, and holds up no other one unless the database is away', async () => {
    const stopped = await createTraining(used.store, 'stopped');
    const other = await createTraining(used.store, 'other');
    const ask = { kind: 'train', ticket: other.job.id, runningMax: null } as const;
    const reported: [string, boolean][] = [];
    const stop = await stopClaims(used, [stopped.job.id]);
    const claimWith = async (sqlState: string) => {
      await stop(sqlState);
      const claim = await used.store.leases.claimNext(ask, 'w', (id, _, hasFailed) =>
        reported.push([id, hasFailed]),
      );
      await used.store.leases.release(claim as Claim);
      return (claim as Claim).job.id;
    };
    await sql`UPDATE jobs SET priority = 1, claimed_at = NULL WHERE id = ${stopped.job.id}`.execute(db);
    await sql`UPDATE jobs SET claimed_at = now() WHERE id = ${other.job.id}`.execute(db);
    // A statement that took too long, one for another schema, and a lock that is not free.
    for (const state of ['57014', '42703', '55P03']) expect(await claimWith(state), state).toBe(other.job.id);
    expect(reported).toEqual(Array(3).fill([stopped.job.id, false]));
    for (const state of ['57P01', '53100']) await expect(claimWith(state), state).rejects.toThrow(AppError);
    expect((await used.store.jobs.get('stopped', stopped.job.id)).status).toBe('queued');
    // Errors of the rows of the job, such as a damaged one.
    expect(await claimWith('XX001')).toBe(other.job.id);
    expect(await used.store.jobs.get('stopped', stopped.job.id)).toMatchObject({
      status: 'failed',
      error: { code: 'internal', detail: expect.stringContaining(stopped.job.id) },
    });
    await used.store.jobs.cancel('other', other.job.id);
  });

  test('of the job of a silent worker continues from its last checkpoint', async () => {
    const { job } = await createTraining(used.store);
    const first = await claimed(used.store, job.id);
    await used.store.leases.heartbeat(first, progress);
    await used.store.leases.saveCheckpoint(first, checkpoint(10));
    await used.store.leases.saveCheckpoint(first, checkpoint(20));
    await silence(job.id);
    const started = (await used.store.jobs.get('acme', job.id)).started_at;
    const second = await claimed(used.store, job.id, 'worker-2');
    expect(second.job.attempt).toBe(2);
    expect(second.checkpointStep).toBe(20);
    const start = await used.store.leases.readStart(second);
    expect(start).toEqual({ checkpoint: new Uint8Array([1, 2, 20]), initialWeights: null });
    expect(second.elapsedSeconds).toBe(7.5);
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({
      attempt: 2,
      started_at: started,
      progress,
    });
  });

  test('of the job of a silent worker cancels it if that was requested', async () => {
    const { job, model } = await createTraining(used.store);
    await claimed(used.store, job.id);
    await used.store.jobs.cancel('acme', job.id);
    await silence(job.id);
    expect(await used.store.leases.claim(job.id, 'worker-2')).toBeNull();
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'cancelled' });
    expect((await used.store.models.get('acme', model.id)).status).toBe('cancelled');
  });

  test('after too many lost workers without a new checkpoint fails the job with worker_lost', async () => {
    const { job, model } = await createTraining(used.store);
    await claimed(used.store, job.id);
    for (let i = 0; i < recoveriesMax; i++) {
      await silence(job.id);
      expect((await claimed(used.store, job.id)).job.attempt).toBe(i + 2);
    }
    await silence(job.id);
    expect(await used.store.leases.claim(job.id, 'worker-1')).toBeNull();
    const failed = { status: 'failed', error: { code: 'worker_lost', retryable: true } };
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({
      ...failed,
      finished_at: expect.any(String),
    });
    expect(await used.store.models.get('acme', model.id)).toMatchObject(failed);
  });

  test('is counted beside the jobs, also if it ends the job, and is counted on when the job is deleted', async () => {
    const lost = async () => (await used.store.jobs.workerLosses()).map(({ count }) => count);
    const [before, ofBacktests] = await lost();
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    expect(await used.store.leases.claim(job.id, 'worker-2')).toBe('busy');
    await used.store.leases.release(claim);
    await claimed(used.store, job.id);
    expect(await lost()).toEqual([before, ofBacktests]);
    for (let i = 0; i <= recoveriesMax; i++) {
      await silence(job.id);
      await used.store.leases.claim(job.id, 'worker-1');
    }
    expect((await used.store.jobs.get('acme', job.id)).error?.code).toBe('worker_lost');
    await used.store.models.delete('acme', model.id);
    expect(await lost()).toEqual([before + recoveriesMax + 1, ofBacktests]);
  });

  test('a newer checkpoint resets the count of lost workers, the same checkpoint again does not', async () => {
    const { job } = await createTraining(used.store);
    let claim = await claimed(used.store, job.id);
    for (let i = 0; i < 2 * recoveriesMax; i++) {
      await used.store.leases.saveCheckpoint(claim, checkpoint(i));
      await silence(job.id);
      claim = await claimed(used.store, job.id);
    }
    const last = 2 * recoveriesMax - 1;
    let next: Claim | 'busy' | null = claim;
    let recoveries = 0;
    while (next !== null && next !== 'busy') {
      await used.store.leases.saveCheckpoint(next, checkpoint(last));
      await silence(job.id);
      next = await used.store.leases.claim(job.id, 'worker-1');
      recoveries += 1;
    }
    expect(recoveries).toBe(recoveriesMax);
  });
});

describe('a lost claim', () => {
  test('changes nothing with any write', async () => {
    const { job, model } = await createTraining(used.store);
    const old = await claimed(used.store, job.id);
    await used.store.leases.saveCheckpoint(old, checkpoint(10));
    await silence(job.id);
    const current = await claimed(used.store, job.id, 'worker-2');
    const before = await used.store.jobs.get('acme', job.id);
    const { leases } = used.store;
    expect(await leases.heartbeat(old, progress)).toBe('lost');
    expect(await leases.saveCheckpoint(old, checkpoint(99))).toBe('lost');
    expect(await leases.release(old)).toBe('lost');
    expect(await leases.succeed(old, sampleResult())).toBe('lost');
    expect(await leases.fail(old, problem)).toBe('lost');
    expect(await leases.cancel(old)).toBe('lost');
    expect(await used.store.jobs.get('acme', job.id)).toEqual(before);
    expect((await used.store.models.get('acme', model.id)).status).toBe('training');
    const { step } = await db
      .selectFrom('job_checkpoints')
      .select('step')
      .where('job_id', '=', job.id)
      .executeTakeFirstOrThrow();
    expect(step).toBe(10);
    expect(await leases.heartbeat(current, null)).toBe('held');
  });

  test('is also one whose job has ended', async () => {
    const { job } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    await used.store.leases.succeed(claim, sampleResult());
    expect(await used.store.leases.heartbeat(claim, progress)).toBe('lost');
    expect(await used.store.leases.succeed(claim, sampleResult())).toBe('lost');
    expect(await used.store.leases.fail(claim, problem)).toBe('lost');
  });
});

describe('the holder', () => {
  test('writes progress, and a heartbeat without progress keeps it', async () => {
    const { job } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    expect(await used.store.leases.heartbeat(claim, progress)).toBe('held');
    expect(await used.store.leases.heartbeat(claim, null)).toBe('held');
    expect((await used.store.jobs.get('acme', job.id)).progress).toEqual(progress);
  });

  test('has heartbeats and can be cancelled while its checkpoint is on its way, which is not stored then', async () => {
    const store = await openStore(used.url, { poolMax: 4 });
    onTestFinished(() => store.close());
    const [{ job }, { job: lost }] = [await createTraining(used.store), await createTraining(used.store)];
    const [claim, old] = [await claimed(used.store, job.id), await claimed(used.store, lost.id)];
    for (const one of [claim, old]) await used.store.leases.saveCheckpoint(one, checkpoint(10));
    const holder = await sessionWith('LOCK TABLE job_checkpoints IN SHARE MODE');
    const saves = [claim, old].map((one) => store.leases.saveCheckpoint(one, checkpoint(20)));
    await expect.poll(() => waitingSessions(holder), { timeout: soonMs }).toBe(2);
    await holder.query('SELECT FROM jobs WHERE id = $1 FOR KEY SHARE', [job.id]); // as the foreign key of a first checkpoint
    expect(await store.leases.heartbeat(claim, progress)).toBe('held');
    expect(await store.jobs.cancel('acme', job.id)).toMatchObject({ cancel_requested: true });
    await silence(lost.id);
    const taken = await claimed(store, lost.id, 'worker-2');
    await holder.query('ROLLBACK');
    expect(await Promise.all(saves)).toEqual(['cancel', 'lost']);
    const steps = await db
      .selectFrom('job_checkpoints')
      .select('step')
      .where('job_id', 'in', [job.id, lost.id])
      .execute();
    expect(steps).toEqual([{ step: 10 }, { step: 10 }]);
    await used.store.leases.cancel(claim);
    await used.store.leases.fail(taken, problem);
  });

  test('has heartbeats although saves of its tenant hold all connections that one tenant may have', async () => {
    const store = await openStore(used.url, { poolMax: 5, lockMsMax: 60_000 });
    onTestFinished(() => store.close());
    const jobs = await Promise.all(Array.from({ length: 5 }, () => createTraining(used.store)));
    const claims = await Promise.all(jobs.map(({ job }) => claimed(used.store, job.id)));
    const holder = await sessionWith('LOCK TABLE job_checkpoints');
    const saves = claims.slice(1).map((one) => inAcme(() => store.leases.saveCheckpoint(one, checkpoint(1))));
    await expect.poll(() => waitingSessions(holder), { timeout: soonMs }).toBe(4);
    expect(await inAcme(() => store.leases.heartbeat(claims[0], progress))).toBe('held');
    await holder.query('ROLLBACK');
    expect(await Promise.all(saves)).toEqual(Array(4).fill('held'));
    for (const claim of claims) await used.store.leases.fail(claim, problem);
  });

  test('leaves bytes of old checkpoints, which are vacuumed by their number, however many are kept', async () => {
    const { rows } = await sql<{ reloptions: string[] }>`
      SELECT toast.reloptions FROM pg_class AS checkpoints JOIN pg_class AS toast ON toast.oid = checkpoints.reltoastrelid
      WHERE checkpoints.oid = 'job_checkpoints'::regclass`.execute(db);
    expect(rows[0].reloptions).toEqual([
      'autovacuum_vacuum_scale_factor=0',
      'autovacuum_vacuum_threshold=5000',
    ]);
  });

  test('publishes weights, card, model and job together, and deletes the checkpoint', async () => {
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    const result = sampleResult();
    await used.store.leases.heartbeat(claim, progress);
    await used.store.leases.saveCheckpoint(claim, checkpoint(10));
    expect(await used.store.leases.succeed(claim, result)).toBe('held');
    expect(await used.store.models.get('acme', model.id)).toMatchObject({
      status: 'ready',
      spec: result.spec,
      card: result.card,
      parameter_count: 1_234,
      weights: { bytes: 1_000, sha256: result.weights.sha256 },
      error: null,
      ready_at: expect.any(String),
    });
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({
      status: 'succeeded',
      progress: { ...progress, fraction: 1, eta_seconds: 0 },
      finished_at: expect.any(String),
    });
    expect(await checkpointsOf(job.id)).toBe(0);
  });

  test('publishes nothing when a part of it cannot be written', async () => {
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    await used.store.leases.saveCheckpoint(claim, checkpoint(10));
    const result = { ...sampleResult(), parameterCount: Number.NaN };
    await expect(used.store.leases.succeed(claim, result)).rejects.toThrow();
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'running' });
    expect(await used.store.models.get('acme', model.id)).toMatchObject({
      status: 'training',
      weights: null,
    });
    expect(await checkpointsOf(job.id)).toBe(1);
    expect(
      await db.selectFrom('model_weights').select('model_id').where('model_id', '=', model.id).execute(),
    ).toEqual([]);
  });

  test('that fails ends job and model with the problem, and keeps the checkpoint for a retry', async () => {
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    await used.store.leases.saveCheckpoint(claim, checkpoint(10));
    expect(await used.store.leases.fail(claim, problem)).toBe('held');
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'failed', error: problem });
    expect(await used.store.models.get('acme', model.id)).toMatchObject({ status: 'failed', error: problem });
    expect(await checkpointsOf(job.id)).toBe(1);
  });

  test('that releases the job leaves it queued with its checkpoint, and the next claim is no recovery', async () => {
    const { job } = await createTraining(used.store);
    for (let i = 1; i <= 2 * recoveriesMax; i++) {
      const claim = await claimed(used.store, job.id);
      expect(claim.job.attempt).toBe(i);
      if (i === 1) await used.store.leases.saveCheckpoint(claim, checkpoint(10));
      expect(claim.checkpointStep).toBe(i === 1 ? null : 10);
      expect(await used.store.leases.release(claim)).toBe('held');
      expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'queued' });
      expect(await used.store.leases.heartbeat(claim, null)).toBe('lost');
    }
  });

  test('of a job with a requested cancel learns it from every write, and cannot publish', async () => {
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    await used.store.jobs.cancel('acme', job.id);
    expect(await used.store.leases.heartbeat(claim, progress)).toBe('cancel');
    expect(await used.store.leases.saveCheckpoint(claim, checkpoint(10))).toBe('cancel');
    expect(await used.store.leases.succeed(claim, sampleResult())).toBe('cancel');
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'running' });
    expect(await used.store.leases.release(claim)).toBe('cancelled');
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'cancelled' });
    expect((await used.store.models.get('acme', model.id)).status).toBe('cancelled');
    expect(await checkpointsOf(job.id)).toBe(0);
  });
});

describe('jobs that should be in the queue', () => {
  const page = (options: Partial<DueQuery>) =>
    used.store.reconciliation.due({
      ...{
        kind: 'train',
        queuedForMs: 10_000,
        runningMax: null,
        after: null,
        limit: 1_000,
      },
      ...options,
    });
  const due = async (options: Partial<DueQuery> = {}) => {
    const jobs: DueJob[] = [];
    for (let after: string | null | undefined = null; after !== undefined; ) {
      const { jobs: some, next } = await page({ ...options, after });
      jobs.push(...some);
      after = next ?? undefined;
    }
    return jobs;
  };

  test('are those that are queued for long and those whose worker is silent', async () => {
    const fresh = await createTraining(used.store);
    const lost = await createTraining(used.store);
    const held = await createTraining(used.store);
    const silent = await createTraining(used.store);
    const ended = await createTraining(used.store);
    await sql`UPDATE jobs SET queued_at = now() - interval '1 minute' WHERE id IN (${lost.job.id}, ${ended.job.id})`.execute(
      db,
    );
    await claimed(used.store, held.job.id);
    await claimed(used.store, silent.job.id);
    await silence(silent.job.id);
    await used.store.jobs.cancel('acme', ended.job.id);
    const before = await used.store.jobs.get('acme', silent.job.id);
    await silence(held.job.id, 0);
    await sql`UPDATE jobs SET queued_at = now() WHERE id = ${fresh.job.id}`.execute(db);
    const found = await due();
    const ids = found.map(({ job_id }) => job_id);
    expect(found).toContainEqual({
      job_id: lost.job.id,
      kind: 'train',
      request_id: 'req-1',
      state: 'queued',
    });
    expect(found).toContainEqual(
      expect.objectContaining({ job_id: silent.job.id, state: 'silent', ticket: silent.job.id }),
    );
    for (const { job } of [fresh, held, ended]) expect(ids).not.toContain(job.id);
    expect(await used.store.jobs.get('acme', silent.job.id)).toEqual(before);
    expect(await due({ kind: 'backtest' })).toEqual([]);
    expect(await due({ limit: 1 })).toEqual(found);
    const tickets = await used.store.reconciliation.tickets('train');
    expect(tickets).toContain(held.job.id);
    for (const { job } of [fresh, lost, silent, ended]) expect(tickets).not.toContain(job.id);
  });
});
