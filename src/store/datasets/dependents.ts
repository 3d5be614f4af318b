import { type Kysely, sql, type Transaction } from 'kysely';
import type { Dependents } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database } from '../database/tables.ts';

const namesMax = 20;

/** Models to delete. */
interface Chosen {
  column: 'id' | 'dataset_id' | 'fleet_id';
  value: string;
}

const chosenBy = ({ column, value }: Chosen) =>
  sql`SELECT id FROM models WHERE ${sql.ref(column)} = ${value}`;

/** Locks models before their deletion looks at what uses them: what uses one meanwhile has committed, or waits, and
 *  then finds no model. */
export async function lockModels(trx: Transaction<Database>, models: Chosen): Promise<void> {
  await sql`SELECT count(*) FROM (${chosenBy(models)} ORDER BY id FOR UPDATE) AS locked`.execute(trx);
}

/** Refuses to delete models whose weights another training starts from. That training needs them until it has
 *  succeeded, because it may be retried. A training of the same fleet is deleted too. The caller has locked the models.
 *  @throws AppError model_in_use, fleet_in_use */
export async function requireNoWarmStart(
  db: Kysely<Database>,
  models: Chosen & { column: 'id' | 'fleet_id' },
): Promise<void> {
  const { rows } = await sql<{ id: string; parent_id: string }>`
    SELECT id, parent_id FROM models
    WHERE parent_id = ANY(ARRAY(${chosenBy(models)})) AND parent_id IS NOT NULL AND is_warm AND status <> 'ready'
    ORDER BY id LIMIT 1`.execute(db);
  if (rows.length === 0) return;
  const [{ id, parent_id }] = rows;
  const [code, what] =
    models.column === 'id'
      ? (['model_in_use', 'this one'] as const)
      : (['fleet_in_use', `model ${parent_id} of the fleet`] as const);
  throw new AppError(code, {
    detail: `Model ${id} starts its training from the weights of ${what}: wait until it is ready, or delete it.`,
    headers: { Location: `/v1/models/${id}` },
  });
}

/** Refuses to delete models that aliases or schedules use, unless the caller wants those deleted too. The caller
 *  has locked the models.
 *  @param what the resource that the call deletes, for the message
 *  @throws AppError model_aliased for an alias of a single model, else dependents_exist */
export async function requireNoDependents(
  trx: Transaction<Database>,
  models: Chosen,
  what: 'model' | 'dataset' | 'fleet',
  dependents: Dependents,
): Promise<void> {
  if (dependents === 'delete') return;
  const chosen = chosenBy(models);
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
