import type { TenantId } from '../../contracts/schemas/index.ts';
import type { NewlyQueued, Waiting } from './queued.ts';

/** Places up to here are counted by the database, in half a millisecond for each 1,000 queued jobs. Later ones are
 *  estimated from a count. */
const estimatedFromPosition = 1_000;
/** Age of a count from which places are estimated. Meanwhile jobs begin, and other tenants and processes queue some. */
const countMsMax = 1_000;
/** Bound on the kept counts, and on the tenants with jobs. At the bound all are forgotten, and the
 *  database counts again. */
const keptMax = 1_000;

type QueuedJob = Omit<NewlyQueued, 'id'>;

/** Place that the database has counted for a job. */
interface Count extends Waiting {
  countedAt: number;
  /** Jobs of the tenant with at least this priority that this process had queued by then, this one included. */
  queuedUntilThen: number;
}

/** Estimates places of new jobs in a long queue. The estimate is the last counted place of such a job, and one for each
 *  job of the tenant that this process has queued before it since: after place 1,200 and 5 such jobs it is 1,206. */
export class PlaceEstimates {
  /** By tenant, kind, preset and priority. */
  readonly #counts = new Map<string, Count>();
  /** Number of jobs that this process has queued, by tenant and priority. */
  readonly #queued = new Map<TenantId, Map<number, number>>();

  /** Places of jobs that are about to be queued; null if the database has to count them. */
  of(tenant: TenantId, jobs: readonly QueuedJob[]): Waiting[] | null {
    const now = performance.now();
    const estimates: Waiting[] = [];
    for (const [i, job] of jobs.entries()) {
      const count = this.#counts.get(keyOf(tenant, job));
      if (count === undefined || now - count.countedAt > countMsMax) return null;
      const { queue_position, waiting_seconds } = count;
      if (queue_position < estimatedFromPosition) return null;
      const queuedSince = this.#queuedAtLeast(tenant, job.priority) - count.queuedUntilThen;
      const position = queue_position + queuedSince + countOfThoseBefore(jobs, i) + 1;
      estimates.push({
        queue_position: position,
        waiting_seconds:
          waiting_seconds === null ? null : rounded((waiting_seconds * position) / queue_position),
      });
    }
    return estimates;
  }

  /** Remembers that jobs are queued. @param counted their places, if the database has counted them */
  add(tenant: TenantId, jobs: readonly QueuedJob[], counted: readonly Waiting[] | null): void {
    if (this.#counts.size > keptMax || this.#queued.size > keptMax) {
      this.#counts.clear();
      this.#queued.clear();
    }
    const countedAt = performance.now();
    for (const [i, { queue_position, waiting_seconds }] of (counted ?? []).entries()) {
      const queuedUntilThen = this.#queuedAtLeast(tenant, jobs[i].priority) + countOfThoseBefore(jobs, i) + 1;
      this.#counts.set(keyOf(tenant, jobs[i]), {
        queue_position,
        waiting_seconds,
        countedAt,
        queuedUntilThen,
      });
    }
    const queued = this.#queued.get(tenant) ?? new Map<number, number>();
    this.#queued.set(tenant, queued);
    for (const { priority } of jobs) queued.set(priority, (queued.get(priority) ?? 0) + 1);
  }

  #queuedAtLeast(tenant: TenantId, priority: number): number {
    let sum = 0;
    for (const [level, jobs] of this.#queued.get(tenant) ?? []) if (level >= priority) sum += jobs;
    return sum;
  }
}

/** Those of a group that begin before one of them: they have a higher priority, or the same one
 *  and an earlier place. */
function countOfThoseBefore(jobs: readonly QueuedJob[], at: number): number {
  const { priority } = jobs[at];
  return jobs.filter((one, i) => one.priority > priority || (one.priority === priority && i < at)).length;
}

function keyOf(tenant: TenantId, { kind, preset, priority }: QueuedJob): string {
  return JSON.stringify([tenant, kind, preset, priority]);
}

function rounded(seconds: number): number {
  return Math.round(10 * seconds) / 10;
}
