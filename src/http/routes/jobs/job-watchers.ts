import type { ServerResponse } from 'node:http';
import type { JobFeed } from '../../../contracts/ports/index.ts';
import { limits } from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';

export interface JobWatch {
  /** Resolves to true when the job may have changed since the last call, to false after `msMax` or at the end of the watch. */
  next(msMax: number): Promise<boolean>;
  /** Whether the caller is gone, or the process stops. */
  readonly hasEnded: boolean;
  end(): void;
}

/** The calls of this process that wait for jobs, bounded in number. */
export class JobWatchers {
  readonly #feed: JobFeed;
  readonly #open = new Set<JobWatch>();
  #isClosed = false;

  constructor(feed: JobFeed) {
    this.#feed = feed;
  }

  /** A watch that ends with the caller's connection. @throws AppError watchers_too_many */
  watch(jobId: string, response: ServerResponse): JobWatch {
    if (this.#open.size >= limits.jobWatchersMax) {
      throw new AppError('watchers_too_many', {
        detail: `${limits.jobWatchersMax} calls wait for jobs already, the most at once; read the job without waiting, or try again.`,
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
        this.#open.delete(watch);
        response.off('close', watch.end);
        wake();
      },
    };
    response.once('close', watch.end);
    this.#open.add(watch);
    return watch;
  }

  /** Ends every watch. */
  close(): void {
    this.#isClosed = true;
    for (const watch of this.#open) watch.end();
  }
}
