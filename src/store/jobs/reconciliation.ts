import { type Kysely, sql } from 'kysely';
import type { Reconciliation } from '../../contracts/ports/index.ts';
import type { Database } from '../database/tables.ts';

export function createReconciliation(db: Kysely<Database>): Reconciliation {
  return {
    async due({ kind, queuedForMs, silentMs, after, limit }) {
      const ago = (ms: number) => sql<Date>`clock_timestamp() - ${ms} * interval '1 millisecond'`;
      const rows = await db
        .selectFrom('jobs')
        .select(['id', 'kind', 'request_id'])
        .where('kind', '=', kind)
        .$if(after !== null, (qb) => qb.where('id', '>', after as string))
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'queued'), eb('queued_at', '<=', ago(queuedForMs))]),
            eb.and([eb('status', '=', 'running'), eb('heartbeat_at', '<=', ago(silentMs))]),
          ]),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, kind, request_id }) => ({ job_id: id, kind, request_id }));
    },
  };
}
