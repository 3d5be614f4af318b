import { CompiledQuery, type Kysely } from 'kysely';
import type { DueTasks } from '../contracts/ports/index.ts';
import type { Database } from './database/tables.ts';
import { withPending } from './webhooks/pending.ts';

const statement = `
  WITH RECURSIVE ${withPending}
  SELECT EXISTS (
      SELECT FROM with_pending JOIN webhooks ON webhooks.id = with_pending.webhook_id
      WHERE with_pending.next_attempt_at <= now() AND webhooks.enabled
    ) AS deliveries, EXISTS (SELECT FROM unwatched_versions) AS watches`;

/** Mostly nothing is due. So one short statement asks for both kinds, and its text is never made again. */
export function createDueTasks(db: Kysely<Database>): DueTasks {
  const query = CompiledQuery.raw(statement) as CompiledQuery<Awaited<ReturnType<DueTasks['any']>>>;
  return {
    async any() {
      const { rows } = await db.executeQuery(query);
      return rows[0];
    },
  };
}
