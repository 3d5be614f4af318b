import { type Kysely, sql } from 'kysely';
import type { JobLogStore, NewLogLine } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { encodeCursor, pageFrom, readNumberCursor } from '../database/cursor.ts';
import type { Database } from '../database/tables.ts';
import { findJob } from './rows.ts';

export function createJobLogStore(db: Kysely<Database>): JobLogStore {
  return {
    async append(tenant, jobId, lines) {
      await db.transaction().execute(async (trx) => {
        // Lines of a job that was deleted in the meantime are dropped.
        const job = await trx
          .selectFrom('jobs')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', jobId)
          .forKeyShare()
          .executeTakeFirst();
        if (job === undefined) return;
        await trx
          .insertInto('job_logs')
          .values(lines.map((line) => ({ job_id: jobId, tenant_id: tenant, ...toRow(line) })))
          .execute();
        const kept = trx
          .selectFrom('job_logs')
          .select('sequence')
          .where('job_id', '=', jobId)
          .orderBy('sequence', 'desc')
          .offset(limits.jobLogLinesMax)
          .limit(1);
        await trx.deleteFrom('job_logs').where('job_id', '=', jobId).where('sequence', '<=', kept).execute();
      });
    },

    async list(tenant, jobId, query) {
      await findJob(db, tenant, jobId);
      const after = readNumberCursor('logs', query.cursor, 'bigint');
      const rows = await db
        .selectFrom('job_logs')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('job_id', '=', jobId)
        .where('sequence', '>', after ?? 0)
        .orderBy('sequence')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(
        rows,
        query.limit,
        ({ job_id: _, tenant_id: __, created_at, ...line }) => ({
          ...line,
          created_at: created_at.toISOString(),
        }),
        (last) => encodeCursor('logs', last.sequence),
      );
    },
  };
}

function toRow({ fields, created_at, ...line }: NewLogLine) {
  return { ...line, fields: JSON.stringify(fields), created_at: sql<Date>`${created_at}::timestamptz` };
}
