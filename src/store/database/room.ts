import { type Kysely, sql, type Transaction } from 'kysely';
import type { StoredBytes } from '../../contracts/ports/index.ts';
import { type StoredKind, storedKindNames, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database } from './tables.ts';

/** A sum of the database is used this long. Meanwhile what this process stores is added to it. */
const summedMsMax = 1_000;
/** Tenants whose sums are kept. */
const tenantsMax = 1_000;
/** Kinds that an error names. */
const kindsNamed = 2;

/** Where the bytes of a kind go away. */
const deletions: Record<StoredKind, string> = {
  datasets: 'datasets',
  models: 'models',
  fleets: 'fleets',
  forecasts: 'stored forecasts (`store: false` stores none)',
  backtests: 'backtests',
  checkpoints: 'models whose training failed or was cancelled',
  jobs: 'models with their jobs',
  webhooks: 'webhooks with their messages',
};

/** The bound of the bytes of each tenant. */
export interface Room {
  /** See UsageStore.requireRoom. */
  require(tenant: TenantId): Promise<void>;
  /** Runs work that stores so many bytes, if there is room for them. What other work of this process stores meanwhile counts.
   *  @param through a transaction that the call has already: one that held a connection and waited for another could wait
   *  forever. @throws AppError quota_exceeded */
  storing<Result>(
    tenant: TenantId,
    bytes: number,
    work: () => Promise<Result>,
    through?: Kysely<Database>,
  ): Promise<Result>;
  /** Asked at the end of a transaction that stores: at most one of a tenant passes here and commits at a time, so they cannot
   *  exceed the bound together. @throws AppError quota_exceeded, and nothing is stored */
  requireIn(trx: Transaction<Database>, tenant: TenantId): Promise<void>;
}

/** Sum of a tenant, as far as this process knows it. */
interface Known {
  /** Sum of the database, and what this process has stored since. */
  bytes: number;
  readAt: number;
  /** Bytes of work that runs: the database may not have them yet. */
  underWay: number;
}

/** @param bytesMax null: unlimited */
export function createRoom(db: Kysely<Database>, bytesMax: number | null): Room {
  const tenants = new Map<TenantId, Known>();

  /** @throws AppError quota_exceeded */
  async function requireRoom(tenant: TenantId, bytes: number, most: number, through: Kysely<Database>) {
    const known = knownOf(tenant);
    const fits = () => known.bytes + known.underWay + bytes <= most;
    if (Date.now() - known.readAt <= summedMsMax && fits()) return known;
    // A tenant without room may have deleted something since.
    const stored = await storedBytes(through, tenant);
    Object.assign(known, { bytes: total(stored), readAt: Date.now() });
    if (!fits()) throw quotaExceeded(stored, most, known.underWay + bytes);
    return known;
  }

  function knownOf(tenant: TenantId): Known {
    let known = tenants.get(tenant);
    if (known !== undefined) return known;
    if (tenants.size >= tenantsMax)
      for (const [name, { underWay }] of tenants) if (underWay === 0) tenants.delete(name);
    known = { bytes: 0, readAt: Number.NEGATIVE_INFINITY, underWay: 0 };
    tenants.set(tenant, known);
    return known;
  }

  return {
    async require(tenant) {
      if (bytesMax !== null) await requireRoom(tenant, 1, bytesMax, db);
    },
    async storing(tenant, bytes, work, through = db) {
      if (bytesMax === null) return work();
      const known = await requireRoom(tenant, bytes, bytesMax, through);
      known.underWay += bytes;
      try {
        const result = await work();
        known.bytes += bytes;
        return result;
      } finally {
        known.underWay -= bytes;
      }
    },
    async requireIn(trx, tenant) {
      if (bytesMax === null) return;
      await sql`SELECT pg_advisory_xact_lock(hashtext('gatecast:stored'), hashtext(${tenant}))`.execute(trx);
      const stored = await storedBytes(trx, tenant);
      if (total(stored) > bytesMax) throw quotaExceeded(stored, bytesMax);
    },
  };
}

/** @param tenant null: all tenants */
export async function storedBytes(db: Kysely<Database>, tenant: TenantId | null): Promise<StoredBytes> {
  const rows = await db
    .selectFrom('usage_changes')
    .select(['kind', sql<number>`sum(bytes)::bigint`.as('bytes')])
    .$if(tenant !== null, (qb) => qb.where('tenant_id', '=', tenant as string))
    .groupBy('kind')
    .execute();
  const found = new Map(rows.map(({ kind, bytes }) => [kind, bytes]));
  return Object.fromEntries(storedKindNames.map((kind) => [kind, found.get(kind) ?? 0])) as StoredBytes;
}

function total(stored: StoredBytes): number {
  return Object.values(stored).reduce((sum, bytes) => sum + bytes, 0);
}

/** @param stored what the database has, in a transaction with what the call would store
 *  @param further what the call and others under way would store beside it; in a transaction nothing */
function quotaExceeded(stored: StoredBytes, bytesMax: number, further: number | null = null): AppError {
  const largest = storedKindNames
    .filter((kind) => stored[kind] > 0)
    .sort((a, b) => stored[b] - stored[a])
    .slice(0, kindsNamed);
  const shares = largest.map((kind) => `${kind} ${stored[kind]}`).join(', ');
  const isFull = further !== null && total(stored) >= bytesMax;
  const used = isFull ? total(stored) : total(stored) + (further ?? 0);
  const fault = `The tenant ${isFull ? 'stores' : 'would store'} ${used} bytes${shares === '' ? '' : ` (${further === null || isFull ? '' : 'now '}${shares})`}`;
  const remedy =
    shares === '' ? 'Store less' : `Delete ${largest.map((kind) => deletions[kind]).join(', or ')}`;
  return new AppError('quota_exceeded', {
    values: { used, limit: bytesMax },
    detail: `${fault}; accepted: at most ${bytesMax}. ${remedy}, or ask the operator for more.`,
  });
}
