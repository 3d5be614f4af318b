import { type Kysely, sql, type Transaction } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { lockBound } from './lock-waits.ts';
import type { Database } from './tables.ts';

/** The bound of the observations and symbols of each tenant. */
export interface PointsBound {
  /** See UsageStore.requirePoints. */
  require(tenant: TenantId, added: number): Promise<void>;
  /** Asked at the end of a transaction that has stored `added` of them, before the room for bytes: at most one of a
   *  tenant passes here and commits at a time, so they cannot exceed the bound together.
   *  @throws AppError quota_exceeded, and nothing is stored */
  requireIn(trx: Transaction<Database>, tenant: TenantId, added: number): Promise<void>;
}

/** @param pointsMax null: unlimited */
export function createPointsBound(db: Kysely<Database>, pointsMax: number | null): PointsBound {
  return {
    async require(tenant, added) {
      if (pointsMax !== null) requireFit(await storedPoints(db, tenant), added, pointsMax);
    },
    async requireIn(trx, tenant, added) {
      if (pointsMax === null || added <= 0) return;
      await lockBound(trx, sql`hashtext('gatecast:points'), hashtext(${tenant})`);
      requireFit((await storedPoints(trx, tenant)) - added, added, pointsMax);
    },
  };
}

export async function storedPoints(db: Kysely<Database>, tenant: TenantId): Promise<number> {
  const { points } = await db
    .selectFrom('datasets')
    .select(sql<number>`coalesce(sum(point_count), 0)::bigint`.as('points'))
    .where('tenant_id', '=', tenant)
    .executeTakeFirstOrThrow();
  return points;
}

/** @throws AppError quota_exceeded */
function requireFit(points: number, added: number, pointsMax: number): void {
  if (points + added <= pointsMax) return;
  const call = points >= pointsMax ? '' : `, and the call would add ${added}`;
  throw new AppError('quota_exceeded', {
    values: { used: points, limit: pointsMax },
    detail: `The tenant stores ${points} observations${call}; accepted: at most ${pointsMax}. Delete datasets or ranges first, or ask the operator for more.`,
  });
}
