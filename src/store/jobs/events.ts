import type { Kysely } from 'kysely';
import type { JobEventStore } from '../../contracts/ports/index.ts';
import type { Database } from '../database/tables.ts';

/** Reads events. A trigger writes them: see migrations/0001-0009/0002-job-events.ts. */
export function createJobEventStore(db: Kysely<Database>): JobEventStore {
  return {
    async after(tenant, jobId, sequence, limit) {
      const rows = await db
        .selectFrom('job_events')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('job_id', '=', jobId)
        .where('sequence', '>', sequence)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(({ tenant_id: _, created_at, ...event }) => ({
        ...event,
        created_at: created_at.toISOString(),
      }));
    },
  };
}
