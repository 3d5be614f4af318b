import { type Kysely, sql } from 'kysely';
import type { DueQuery, Reconciliation } from '../../contracts/ports/index.ts';
import type { Database } from '../database/tables.ts';
import { silentFor } from './silence.ts';

export function createReconciliation(db: Kysely<Database>): Reconciliation {
  return {
    async due(query) {
      const { kind, queuedForMs, silentMs, after, limit } = query;
      const ago = (ms: number) => sql<Date>`clock_timestamp() - ${ms} * interval '1 millisecond'`;
      const rows = await db
        .selectFrom('jobs')
        .select(['id', 'kind', 'request_id'])
        .where('kind', '=', kind)
        .$if(after !== null, (qb) => qb.where('id', '>', after as string))
        .where((eb) =>
          eb.or([
            eb.and([
              eb('status', '=', 'queued'),
              eb('queued_at', '<=', ago(queuedForMs)),
              ...(query.runningMax === null ? [] : [mayBegin(query.kind, query.runningMax)]),
            ]),
            eb.and([eb('status', '=', 'running'), silentFor(sql`${silentMs}::integer`)]),
          ]),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, kind, request_id }) => ({ job_id: id, kind, request_id }));
    },
  };
}

/** Whether a queued job is one of those that its tenant's free places are for. */
function mayBegin(kind: DueQuery['kind'], runningMax: number) {
  return sql<boolean>`jobs.id IN (
    SELECT id FROM (
      SELECT id, tenant_id, row_number() OVER (PARTITION BY tenant_id ORDER BY priority DESC, id) AS place
      FROM jobs AS queued WHERE kind = ${kind} AND status = 'queued'
    ) AS placed
    WHERE place <= ${runningMax}::bigint - (
      SELECT count(*) FROM jobs AS busy
      WHERE busy.kind = ${kind} AND busy.status = 'running' AND busy.tenant_id = placed.tenant_id))`;
}
