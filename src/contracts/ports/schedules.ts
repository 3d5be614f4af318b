import type { Problem } from '../../errors.ts';
import type {
  Page,
  PageQuery,
  Schedule,
  ScheduleChanges,
  ScheduleIn,
  StoredSchedule,
  TenantId,
} from '../schemas/index.ts';
import type { PackedForecast } from './forecasts.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { DueJob } from './jobs.ts';
import type { Precondition } from './precondition.ts';

export interface ScheduleStore {
  /** @throws AppError schedules_too_many, model_not_found */
  create(
    tenant: TenantId,
    schedule: ScheduleIn,
    idempotentCall?: IdempotentCall<Schedule> | null,
  ): Promise<Schedule>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Schedule>>;
  /** @throws AppError schedule_not_found */
  get(tenant: TenantId, id: string): Promise<Schedule>;
  /** @throws AppError schedule_not_found; request_invalid if it would have neither `every` nor `cron` */
  update(
    tenant: TenantId,
    id: string,
    changes: ScheduleChanges,
    precondition?: Precondition<Schedule> | null,
  ): Promise<Schedule>;
  /** @throws AppError schedule_not_found */
  delete(tenant: TenantId, id: string, precondition?: Precondition<Schedule> | null): Promise<void>;
}

/** One due run of a schedule. `tickId` stays the same in every attempt. */
export interface Tick {
  scheduleId: string;
  revision: number;
  tickId: string;
  /** When the run was due, in milliseconds since 1970; null if that is not known. */
  dueMs: number | null;
}

/** Schedules as a worker uses them. A tick does its work once, in one transaction. It does nothing and returns null if
 *  the schedule was deleted, disabled or changed, or if the tick is already done. */
export interface ScheduleTicks {
  /** Enabled schedules of all tenants by id, at most `limit`. @param after id before the first one; default:
   *  from the first of all */
  enabled(limit: number, after?: string): Promise<StoredSchedule[]>;
  /** The work of a tick, and why the run before was refused; null if it was not. */
  find(
    tick: Tick,
  ): Promise<(Pick<Schedule, 'kind' | 'model_id'> & { tenant: TenantId; lastRefusal: string | null }) | null>;
  /** Creates a training, unless the one of the previous run has not ended: then `unfinished` is the id of its job.
   *  @throws AppError dataset_empty, series_too_short, sequences_too_short: the data do not suffice for a training */
  retrain(tick: Tick): Promise<{ job: DueJob } | { unfinished: string } | null>;
  /** Stores a forecast and the messages to webhooks. Returns the id of the forecast. */
  publish(tick: Tick, forecast: PackedForecast): Promise<string | null>;
  /** Records why the work could not be done. A refused run is done; one that failed may begin again, by the same tick
   *  or another one. It is not recorded if a run has taken place since it was due. Returns whether it is recorded. */
  record(tick: Tick, outcome: 'refused' | 'failed', problem: Pick<Problem, 'detail'>): Promise<boolean>;
}
