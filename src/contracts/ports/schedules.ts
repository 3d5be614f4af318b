import type { Problem } from '../../errors.ts';
import type { Page, PageQuery, Schedule, ScheduleChanges, ScheduleIn, TenantId } from '../schemas/index.ts';
import type { NewForecast } from './forecasts.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { DueJob } from './jobs.ts';

export interface ScheduleStore {
  /** @throws AppError schedules_too_many, model_not_found */
  create(tenant: TenantId, schedule: ScheduleIn, once?: IdempotentCall<Schedule> | null): Promise<Schedule>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Schedule>>;
  /** @throws AppError schedule_not_found */
  get(tenant: TenantId, id: string): Promise<Schedule>;
  /** @throws AppError schedule_not_found */
  update(tenant: TenantId, id: string, changes: ScheduleChanges): Promise<Schedule>;
  /** @throws AppError schedule_not_found */
  delete(tenant: TenantId, id: string): Promise<void>;
}

/** One time that has come; `tickId` is the same in every try of it. */
export interface Tick {
  scheduleId: string;
  revision: number;
  tickId: string;
}

/** The worker's side. A tick does its work once, in one transaction. It does nothing, and answers null, where its schedule
 *  is gone, disabled or changed, or where it has been done. */
export interface ScheduleTicks {
  /** All that are to be planned, of all tenants, at most `limit`. */
  enabled(limit: number): Promise<Schedule[]>;
  /** What is to be done. */
  find(tick: Tick): Promise<(Pick<Schedule, 'kind' | 'model_id'> & { tenant: TenantId }) | null>;
  /** Begins a training; null also where the one before has not ended, so that there is nothing to queue. */
  retrain(tick: Tick): Promise<DueJob | null>;
  /** Stores a forecast and tells the webhooks of it; answers with its id. */
  publish(tick: Tick, forecast: NewForecast): Promise<string | null>;
  /** Notes why the work could not be done. */
  refuse(tick: Tick, problem: Problem): Promise<void>;
}
