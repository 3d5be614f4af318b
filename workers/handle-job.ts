import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, QueueEntry } from '../src/contracts/ports/index.ts';
import type { JobKind } from '../src/contracts/schemas/index.ts';
import { faultPoint } from '../src/fault-points.ts';
import { failSpan, inSpan, SpanKind } from '../src/observability/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { inCall } from '../src/sharing/index.ts';
import { type Ended, endJob, type ThreadOutcome } from './end-job.ts';
import { knownError } from './job-errors.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import type { Work, WorkDeps } from './job-work.ts';
import { LeftWithoutDatabase, retryUntilDatabaseReturns } from './retry-until-database-returns.ts';
import { runInThread } from './run-in-thread.ts';

/** Handles one delivery of the queue: claims the job whose turn it is, runs it in a thread, and writes how it ended. */
export async function handleJob<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  { ticket }: QueueEntry,
): Promise<Handled> {
  const { waitMs } = deps.starts;
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: deps.stopping }).catch(() => {}); // a stop ends the pause
  if (deps.stopping.aborted) return 'released';
  let claim: Claim | 'busy' | null;
  try {
    claim = await claimNext(deps, work.kind, ticket);
  } catch (error) {
    if (error instanceof LeftWithoutDatabase) return 'released';
    throw error;
  }
  if (claim === null) return 'ended';
  if (claim === 'busy') {
    deps.log.info({ ticket }, 'the job of this entry cannot begin yet: tried again later');
    return 'deferred';
  }
  faultPoint('claimed', claim.job.id);
  return inSpan(
    `job ${claim.job.kind}`,
    {
      traceparent: claim.job.traceparent,
      kind: SpanKind.CONSUMER,
      attributes: {
        'gatecast.job.id': claim.job.id,
        'gatecast.job.attempt': claim.job.attempt,
        'gatecast.model.id': claim.model.id,
      },
    },
    async (span) => {
      const { handled, outcome, fault } = await inCall({ tenant: claim.job.tenant, signal: null }, () =>
        handleClaim(deps, work, claim),
      );
      span.setAttribute('gatecast.job.outcome', outcome);
      if (fault !== undefined) failSpan(span, fault);
      if (handled === 'ended') await queueNext(deps, work.kind);
      return handled;
    },
  );
}

/** @param ticket of an entry of the queue, which stands for any job of its kind
 *  @throws LeftWithoutDatabase */
function claimNext(
  { leases, tenantRunningMax, workerId, stopping, log }: WorkDeps,
  kind: JobKind,
  ticket: string,
): Promise<Claim | 'busy' | null> {
  const next = { kind, ticket, runningMax: tenantRunningMax };
  const onNotBegun = (jobId: string, err: unknown, hasFailed: boolean) =>
    log.error(
      { err, job_id: jobId },
      hasFailed ? 'a job could not begin, and failed' : 'a job could not begin: others come first',
    );
  return retryUntilDatabaseReturns(() => leases.claimNext(next, workerId, onNotBegun), {
    signal: stopping,
  });
}

async function handleClaim<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
): Promise<Ended> {
  const child = deps.log.child({
    job_id: claim.job.id,
    attempt: claim.job.attempt,
    model_id: claim.model.id,
    tenant: claim.job.tenant,
    request_id: claim.job.requestId ?? undefined,
  });
  const log = createJobLog(child, deps.jobLogs, claim, deps.outages.jobLogs);
  log.info({ from_step: claim.checkpointStep ?? 0 }, `${work.name} starts`);
  const metrics = deps.metrics.began(claim.job);
  let ended: Ended = { handled: 'ended', outcome: 'failed' };
  try {
    const outcome = await runInThread(deps, work, claim, log, metrics).catch((error: unknown) =>
      failureOf(error, work.name, claim, log),
    );
    ended = await inSpan('publish', {}, () => endJob(deps, work, claim, outcome, log));
  } catch (error) {
    if (!(error instanceof LeftWithoutDatabase)) throw error;
    ended = releaseWithoutDatabase(error, log);
  } finally {
    metrics.ended(ended.outcome);
  }
  await log.flush();
  return ended;
}

/** The outcome of a job whose thread, or whose preparation, threw.
 *  @throws LeftWithoutDatabase */
function failureOf(error: unknown, name: string, claim: Claim, log: JobLog): ThreadOutcome<never> {
  if (error instanceof LeftWithoutDatabase) throw error;
  log.error({ err: error }, `${name} threw`);
  return { status: 'failed', problem: knownError(error, name, claim).toProblem() };
}

/** A job that could not begin, because its tenant had all its places, has no entry in the queue. It gets one when a
 *  place is free. */
async function queueNext(
  { leases, queue, tenantRunningMax, outages, log }: WorkDeps,
  kind: JobKind,
): Promise<void> {
  if (tenantRunningMax === null) return;
  const id = await leases.nextTurn({ kind, runningMax: tenantRunningMax }).catch((err: unknown) => {
    log.warn({ err }, 'the next job could not be looked for: the reconciler will queue it');
    return null;
  });
  if (id === null) return;
  try {
    await queue.requeue({ kind, job_id: id, request_id: null });
    outages.unqueuedJobs.works();
  } catch (error) {
    outages.unqueuedJobs.failed(error);
  }
}

/** The job keeps its lease, which no heartbeat renews. Its entry goes back, for the worker that takes the job over. */
function releaseWithoutDatabase({ cause }: LeftWithoutDatabase, log: JobLog): Ended {
  log.warn({ err: cause }, 'the database is away and the worker stops: the job is left to another worker');
  return { handled: 'released', outcome: 'released' };
}
