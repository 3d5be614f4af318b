import { type Kysely, sql } from 'kysely';
import type { UsageStore } from '../contracts/ports/index.ts';
import { asService } from '../sharing/index.ts';
import { type Room, storedBytes } from './database/room.ts';
import type { Database } from './database/tables.ts';

export function createUsageStore(db: Kysely<Database>, room: Room): UsageStore {
  return {
    async points(tenant) {
      const { points } = await db
        .selectFrom('datasets')
        .select(sql<number>`coalesce(sum(point_count), 0)::bigint`.as('points'))
        .where('tenant_id', '=', tenant)
        .executeTakeFirstOrThrow();
      return points;
    },
    stored: (tenant) => storedBytes(db, tenant),
    storedByAll: () => asService(() => storedBytes(db, null)),
    requireRoom: (tenant) => room.require(tenant),
  };
}
