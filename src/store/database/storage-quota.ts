import { type Kysely, sql, type Transaction } from 'kysely';
import type { StoredBytes } from '../../contracts/ports/index.ts';
import { type StoredKind, storedKindNames, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { inTransaction } from './deadlocks.ts';
import { lockBound } from './lock-waits.ts';
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

/** Asked in a transaction after its last statement that stores: at most one transaction of a tenant passes here and
 *  commits at a time, in all processes, so they cannot exceed the bound together. @throws AppError quota_exceeded,
 *  and nothing is stored */
export type RequireWithinQuota = (tenant: TenantId) => Promise<void>;

/** The bound of the bytes of each tenant. Work of this process never exceeds it together. */
export interface StorageQuota {
  /** See UsageStore.requireWithinQuota. */
  require(tenant: TenantId): Promise<void>;
  /** Runs work that stores and commits at most so many bytes, if there is room for them. What other work of this
   *  process stores meanwhile counts. The work takes its own connection: called within a transaction, it
   *  could wait for one forever.
   *  @param bytes is not called if there is no bound @throws AppError quota_exceeded */
  storing<Result>(tenant: TenantId, bytes: () => number, work: () => Promise<Result>): Promise<Result>;
  /** Runs a transaction that may store, and runs it again after a deadlock.
   *  @param mayRepeat whether the work can still be run again; default: always */
  transaction<Result>(
    work: (trx: Transaction<Database>, requireWithinQuota: RequireWithinQuota) => Promise<Result>,
    mayRepeat?: () => boolean,
  ): Promise<Result>;
}

/** Sum of a tenant, as far as this process knows it. */
interface Known {
  /** Sum of the database, and what this process has stored since. */
  bytes: number;
  readAt: number;
  /** Bytes of work that runs: the database may not have them yet. */
  underWay: number;
  /** Bytes of work that has ended, since the process began: a sum that was read meanwhile may lack them. */
  ended: number;
  /** Sums of transactions that have passed their last check, with what they are about to commit. */
  passed: Set<Passed>;
  /** The one of these that ended last, and how many have. */
  last: Passed;
  passedCount: number;
  /** Calls that use this object. */
  users: number;
}

interface Passed {
  /** With what other work of this process has stored since. */
  bytes: number;
}

/** @param bytesMax null: unlimited */
export function createStorageQuota(db: Kysely<Database>, bytesMax: number | null): StorageQuota {
  if (bytesMax === null)
    return {
      require: async () => {},
      storing: (_tenant, _bytes, work) => work(),
      transaction: (work, mayRepeat) => inTransaction(db, (trx) => work(trx, async () => {}), mayRepeat),
    };
  return createBoundedQuota(db, bytesMax);
}

function createBoundedQuota(db: Kysely<Database>, bytesMax: number): StorageQuota {
  const tenants = new Map<TenantId, Known>();

  async function using<Result>(tenant: TenantId, work: (known: Known) => Promise<Result>): Promise<Result> {
    const known = tenants.get(tenant) ?? emptyKnown();
    if (!tenants.has(tenant) && tenants.size >= tenantsMax)
      for (const [name, { users }] of tenants) if (users === 0) tenants.delete(name);
    tenants.set(tenant, known);
    known.users++;
    try {
      return await work(known);
    } finally {
      known.users--;
    }
  }

  /** Work that is to run calls `take` in the same turn in which its bytes fit, so that others see them.
   *  @throws AppError quota_exceeded */
  async function requireWithinQuota(
    known: Known,
    tenant: TenantId,
    bytes: number,
    take = () => {},
  ): Promise<void> {
    const fits = () => mostStored(known) + known.underWay + bytes <= bytesMax;
    if (performance.now() - known.readAt <= summedMsMax && fits()) return take();
    // A tenant without room may have deleted something since.
    const { ended, passedCount } = known;
    const stored = await storedBytes(db, tenant);
    known.bytes = total(stored) + known.ended - ended;
    if (known.passedCount !== passedCount) known.bytes = Math.max(known.bytes, known.last.bytes);
    known.readAt = performance.now();
    if (!fits()) throw quotaExceeded(stored, bytesMax, mostStored(known) + known.underWay + bytes);
    take();
  }

  async function requireWithinIn(
    trx: Transaction<Database>,
    known: Known,
    tenant: TenantId,
  ): Promise<Passed> {
    await lockBound(trx, sql`hashtext('gatecast:stored'), hashtext(${tenant})`);
    const { ended } = known;
    const stored = await storedBytes(trx, tenant);
    const passed = { bytes: total(stored) + known.ended - ended };
    const used = passed.bytes + known.underWay;
    if (used > bytesMax) throw quotaExceeded(stored, bytesMax, used, { isInTransaction: true });
    known.passed.add(passed);
    return passed;
  }

  return {
    require: (tenant) => using(tenant, (known) => requireWithinQuota(known, tenant, 1)),

    storing(tenant, bytesOf, work) {
      return using(tenant, async (known) => {
        const bytes = bytesOf();
        await requireWithinQuota(known, tenant, bytes, () => {
          known.underWay += bytes;
        });
        try {
          return await work();
        } finally {
          // Also when it failed: the commit may have succeeded without an answer.
          known.underWay -= bytes;
          known.ended += bytes;
          known.bytes += bytes;
          for (const passed of [...known.passed, known.last]) passed.bytes += bytes;
        }
      });
    },

    async transaction(work, mayRepeat) {
      const endings: (() => void)[] = [];
      const requireIn =
        (trx: Transaction<Database>): RequireWithinQuota =>
        (tenant) =>
          using(tenant, async (known) => {
            const passed = await requireWithinIn(trx, known, tenant);
            known.users++;
            endings.push(() => {
              known.users--;
              known.passed.delete(passed);
              known.bytes = Math.max(known.bytes, passed.bytes);
              known.last = passed;
              known.passedCount++;
            });
          });
      try {
        return await inTransaction(db, (trx) => work(trx, requireIn(trx)), mayRepeat);
      } finally {
        for (const end of endings) end();
      }
    },
  };
}

function emptyKnown(): Known {
  return {
    bytes: 0,
    readAt: Number.NEGATIVE_INFINITY,
    underWay: 0,
    ended: 0,
    passed: new Set(),
    last: { bytes: 0 },
    passedCount: 0,
    users: 0,
  };
}

function mostStored({ bytes, passed }: Known): number {
  let most = bytes;
  for (const one of passed) most = Math.max(most, one.bytes);
  return most;
}

/** A table of changes from which somebody deleted rows may add up to less than nothing: that counts as nothing.
 *  @param tenant null: all tenants */
export async function storedBytes(db: Kysely<Database>, tenant: TenantId | null): Promise<StoredBytes> {
  const rows = await db
    .selectFrom('usage_changes')
    .select(['kind', sql<number>`greatest(sum(bytes), 0)::bigint`.as('bytes')])
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
 *  @param wouldUse bytes with what the call and others under way would store */
function quotaExceeded(
  stored: StoredBytes,
  bytesMax: number,
  wouldUse: number,
  { isInTransaction = false } = {},
): AppError {
  const largest = storedKindNames
    .filter((kind) => stored[kind] > 0)
    .sort((a, b) => stored[b] - stored[a])
    .slice(0, kindsNamed);
  const shares = largest.map((kind) => `${kind} ${stored[kind]}`).join(', ');
  const isFull = !isInTransaction && total(stored) >= bytesMax;
  const used = isFull ? total(stored) : wouldUse;
  const fault = `The tenant ${isFull ? 'stores' : 'would store'} ${used} bytes${shares === '' ? '' : ` (${isInTransaction || isFull ? '' : 'now '}${shares})`}`;
  const remedy =
    shares === '' ? 'Store less' : `Delete ${largest.map((kind) => deletions[kind]).join(', or ')}`;
  return new AppError('quota_exceeded', {
    values: { used, limit: bytesMax },
    detail: `${fault}; accepted: at most ${bytesMax}. ${remedy}, or ask the operator for more.`,
  });
}
