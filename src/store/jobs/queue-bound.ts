import { type Kysely, sql, type Transaction } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { createJoinedReads } from '../../sharing/index.ts';
import { lockBound } from '../database/lock-waits.ts';
import type { Database } from '../database/tables.ts';

/** A count of the database is used this long. Meanwhile the places that calls of this process have
 *  asked for are added to it. */
const countedMsMax = 1_000;
/** More places than API processes take by single calls in `countedMsMax`. */
const farPlaces = 10_000;
/** Tenants whose counts are kept. */
const tenantsMax = 1_000;
/** Seconds after which a refused caller may try again. */
const retryAfterSeconds = 10;

interface Count {
  queued: number;
  countedAt: number;
}

/** The bound of the queued jobs of each tenant. */
export class QueueBound {
  readonly #db: Kysely<Database>;
  readonly #queuedMax: number | null;
  readonly #counts = new Map<TenantId, Count>();
  readonly #joined = createJoinedReads();

  /** @param queuedMax null: unlimited */
  constructor(db: Kysely<Database>, queuedMax: number | null) {
    this.#db = db;
    this.#queuedMax = queuedMax;
  }

  /** See JobStore.takePlace. */
  takePlace(tenant: TenantId): Promise<void> {
    return this.#ask(tenant, 1, 1);
  }

  /** See JobStore.requirePlaces. */
  requirePlaces(tenant: TenantId, jobs: number): Promise<void> {
    return this.#ask(tenant, jobs, 0);
  }

  /** Whether `farPlaces` were free within the last second. Then a burst of trainings may be queued without `requireIn`,
   *  whose statements would cost more than theirs. What they queue can exceed the bound only if other processes have
   *  taken these places since. */
  isFar(tenant: TenantId): boolean {
    if (this.#queuedMax === null) return true;
    const count = this.#recent(tenant);
    return count !== null && this.#queuedMax - count.queued >= farPlaces;
  }

  /** Asked at the end of a transaction that has queued jobs, before the bounds of what is stored: at most one of a
   *  tenant passes here and commits at a time, so they cannot exceed the bound together. @throws AppError queue_full,
   *  fleet_too_large, and nothing is queued */
  async requireIn(trx: Transaction<Database>, tenant: TenantId, jobs: number): Promise<void> {
    if (this.#queuedMax === null || jobs === 0) return;
    await lockBound(trx, sql`hashtext('gatecast:queued'), hashtext(${tenant})`);
    const queued = await queuedJobs(trx, tenant, this.#queuedMax + jobs);
    requireFit(queued - jobs, jobs, this.#queuedMax);
    const recent = this.#recent(tenant);
    if (recent === null) this.#keep(tenant, { queued, countedAt: performance.now() });
    else recent.queued = Math.max(recent.queued, queued);
  }

  /** @param taken places that the next calls find taken. @throws AppError queue_full, fleet_too_large */
  async #ask(tenant: TenantId, jobs: number, taken: number): Promise<void> {
    if (this.#queuedMax === null) return;
    const count = this.#recent(tenant) ?? (await this.#joined(tenant, 'queued', () => this.#count(tenant)));
    requireFit(count.queued, jobs, this.#queuedMax);
    count.queued += taken;
  }

  #recent(tenant: TenantId): Count | null {
    const count = this.#counts.get(tenant);
    return count === undefined || performance.now() - count.countedAt > countedMsMax ? null : count;
  }

  /** @returns the count, to which the caller adds its jobs */
  async #count(tenant: TenantId): Promise<Count> {
    // Callers that waited for a count that is under way use that one.
    const recent = this.#recent(tenant);
    if (recent !== null) return recent;
    const countedAt = performance.now();
    const count = { queued: await queuedJobs(this.#db, tenant, this.#queuedMax as number), countedAt };
    this.#keep(tenant, count);
    return count;
  }

  #keep(tenant: TenantId, count: Count): void {
    if (this.#counts.size >= tenantsMax) this.#counts.clear();
    this.#counts.set(tenant, count);
  }
}

/** Number of queued jobs of a tenant. Counting stops at `most`. */
async function queuedJobs(db: Kysely<Database>, tenant: TenantId, most: number): Promise<number> {
  const some = db
    .selectFrom('jobs')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('status', '=', 'queued')
    .limit(most)
    .as('some');
  const { queued } = await db
    .selectFrom(some)
    .select((eb) => eb.fn.countAll<number>().as('queued'))
    .executeTakeFirstOrThrow();
  return queued;
}

/** @throws AppError queue_full; fleet_too_large if the jobs have no room in an empty queue either */
function requireFit(queued: number, jobs: number, queuedMax: number): void {
  if (queued + jobs <= queuedMax) return;
  if (jobs > queuedMax)
    throw new AppError('fleet_too_large', {
      detail: `The fleet would queue ${jobs} trainings at once, and a tenant may have at most ${queuedMax} queued jobs.`,
    });
  throw new AppError('queue_full', {
    values: { queued, limit: queuedMax },
    detail: `${queued} jobs of this tenant are queued, and the limit is ${queuedMax}; wait until some have begun, or cancel some.`,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

export function isQueueFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'queue_full';
}
