import type { JobStore } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';

/** A count of the database is used this long. Meanwhile the jobs that this process accepts are added to it. */
const countedMsMax = 1_000;
/** Tenants whose counts are kept. */
const tenantsMax = 1_000;
/** Seconds after which a refused caller may try again. */
const retryAfterSeconds = 10;

/** Refuses a job of a tenant that has too many queued ones. The database is asked at most once a second for a tenant, so
 *  other API processes may exceed the bound by what they accept in a second. */
export class QueueBound {
  readonly #queuedMax: number | null;
  readonly #jobs: Pick<JobStore, 'queued'>;
  readonly #counts = new Map<TenantId, { queued: number; countedAt: number }>();

  constructor(queuedMax: number | null, jobs: Pick<JobStore, 'queued'>) {
    this.#queuedMax = queuedMax;
    this.#jobs = jobs;
  }

  /** Counts one more job, or several. @throws AppError queue_full */
  async requirePlace(tenant: TenantId, jobs = 1): Promise<void> {
    if (this.#queuedMax === null) return;
    let count = this.#counts.get(tenant);
    if (count === undefined || Date.now() - count.countedAt > countedMsMax) {
      const queued = await this.#jobs.queued(tenant, this.#queuedMax);
      count = { queued, countedAt: Date.now() };
      if (this.#counts.size >= tenantsMax) this.#counts.clear();
      this.#counts.set(tenant, count);
    }
    if (count.queued + jobs > this.#queuedMax) {
      throw new AppError('queue_full', {
        values: { queued: count.queued, limit: this.#queuedMax },
        detail: `${count.queued} jobs of this tenant are queued, and the limit is ${this.#queuedMax}; wait until some have begun, or cancel some.`,
        headers: { 'retry-after': String(retryAfterSeconds) },
      });
    }
    count.queued += jobs;
  }
}
