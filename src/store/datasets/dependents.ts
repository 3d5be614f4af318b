import { sql, type Transaction } from 'kysely';
import type { Dependents } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database } from '../database/tables.ts';

const namesMax = 20;

/** Refuses to delete models that aliases or schedules use, unless the caller wants those deleted too. The models are
 *  locked first: an alias or a schedule that is created meanwhile waits, and then finds no model.
 *  @param models condition on the rows of `models`
 *  @param what the resource that the call deletes, for the message
 *  @throws AppError model_aliased for an alias of a single model, else dependents_exist */
export async function requireNoDependents(
  trx: Transaction<Database>,
  models: { column: 'id' | 'dataset_id' | 'fleet_id'; value: string },
  what: 'model' | 'dataset' | 'fleet',
  dependents: Dependents,
): Promise<void> {
  const chosen = sql`SELECT id FROM models WHERE ${sql.ref(models.column)} = ${models.value}`;
  await sql`SELECT count(*) FROM (${chosen} ORDER BY id FOR UPDATE) AS locked`.execute(trx);
  if (dependents === 'delete') return;
  const { rows } = await sql<{ kind: 'alias' | 'schedule'; name: string; total: number }>`
    SELECT kind, name, (count(*) OVER ())::integer AS total FROM (
      SELECT 'alias' AS kind, name FROM aliases WHERE model_id IN (${chosen})
      UNION ALL SELECT 'schedule', id FROM schedules WHERE model_id IN (${chosen})) AS found
    ORDER BY kind, name LIMIT ${namesMax}`.execute(trx);
  if (rows.length === 0) return;
  const names = rows.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const more = rows[0].total > rows.length ? ` and ${rows[0].total - rows.length} more` : '';
  const isAliased = what === 'model' && rows[0].kind === 'alias';
  throw new AppError(isAliased ? 'model_aliased' : 'dependents_exist', {
    detail: `${what === 'model' ? 'The model is' : `Models of the ${what} are`} in use by ${names}${more}: delete them first, point aliases to other models, or add \`?dependents=delete\` to delete them too.`,
  });
}
