import type { ServerResponse } from 'node:http';
import type { JobFeed } from '../../../contracts/ports/index.ts';
import { limits, type TenantId } from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';

export interface JobWatch {
  /** Resolves to true when the job may have changed since the last call, to false after `msMax` or at
   *  the end of the watch. */
  next(msMax: number): Promise<boolean>;
  /** Whether the caller is gone, or the process stops. */
  readonly hasEnded: boolean;
  end(): void;
}

/** The calls of this process that wait for jobs, bounded in number. */
export class JobWatchers {
  readonly #feed: JobFeed;
  readonly #open = new Set<JobWatch>();
  /** Open watches of each tenant. */
  readonly #byTenant = new Map<TenantId, number>();
  #isClosed = false;

  constructor(feed: JobFeed) {
    this.#feed = feed;
  }

  /** A watch that ends with the caller's connection. A tenant may have no more than are free:
   *  whoever comes next finds room.
   *  @throws AppError watchers_too_many */
  watch(tenant: TenantId, jobId: string, response: ServerResponse): JobWatch {
    const own = this.#byTenant.get(tenant) ?? 0;
    if (own >= limits.jobWatchersMax - this.#open.size) {
      throw new AppError('watchers_too_many', {
        detail: `${this.#open.size} calls wait for jobs already, ${own} of this tenant. A process lets ${limits.jobWatchersMax} wait, and of a tenant at most as many as are free. Read the job without waiting, or try again.`,
      });
    }
    let isNews = false;
    let hasEnded = this.#isClosed || response.destroyed;
    let wake = () => {};
    const unsubscribe = this.#feed.subscribe(jobId, () => {
      isNews = true;
      wake();
    });
    const watch: JobWatch = {
      async next(msMax) {
        if (!isNews && !hasEnded && msMax > 0) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          const timer = setTimeout(resolve, msMax);
          await promise;
          clearTimeout(timer);
        }
        const answer = isNews && !hasEnded;
        isNews = false;
        return answer;
      },
      get hasEnded() {
        return hasEnded;
      },
      end: () => {
        hasEnded = true;
        unsubscribe();
        if (this.#open.delete(watch)) this.#count(tenant, -1);
        response.off('close', watch.end);
        wake();
      },
    };
    response.once('close', watch.end);
    this.#open.add(watch);
    this.#count(tenant, 1);
    return watch;
  }

  #count(tenant: TenantId, change: number): void {
    const own = (this.#byTenant.get(tenant) ?? 0) + change;
    if (own > 0) this.#byTenant.set(tenant, own);
    else this.#byTenant.delete(tenant);
  }

  /** Ends every watch. */
  close(): void {
    this.#isClosed = true;
    for (const watch of this.#open) watch.end();
  }
}
