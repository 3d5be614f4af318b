import type { TenantId } from '../../contracts/schemas/index.ts';
import type { NewlyQueued, Waiting } from './queued.ts';

/** The database counts the queue for each group of new jobs, half a millisecond for 1,000 queued jobs. From this position on, places that it
 *  counted lately are continued instead. */
const longPosition = 1_000;
/** Meanwhile jobs begin, and other tenants and processes queue some. */
const countedMsMax = 1_000;
/** Tenants with priorities and presets whose places are kept. */
const keptMax = 1_000;

type QueuedJob = Omit<NewlyQueued, 'id'>;

interface Counted extends Waiting {
  countedAt: number;
  /** Jobs that were queued here until then, those of the tenant with at least this priority. */
  queuedAtLeast: number;
}

/** Places of new jobs in long queues, within a second of a count. */
export class ToldPlaces {
  readonly #counted = new Map<string, Counted>();
  /** Jobs that were queued by this process, by tenant and priority. */
  readonly #queued = new Map<TenantId, Map<number, number>>();

  /** Places of jobs that are about to be queued; null if the database has to count. */
  of(tenant: TenantId, jobs: readonly QueuedJob[]): Waiting[] | null {
    const now = performance.now();
    const told: Waiting[] = [];
    for (const [i, job] of jobs.entries()) {
      const counted = this.#counted.get(keyOf(tenant, job));
      if (counted === undefined || now - counted.countedAt > countedMsMax) return null;
      const { queue_position, waiting_seconds } = counted;
      if (queue_position < longPosition) return null;
      const queuedSince = this.#queuedAtLeast(tenant, job.priority) - counted.queuedAtLeast;
      const position = queue_position + queuedSince + countOfThoseBefore(jobs, i) + 1;
      told.push({
        queue_position: position,
        waiting_seconds:
          waiting_seconds === null ? null : rounded((waiting_seconds * position) / queue_position),
      });
    }
    return told;
  }

  /** Remembers that jobs are queued. @param counted their places, if the database has counted them */
  add(tenant: TenantId, jobs: readonly QueuedJob[], counted: readonly Waiting[] | null): void {
    if (this.#counted.size > keptMax || this.#queued.size > keptMax) {
      this.#counted.clear();
      this.#queued.clear();
    }
    const queued = this.#queued.get(tenant) ?? new Map<number, number>();
    this.#queued.set(tenant, queued);
    const countedAt = performance.now();
    for (const [i, { queue_position, waiting_seconds }] of (counted ?? []).entries()) {
      const queuedAtLeast = this.#queuedAtLeast(tenant, jobs[i].priority) + countOfThoseBefore(jobs, i) + 1;
      this.#counted.set(keyOf(tenant, jobs[i]), {
        ...{ queue_position, waiting_seconds, countedAt, queuedAtLeast },
      });
    }
    for (const { priority } of jobs) queued.set(priority, (queued.get(priority) ?? 0) + 1);
  }

  #queuedAtLeast(tenant: TenantId, priority: number): number {
    let sum = 0;
    for (const [level, jobs] of this.#queued.get(tenant) ?? []) if (level >= priority) sum += jobs;
    return sum;
  }
}

/** Those of a group that begin before one of them: they have a higher priority, or the same one and an earlier place. */
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
