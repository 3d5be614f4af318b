/** The bound of static attributes, over all series of a dataset. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { limits, type SeriesObservations } from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { type SeriesRow, seriesIn } from './rows.ts';

/** Series at either end of a dataset whose attributes are looked at first: those of most datasets all have the same. */
const seriesSampled = 100;

/** Requires that a dataset has at most `attributesMax` names of attributes after an append, whose dataset the caller
 *  has locked. An append without new names reads nothing, or few series; only a name that those do not have costs a
 *  read of all. More names that were stored before there was a bound stay. @param known the stored series of the append
 *  @throws AppError request_invalid */
export async function requireFewNames(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  observations: readonly Pick<SeriesObservations, 'id' | 'static'>[],
  known: ReadonlyMap<string, Pick<SeriesRow, 'static'>>,
): Promise<void> {
  const sent = new Map<string, string>();
  for (const { id, static: attributes } of observations) {
    const stored = known.get(id)?.static;
    for (const name in attributes)
      if ((stored === undefined || !Object.hasOwn(stored, name)) && !sent.has(name)) sent.set(name, id);
  }
  if (sent.size === 0) return;
  for (const name of await sampledNames(trx, dataset)) sent.delete(name);
  if (sent.size === 0) return;
  const { rows } = await sql<{ stored: number; known: string[] | null }>`
    SELECT count(*)::integer AS stored,
      array_agg(name) FILTER (WHERE name = ANY(${[...sent.keys()]}::text[])) AS known
    FROM (SELECT DISTINCT jsonb_object_keys(static) AS name FROM ${seriesIn(dataset)} AS series) AS names`.execute(
    trx,
  );
  const [{ stored, known: found }] = rows;
  for (const name of found ?? []) sent.delete(name);
  if (sent.size === 0 || stored + sent.size <= limits.attributesMax) return;
  const [[name, id]] = sent;
  refuse('request_invalid', {
    series_id: id,
    message: `the series of the dataset would have ${stored + sent.size} static attributes: ${stored} and ${sent.size} new, such as ${JSON.stringify(name)}`,
    accepted: `at most ${limits.attributesMax} in a dataset`,
  });
}

/** Names of the attributes of the first and last series. */
async function sampledNames(trx: Transaction<Database>, dataset: DatasetRow): Promise<string[]> {
  const end = (order: RawBuilder<unknown>) =>
    sql`(SELECT static FROM ${seriesIn(dataset)} AS series ORDER BY position ${order} LIMIT ${seriesSampled})`;
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT jsonb_object_keys(static) AS name
    FROM (${end(sql`ASC`)} UNION ALL ${end(sql`DESC`)}) AS sampled`.execute(trx);
  return rows.map(({ name }) => name);
}
