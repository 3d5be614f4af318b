import type { Logger } from 'pino';
import type {
  Claim,
  JobLeases,
  JobLogStore,
  JobQueue,
  LeaseAnswer,
  Supervised,
  WorkOutcome,
} from '../src/contracts/ports/index.ts';
import type { JobKind } from '../src/contracts/schemas/index.ts';
import type { JobMetrics } from '../src/observability/index.ts';
import type { OutageLog } from '../src/outage-log.ts';
import type { ThreadStarts } from './thread-starts.ts';

export interface JobLimits {
  /** Seconds of work of a job, over all attempts; null: any time. */
  secondsMax: number | null;
  /** Seconds without a sign of life after which the thread of a job is hung. Longer than a step
   *  of the largest network. */
  silentSecondsMax: number;
}

/** The part of handling a job that is the same for all kinds. */
export interface WorkDeps {
  leases: JobLeases;
  queue: Pick<JobQueue, 'requeue'>;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  tenantRunningMax: number | null;
  jobLogs: JobLogStore;
  /** Logs of the heartbeats and of the stored log lines of all jobs, and of jobs that cannot be queued. */
  outages: { heartbeats: OutageLog; jobLogs: OutageLog; unqueuedJobs: OutageLog };
  metrics: JobMetrics;
  limits: JobLimits;
  workerId: string;
  log: Logger;
  /** Starts a thread for a job, unless one waits, while the input of the job is read. Resolves when the thread answers,
   *  or cannot: a job that did not wait for it would start another one. The signal ends a thread that still loads. */
  startThread(signal: AbortSignal): Promise<void>;
  /** Pause of this worker after threads that did not start. */
  starts: ThreadStarts;
  /** Aborted when this process is asked to end: each job writes a last checkpoint and is released. */
  stopping: AbortSignal;
  /** Aborted some time after `stopping`: jobs wait no longer for a database that is away, and are
   *  left to other workers. */
  leaving: AbortSignal;
}

/** The part of handling a job that depends on its kind. */
export interface Work<Task extends object, Result extends object> {
  kind: JobKind;
  /** For the log. */
  name: string;
  /** Number of training steps; 0 if it is not known yet. */
  steps(claim: Claim): number;
  /** Reads the input of the thread. @param signal aborted when nobody waits for it any longer */
  prepare(claim: Claim, signal: AbortSignal): Promise<Task>;
  /** Runs the numeric work in a new thread, which an abort ends; the channel's port is transferred. */
  run(claim: Claim, job: Supervised<Task>, signal: AbortSignal): Promise<WorkOutcome<Result>>;
  /** Writes the result and ends the job in one transaction. */
  publish(claim: Claim, result: Result): Promise<LeaseAnswer>;
  /** Fields of a result for the log. */
  describe(result: Result): object;
}
