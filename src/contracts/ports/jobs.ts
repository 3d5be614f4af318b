import type { Problem } from '../../errors.ts';
import type {
  Backtest,
  Job,
  JobKind,
  JobProgress,
  JobStatus,
  JobsQuery,
  Model,
  Page,
  Queue,
  TenantId,
} from '../schemas/index.ts';
import type { TrainResult } from './compute/training.ts';

export interface JobStore {
  list(tenant: TenantId, query: JobsQuery): Promise<Page<Job>>;
  /** @throws AppError job_not_found */
  get(tenant: TenantId, id: string): Promise<Job>;
  /** Reads the row of the job alone. `get` also counts the whole queue while the job waits.
   *  @throws AppError job_not_found */
  outcome(tenant: TenantId, id: string): Promise<Pick<Job, 'status' | 'error'>>;
  /** Cancels a queued job at once, and a running one whose worker is lost. Any other running job is cancelled by its
   *  worker. @throws AppError job_not_found, job_finished */
  cancel(tenant: TenantId, id: string): Promise<Job>;
  /** Puts a failed or cancelled job back into the queue. It continues from its last checkpoint.
   *  @throws AppError job_not_found, job_not_retryable, queue_full */
  retry(tenant: TenantId, id: string): Promise<Job>;
  /** Asked before work that queues a job. Counts those of a tenant at most once a second, and adds what calls of this
   *  process ask for. What queues the job asks again in its transaction. @throws AppError queue_full */
  takePlace(tenant: TenantId): Promise<void>;
  /** Asked before work that queues many jobs, or none if it is refused: the count stays as it is. Their
   *  transaction counts them.
   *  @throws AppError queue_full; fleet_too_large if the bound is smaller than their number */
  requirePlaces(tenant: TenantId, jobs: number): Promise<void>;
  /** Jobs of a tenant that wait and run, by kind, and which worker runs which. */
  queue(tenant: TenantId): Promise<Omit<Queue, 'live_workers'> & { runs: JobRun[] }>;
  /** Jobs of all tenants by status; default all statuses. Those that have ended take half a microsecond each. */
  counts(statuses?: readonly JobStatus[]): Promise<Partial<Record<JobStatus, number>>>;
  /** Jobs of each kind that wait for a worker, over all tenants: those that are queued, and those that run and have
   *  lost their worker. The one that waits the longest has waited for `oldest_seconds` (0 if none waits). */
  queueDepths(): Promise<{ kind: JobKind; queued: number; lost: number; oldest_seconds: number }[]>;
  /** How often jobs of each kind were found without their worker, over all tenants and since the database exists. */
  workerLosses(): Promise<{ kind: JobKind; count: number }[]>;
}

/** A running job and the worker that has claimed it. */
export interface JobRun {
  job_id: string;
  worker_id: string;
}

/** A job that a worker has claimed. `attempt` is the fencing token: a write with an older attempt changes nothing. */
export interface Claim {
  job: {
    id: string;
    kind: JobKind;
    attempt: number;
    requestId: string | null;
    /** W3C trace context of the request that created the job. */
    traceparent: string | null;
    tenant: TenantId;
    /** Seconds in the queue until this claim; null if the job was taken from a silent worker. */
    waitedSeconds: number | null;
    isRecovery: boolean;
  };
  /** `datasetVersion` is the version that the job reads: that of the model for a training, its own for a backtest. */
  model: {
    id: string;
    datasetId: string;
    datasetVersion: number;
    /** Version that the model was trained on; 0 for an imported model. */
    trainedVersion: number;
    spec: Model['spec'];
  };
  /** Ids of the series that the model is for; null: all series of the dataset. */
  seriesIds: string[] | null;
  /** Plan of a backtest; null for a training. */
  plan: Backtest['plan'] | null;
  /** Step of the checkpoint that the job continues from; null: it begins anew. */
  checkpointStep: number | null;
  /** Work of earlier attempts, in seconds. */
  elapsedSeconds: number;
}

/** Bytes that a job begins with, of up to hundreds of megabytes. They are no part of its claim: a worker that dies of
 *  them has claimed the job, so the loss counts. */
export interface JobStart {
  /** Weights file with the same spec, as the start of training; null: random weights. */
  initialWeights: Uint8Array | null;
  /** The last checkpoint; null: the job begins anew. */
  checkpoint: Uint8Array | null;
}

/** Result of a write by the holder of a job. `held`: the write is done. `cancel`: a caller asked to cancel. `lost`:
 *  another attempt holds the job, or it has ended, so the worker must stop and publish nothing. */
export type LeaseAnswer = 'held' | 'cancel' | 'lost';

/** Result of a release. `held`: the job is queued again. `cancelled`: it has ended, since a caller asked to cancel.
 *  `lost`: as in `LeaseAnswer`. */
export type ReleaseAnswer = 'held' | 'cancelled' | 'lost';

export interface JobLeases {
  /** Claims the job whose turn it is, with an entry of the queue: tenants take turns. If the job that ran with this
   *  entry has lost its worker, claims that one. Null if no job may begin. `busy` if the entry is
   *  needed a little later: its worker is not silent, another one holds a lost job, or another claim takes a place of
   *  the tenant. A job whose own data do not let it begin fails, and the next one is tried.
   *  @param onNotBegun is told of each job that could not begin, and whether it has failed; if not,
   *  it is tried again later */
  claimNext(
    next: { kind: JobKind; ticket: string; runningMax: number | null },
    workerId: string,
    onNotBegun?: (jobId: string, error: unknown, hasFailed: boolean) => void,
  ): Promise<Claim | 'busy' | null>;
  /** Id of the job that `claimNext` would begin; null if none may begin. */
  nextTurn(of: { kind: JobKind; runningMax: number | null }): Promise<string | null>;
  /** Claims a job. Null if the job has ended, is unknown or was cancelled in the queue. `busy` if it is running and its
   *  holder is not silent: the job must be tried again later, because the holder may have died since.
   *  Fails a job with `worker_lost` if it was recovered too often without a new checkpoint. */
  claim(jobId: string, workerId: string): Promise<Claim | 'busy' | null>;
  /** @throws AppError model_not_found: the weights that the training starts from were deleted */
  readStart(claim: Claim): Promise<JobStart>;
  /** Status of the job; null if another attempt has begun since the claim, or the job is deleted. */
  statusOf(claim: Claim): Promise<JobStatus | null>;
  /** Heartbeat and progress in one write. */
  heartbeat(claim: Claim, progress: JobProgress | null): Promise<LeaseAnswer>;
  saveCheckpoint(claim: Claim, checkpoint: { bytes: Uint8Array; step: number }): Promise<LeaseAnswer>;
  /** Returns the job to the queue, after SIGTERM or because its thread did not start. The row is `queued` again and
   *  keeps its checkpoint. A job that a caller asked to cancel ends as cancelled instead. */
  release(claim: Claim): Promise<ReleaseAnswer>;
  /** Gives up a job whose thread is hung: whoever claims it next recovers it, as from a worker that was killed. */
  abandon(claim: Claim): Promise<LeaseAnswer>;
  /** Stores weights and card, and ends the job, in one transaction. */
  succeed(claim: Claim, result: TrainResult<Model['spec'], NonNullable<Model['card']>>): Promise<LeaseAnswer>;
  fail(claim: Claim, problem: Problem): Promise<LeaseAnswer>;
  cancel(claim: Claim): Promise<LeaseAnswer>;
}

export interface Reconciliation {
  /** Jobs of a kind that should be in the queue: `queued` for at least `queuedForMs`, or `running` with a silent
   *  worker. Jobs that may not begin, because their tenant has `runningMax` running jobs, are left out. A page reads
   *  its own jobs, however many wait. Changes nothing. */
  due(options: DueQuery): Promise<DuePage>;
  /** Entries of the queue that the running jobs of a kind were claimed with, except those of jobs
   *  whose worker is silent. */
  tickets(kind: JobKind): Promise<string[]>;
  /** Ends running jobs of all kinds that were cancelled, and whose worker is lost. Returns their ids. */
  endCancelled(): Promise<string[]>;
}

/** A job that no worker holds: it is queued, or its worker is silent. `ticket`: entry of the queue that a silent
 *  job was claimed with. */
export type UnheldJob = DueJob & ({ state: 'queued' } | { state: 'silent'; ticket: string });

export interface DuePage {
  jobs: UnheldJob[];
  /** Begin of the next page; null after the last. */
  next: string | null;
}

export interface DueQuery {
  kind: JobKind;
  queuedForMs: number;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  runningMax: number | null;
  /** `next` of the previous page; null for the first page. */
  after: string | null;
  /** Queued jobs of a page, which has more only if a single tenant may run more. */
  limit: number;
}

export interface DueJob {
  kind: JobKind;
  job_id: string;
  request_id: string | null;
}

/** Entry of the queue of a kind. A worker may run any job of the kind with it. */
export interface QueueEntry {
  /** Id of the entry: that of the job that it was made for, or one that is derived from it. */
  ticket: string;
  requestId: string | null;
}

export interface JobQueue {
  /** Entries of a kind that wait, beyond which `enqueue` adds no more. */
  readonly entriesMax: number;
  /** Puts a job into the queue under its own id, so a second call has no effect. Does nothing if `entriesMax` entries
   *  wait: any of them runs any job of the kind. @throws AppError queue_unavailable */
  enqueue(job: DueJob): Promise<void>;
  /** The same for an entry whose ticket the caller chooses. @throws AppError queue_unavailable */
  enqueueEntry(kind: JobKind, entry: QueueEntry): Promise<void>;
  /** The same for an entry that runs its own job only, however many wait: the worker of the job was lost.
   *  @throws AppError queue_unavailable */
  enqueueNamed(kind: JobKind, entry: QueueEntry): Promise<void>;
  /** Adds an entry for a job that waits although it may have been in the queue before. Does nothing if its entry waits.
   *  If a worker holds that entry, which may run another job or be about to end, the new one has another id. One
   *  entry too many finds no job.
   *  @throws AppError queue_unavailable */
  requeue(job: DueJob): Promise<void>;
  /** The same for many jobs of a kind, in few round trips. @returns false if nothing was done because
   *  `entriesMax` entries wait
   *  @throws AppError queue_unavailable */
  requeueAll(kind: JobKind, jobs: readonly DueJob[]): Promise<boolean>;
  /** Workers that are connected to the queue, and those of the running jobs that each of them has. Null if the queue
   *  cannot say it within half a second. */
  liveWorkers(runs: readonly JobRun[]): Promise<Queue['live_workers']>;
  /** Number of entries that can be delivered now. @throws AppError queue_unavailable */
  waiting(kind: JobKind): Promise<number>;
  /** The tickets whose entries are not in the queue of the kind, asked for in one call. An entry is in it while it
   *  waits, is delayed or is active. @throws AppError queue_unavailable */
  missing(kind: JobKind, tickets: string[]): Promise<string[]>;
  /** Removes the job's own entry. Does nothing if it does not wait. */
  remove(job: DueJob): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
