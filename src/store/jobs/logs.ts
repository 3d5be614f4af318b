import { type Kysely, sql } from 'kysely';
import type { JobLogStore } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { encodeCursor, pageFrom, readNumberCursor } from '../database/cursor.ts';
import type { Database } from '../database/tables.ts';
import { requireJob } from './rows.ts';

export function createJobLogStore(db: Kysely<Database>): JobLogStore {
  return {
    async append(tenant, jobId, lines, { isRepeated = false } = {}) {
      const newest = lines.slice(-limits.jobLogLinesMax);
      // One statement, so one round trip and one commit. Lines of a job that was deleted in the meantime are dropped.
      // The deletion does not see the new lines.
      await sql`
        WITH job AS (
          SELECT id, tenant_id FROM jobs WHERE tenant_id = ${tenant} AND id = ${jobId} FOR KEY SHARE
        ), written AS (
          INSERT INTO job_logs (job_id, tenant_id, level, attempt, message, fields, created_at)
          SELECT job.id, job.tenant_id, line.level, line.attempt, line.message, line.fields, line.created_at
          FROM job, jsonb_to_recordset(${JSON.stringify(newest)}::jsonb)
            AS line (level text, attempt integer, message text, fields jsonb, created_at timestamptz)
          WHERE NOT ${isRepeated}::boolean OR NOT EXISTS (
            SELECT FROM job_logs AS stored
            WHERE stored.job_id = job.id AND stored.attempt = line.attempt AND stored.created_at = line.created_at
              AND stored.level = line.level AND stored.message = line.message AND stored.fields = line.fields)
          RETURNING 1
        )
        DELETE FROM job_logs
        WHERE job_id = ${jobId} AND sequence <= (
          SELECT sequence FROM job_logs WHERE job_id = ${jobId}
          ORDER BY sequence DESC OFFSET ${limits.jobLogLinesMax}::integer - (SELECT count(*) FROM written) LIMIT 1
        )`.execute(db);
    },

    async list(tenant, jobId, query) {
      await requireJob(db, tenant, jobId);
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
