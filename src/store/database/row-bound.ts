import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { lockBound } from './lock-waits.ts';
import type { Database } from './tables.ts';

/** The bound of the rows of a tenant. */
export interface RowBound {
  tenant: TenantId;
  rowsMax: number;
  noun: string;
  /** Code of the refusal; default `quota_exceeded`. */
  code?: 'schedules_too_many' | 'webhooks_too_many' | 'embeds_too_many';
  /** Deletes rows that nobody needs, at most so many, and returns how many. */
  makeRoom?: (excess: number) => Promise<number>;
}

/** Called in the transaction that has added a row. Runs one at a time per tenant and table, so that concurrent calls
 *  cannot add more together. @throws AppError of the code if the tenant has more rows than it may have */
export async function requireRowsMax(
  trx: Kysely<Database>,
  table: 'aliases' | 'api_keys' | 'schedules' | 'webhooks' | 'embeds',
  { tenant, rowsMax, noun, code, makeRoom }: RowBound,
): Promise<void> {
  await lockBound(trx, sql`hashtext(${`gatecast:${table}:${tenant}`})`);
  const { count } = await trx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenant)
    .executeTakeFirstOrThrow();
  if (count <= rowsMax) return;
  const excess = count - rowsMax;
  if ((await makeRoom?.(excess)) === excess) return;
  const detail = `The tenant has ${rowsMax} ${noun}; accepted: at most ${rowsMax}. Delete one first.`;
  throw code === undefined
    ? new AppError('quota_exceeded', { values: { used: rowsMax, limit: rowsMax }, detail })
    : new AppError(code, { detail });
}
