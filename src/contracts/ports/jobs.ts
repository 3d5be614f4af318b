import type { Problem } from '../../errors.ts';
import type {
  Backtest,
  Job,
  JobKind,
  JobPayload,
  JobProgress,
  JobStatus,
  JobsQuery,
  Model,
  Page,
  TenantId,
} from '../schemas/index.ts';
import type { TrainResult } from './training.ts';

export interface JobStore {
  list(tenant: TenantId, query: JobsQuery): Promise<Page<Job>>;
  /** @throws AppError job_not_found */
  get(tenant: TenantId, id: string): Promise<Job>;
  /** A queued job is cancelled at once, a running one by its worker. @throws AppError job_not_found, job_finished */
  cancel(tenant: TenantId, id: string): Promise<Job>;
  /** Queues a job that failed or was cancelled again; it goes on from its last checkpoint.
   *  @throws AppError job_not_found, job_not_retryable */
  retry(tenant: TenantId, id: string): Promise<Job>;
  counts(): Promise<Record<JobStatus, number>>;
}

/** A worker's hold on a job. `attempt` is the fencing token: a write with an older one changes nothing. */
export interface Claim {
  job: { id: string; kind: JobKind; attempt: number; requestId: string | null; tenant: TenantId };
  /** `datasetVersion` is what the job reads: a training that of its model, a backtest its own. */
  model: { id: string; datasetId: string; datasetVersion: number; spec: Model['spec'] };
  /** Of a backtest; null for a training. */
  plan: Backtest['plan'] | null;
  /** A weights file of the same spec that training begins with, instead of new random weights. */
  initialWeights: Uint8Array | null;
  checkpoint: { bytes: Uint8Array; step: number } | null;
  /** Seconds of work that earlier attempts have reported. */
  elapsedSeconds: number;
}

/** Writes answer `lost` when another attempt has taken the job over or the job has ended: stop, publish nothing. */
export type LeaseAnswer = 'held' | 'cancel' | 'lost';

export interface JobLeases {
  /** Null when there is nothing to do: the job has ended, is unknown, or was cancelled while it was queued; or it is
   *  running and its holder gave a sign of life within the last `claimSilenceMs` (the queue delivered it twice).
   *  A job that was recovered too often without a new checkpoint is failed here with `worker_lost`. */
  claim(jobId: string, workerId: string): Promise<Claim | null>;
  /** Progress and sign of life in one write. */
  heartbeat(claim: Claim, progress: JobProgress | null): Promise<LeaseAnswer>;
  saveCheckpoint(claim: Claim, checkpoint: { bytes: Uint8Array; step: number }): Promise<LeaseAnswer>;
  /** Gives the job back to the queue (after SIGTERM); the row is `queued` again and keeps its checkpoint. */
  release(claim: Claim): Promise<LeaseAnswer>;
  /** Weights, card, model and job in one transaction. */
  succeed(claim: Claim, result: TrainResult<Model['spec'], NonNullable<Model['card']>>): Promise<LeaseAnswer>;
  fail(claim: Claim, problem: Problem): Promise<LeaseAnswer>;
  cancelled(claim: Claim): Promise<LeaseAnswer>;
}

export interface Reconciliation {
  /** Changes nothing. Jobs that ought to be in the queue: `queued`, or `running` without a sign of life for `silentMs`. */
  due(options: { queuedForMs: number; silentMs: number; limit: number }): Promise<DueJob[]>;
}

export interface DueJob extends JobPayload {
  kind: JobKind;
}

export interface JobQueue {
  /** Idempotent: a job is queued under its own id, and leaves the queue when it has been handled. @throws AppError queue_unavailable */
  enqueue(job: DueJob): Promise<void>;
  /** Queues a job that has ended once more. Its last delivery may still be on its way out of the queue, which knows one
   *  job by an id: it is waited for, a little. @throws AppError queue_unavailable */
  requeue(job: DueJob): Promise<void>;
  /** Whether the queue has this job as waiting, delayed or active. */
  knows(job: DueJob): Promise<boolean>;
  /** Takes a waiting job out; nothing happens when it is not there. */
  remove(job: DueJob): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
