import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { AliasStore } from '../../contracts/ports/index.ts';
import { type Alias, idKindOf, limits, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { checkedChange } from '../database/checked-change.ts';
import { encodeCursor, isNamed, pageFrom, readTextCursor } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { requireRowsMax } from '../database/row-bound.ts';
import { plannedAnew } from '../database/statement-names.ts';
import type { AliasesTable, Database } from '../database/tables.ts';
import { findModel, modelNotFound } from './models.ts';

/** Evaluated after the row is locked: `now()` is the begin of the transaction, which may be before the
 *  change that was waited for. */
const lockedAt = sql<Date>`clock_timestamp()`;

export function createAliasStore(db: Kysely<Database>): AliasStore {
  return {
    async put(tenant, name, reference, precondition = null) {
      return inTransaction(db, async (trx) => {
        const present = precondition === null ? null : await lockAlias(trx, tenant, name);
        if (precondition !== null) await precondition(present);
        const { id } = await findModel(trx, tenant, reference);
        // A concurrent deletion of the model waits for this transaction, or this one for it.
        const locked = await trx
          .selectFrom('models')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forKeyShare()
          .executeTakeFirst();
        if (locked === undefined) throw modelNotFound(reference);
        const row = await trx
          .insertInto('aliases')
          .values({ tenant_id: tenant, name, model_id: id, updated_at: lockedAt })
          .onConflict((conflict) =>
            conflict.columns(['tenant_id', 'name']).doUpdateSet({ model_id: id, updated_at: lockedAt }),
          )
          .returningAll()
          .returning(sql<boolean>`xmax = 0`.as('is_new'))
          .executeTakeFirstOrThrow();
        // Another call has created it meanwhile.
        if (precondition !== null && present === null && !row.is_new) await precondition(toAlias(row));
        if (row.is_new)
          await requireRowsMax(trx, 'aliases', { tenant, rowsMax: limits.aliasesMax, noun: 'aliases' });
        return { alias: toAlias(row), isNew: row.is_new };
      });
    },

    async list(tenant, query) {
      const { name, model_id: reference } = query;
      const isAlias = reference !== undefined && idKindOf(reference) === null;
      const model_id = isAlias ? (await findModel(db, tenant, reference)).id : reference;
      const after = readTextCursor('aliases', query.cursor);
      const rows = await db
        .selectFrom('aliases')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .$if(name !== undefined, (qb) => qb.where(isNamed(name as string)))
        // A plan for all models may read the aliases of the tenant in the order of their names.
        .$if(model_id !== undefined, (qb) =>
          qb.modifyFront(plannedAnew).where('model_id', '=', model_id as string),
        )
        .$if(after !== null, (qb) => qb.where('name', '>', after))
        .orderBy('name')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(rows, query.limit, toAlias, (last) => encodeCursor('aliases', last.name));
    },

    async get(tenant, name) {
      const row = await selectAlias(db, tenant, name).executeTakeFirst();
      if (row === undefined) throw aliasNotFound(name);
      return toAlias(row);
    },

    async delete(tenant, name, precondition = null) {
      const locked = async (trx: Transaction<Database>) => {
        const alias = await lockAlias(trx, tenant, name);
        if (alias === null) throw aliasNotFound(name);
        return alias;
      };
      const change = async (db: Kysely<Database>) => {
        const { numDeletedRows } = await db
          .deleteFrom('aliases')
          .where('tenant_id', '=', tenant)
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        if (numDeletedRows === 0n) throw aliasNotFound(name);
      };
      return checkedChange(db, { precondition, locked, change });
    },
  };
}

function selectAlias(db: Kysely<Database>, tenant: TenantId, name: string) {
  return db.selectFrom('aliases').selectAll().where('tenant_id', '=', tenant).where('name', '=', name);
}

/** Reads the alias and locks its row. Null if there is none. */
async function lockAlias(trx: Transaction<Database>, tenant: TenantId, name: string): Promise<Alias | null> {
  const row = await selectAlias(trx, tenant, name).forUpdate().executeTakeFirst();
  return row === undefined ? null : toAlias(row);
}

function aliasNotFound(name: string): AppError {
  return new AppError('alias_not_found', { detail: `There is no alias ${name}.`, values: { id: name } });
}

function toAlias({ name, model_id, updated_at }: Selectable<AliasesTable>): Alias {
  return { name, model_id, updated_at: updated_at.toISOString() };
}
