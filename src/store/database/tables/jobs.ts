import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type {
  JobEvent,
  JobKind,
  JobLogLine,
  JobProgress,
  JobStatus,
} from '../../../contracts/schemas/index.ts';
import type { Problem } from '../../../errors.ts';
import type { NullableInstant, NullableJson } from './columns.ts';

export interface JobsTable {
  id: string;
  tenant_id: string;
  kind: JobKind;
  status: JobStatus;
  model_id: string;
  /** Null for a training. */
  backtest_id: Generated<string | null>;
  /** Number of claims by workers; the fencing token of the worker that holds the job. */
  attempt: Generated<number>;
  /** Claims that took the job from a silent worker, since the last new checkpoint. */
  recoveries: Generated<number>;
  cancel_requested: Generated<boolean>;
  progress: NullableJson<JobProgress>;
  /** The same without losses and forecast. Written by a trigger. */
  listed_progress: Generated<JobProgress | null>;
  error: NullableJson<Problem>;
  request_id: string | null;
  /** W3C trace context of the request that created the job. */
  traceparent: Generated<string | null>;
  worker_id: string | null;
  /** Jobs of a tenant with a higher priority begin earlier. */
  priority: Generated<number>;
  /** The entry of the queue that a running job was chosen with: its own id, or that of another job. */
  ticket: Generated<string | null>;
  /** When it last began. */
  claimed_at: Generated<Date | null>;
  heartbeat_at: NullableInstant;
  queued_at: Generated<Date>;
  /** Sequence number of the job's last event. Written by the trigger. */
  event_count: Generated<number>;
  /** Time of its last progress event. Written by the trigger. */
  progress_event_at: Generated<Date | null>;
  /** Training step of its last checkpoint. */
  checkpoint_step: Generated<number | null>;
  /** Whether its old events and log lines are deleted. A trigger resets it with each event. */
  history_cleaned: Generated<boolean>;
  /** Preset of the model when the job was created. Written by a trigger. */
  preset: Generated<string | null>;
  created_at: Generated<Date>;
  started_at: NullableInstant;
  finished_at: NullableInstant;
}

/** Written only by a trigger on `jobs`. */
export interface JobEventsTable {
  job_id: string;
  sequence: number;
  tenant_id: string;
  type: JobEvent['type'];
  status: JobStatus;
  attempt: number;
  progress: NullableJson<JobProgress>;
  error: NullableJson<Problem>;
  created_at: Generated<Date>;
}

export interface JobLogsTable {
  job_id: string;
  sequence: GeneratedAlways<number>;
  tenant_id: string;
  attempt: number;
  level: JobLogLine['level'];
  message: string;
  fields: JSONColumnType<JobLogLine['fields']>;
  created_at: Date;
}

/** At most one row per job. */
export interface JobCheckpointsTable {
  job_id: string;
  tenant_id: string;
  step: number;
  bytes: Buffer;
  saved_at: Generated<Date>;
}

/** At most one row per kind. */
export interface WorkerLossesTable {
  kind: JobKind;
  count: number;
}
