import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/store/index.ts';
import {
  measureOfCheckpoint,
  measureOfDataset,
  measures,
  measuresInDataset,
} from '../../src/store/migrations/0020-0029/0028-stored-bytes.ts';

/** Sums of what each tenant stores, from the rows themselves: `tenant kind` to bytes. */
export async function freshUsage(db: Kysely<Database>): Promise<Record<string, number>> {
  const parts = Object.entries(measuresInDataset).map(
    ([table, of]) =>
      `coalesce((SELECT sum(${of('one')}) FROM ${table} AS one WHERE one.dataset_id = d.id), 0)`,
  );
  const selects = [
    `SELECT tenant_id, 'datasets' AS kind, ${measureOfDataset('d')} + ${parts.join(' + ')}
       + 160 * (SELECT count(*) FROM dataset_versions AS v WHERE v.dataset_id = d.id) AS bytes FROM datasets AS d`,
    `SELECT tenant_id, 'checkpoints', ${measureOfCheckpoint('one')} FROM job_checkpoints AS one`,
    `SELECT tenant_id, 'models', 96 + octet_length(series_id) FROM model_series AS one`,
    ...Object.entries(measures)
      .filter(([table]) => table !== 'datasets')
      .map(([table, { kind, of }]) => `SELECT tenant_id, '${kind}', ${of('one')} FROM ${table} AS one`),
  ];
  return sums(db, `(${selects.join(' UNION ALL ')}) AS rows`);
}

/** Sums of what the triggers counted. */
export function countedUsage(db: Kysely<Database>): Promise<Record<string, number>> {
  return sums(db, 'usage_changes');
}

async function sums(db: Kysely<Database>, from: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    SELECT tenant_id || ' ' || kind AS name, sum(bytes)::bigint AS bytes FROM ${sql.raw(from)}
    GROUP BY 1 HAVING sum(bytes) <> 0 ORDER BY 1`.execute(db);
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
}
