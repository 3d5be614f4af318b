import type { Kysely } from 'kysely';
import type { UsageStore } from '../contracts/ports/index.ts';
import { asService } from '../sharing/index.ts';
import { type PointsBound, storedPoints } from './database/points-bound.ts';
import { type StorageQuota, storedBytes } from './database/storage-quota.ts';
import type { Database } from './database/tables.ts';

export function createUsageStore(
  db: Kysely<Database>,
  quota: StorageQuota,
  pointsBound: PointsBound,
): UsageStore {
  return {
    points: (tenant) => storedPoints(db, tenant),
    stored: (tenant) => storedBytes(db, tenant),
    storedByAll: () => asService(() => storedBytes(db, null)),
    requireWithinQuota: (tenant) => quota.require(tenant),
    requirePoints: (tenant, added) => pointsBound.require(tenant, added),
  };
}
