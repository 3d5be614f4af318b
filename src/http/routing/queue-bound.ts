import type { JobStore } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { createJoinedReads } from '../../sharing/index.ts';

/** A count of the database is used this long. Meanwhile the jobs that this process accepts are added to it. */
const countedMsMax = 1_000;
/** Tenants whose counts are kept. */
const tenantsMax = 1_000;
/** Seconds after which a refused caller may try again. */
const retryAfterSeconds = 10;

interface Count {
  queued: number;
  countedAt: number;
}

/** Refuses a job of a tenant that has too many queued ones. The database is asked at most once a second for a tenant, so
 *  other API processes may exceed the bound by what they accept in a second. */
export class QueueBound {
  readonly #queuedMax: number | null;
  readonly #jobs: Pick<JobStore, 'queued'>;
  readonly #counts = new Map<TenantId, Count>();
  readonly #joined = createJoinedReads();

  constructor(queuedMax: number | null, jobs: Pick<JobStore, 'queued'>) {
    this.#queuedMax = queuedMax;
    this.#jobs = jobs;
  }

  /** Counts one more job, or several. @throws AppError queue_full */
  async requirePlace(tenant: TenantId, jobs = 1): Promise<void> {
    if (this.#queuedMax === null) return;
    const count = this.#recent(tenant) ?? (await this.#joined(tenant, 'queued', () => this.#count(tenant)));
    if (count.queued + jobs > this.#queuedMax) {
      throw new AppError('queue_full', {
        values: { queued: count.queued, limit: this.#queuedMax },
        detail: `${count.queued} jobs of this tenant are queued, and the limit is ${this.#queuedMax}; wait until some have begun, or cancel some.`,
        headers: { 'retry-after': String(retryAfterSeconds) },
      });
    }
    count.queued += jobs;
  }

  #recent(tenant: TenantId): Count | null {
    const count = this.#counts.get(tenant);
    return count === undefined || Date.now() - count.countedAt > countedMsMax ? null : count;
  }

  /** @returns the count, to which the caller adds its jobs */
  async #count(tenant: TenantId): Promise<Count> {
    // Callers that waited for a count that is under way use that one.
    const recent = this.#recent(tenant);
    if (recent !== null) return recent;
    const count = {
      queued: await this.#jobs.queued(tenant, this.#queuedMax as number),
      countedAt: Date.now(),
    };
    if (this.#counts.size >= tenantsMax) this.#counts.clear();
    this.#counts.set(tenant, count);
    return count;
  }
}
