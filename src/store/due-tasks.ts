import { CompiledQuery, type Kysely } from 'kysely';
import type { DueTasks } from '../contracts/ports/index.ts';
import type { Database } from './database/tables.ts';

const statement = `
  SELECT EXISTS (
      SELECT FROM webhook_deliveries JOIN webhooks ON webhooks.id = webhook_deliveries.webhook_id
      WHERE webhook_deliveries.status = 'pending' AND next_attempt_at <= clock_timestamp() AND webhooks.enabled
    ) AS deliveries, EXISTS (
      SELECT FROM models JOIN datasets ON datasets.id = models.dataset_id
      WHERE anomaly_level IS NOT NULL AND models.status = $1 AND datasets.version > models.watched_version
    ) AS watches`;

/** Mostly nothing is due. So one short statement asks for both kinds, and its text is never made again. */
export function createDueTasks(db: Kysely<Database>): DueTasks {
  const query = CompiledQuery.raw(statement, ['ready']) as CompiledQuery<
    Awaited<ReturnType<DueTasks['any']>>
  >;
  return {
    async any() {
      const { rows } = await db.executeQuery(query);
      return rows[0];
    },
  };
}
