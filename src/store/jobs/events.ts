import type { Kysely, Selectable } from 'kysely';
import type { JobEventStore } from '../../contracts/ports/index.ts';
import type { JobEvent, TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';

/** Reads events. A trigger writes them: see migrations/0001-0009/0002-job-events.ts. */
export function createJobEventStore(db: Kysely<Database>): JobEventStore {
  const ofJob = (tenant: TenantId, jobId: string) =>
    db.selectFrom('job_events').selectAll().where('tenant_id', '=', tenant).where('job_id', '=', jobId);

  return {
    async after(tenant, jobId, sequence, limit) {
      const query = ofJob(tenant, jobId).where('sequence', '>', sequence).orderBy('sequence');
      return (await query.limit(limit).execute()).map(toEvent);
    },

    async newest(tenant, jobId, limit) {
      const rows = await ofJob(tenant, jobId).orderBy('sequence', 'desc').limit(limit).execute();
      return rows.reverse().map(toEvent);
    },
  };
}

function toEvent({ tenant_id: _, created_at, ...event }: Selectable<Database['job_events']>): JobEvent {
  return { ...event, created_at: created_at.toISOString() };
}
