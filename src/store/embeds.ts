import type { Kysely, Selectable, Transaction } from 'kysely';
import type { EmbedStore } from '../contracts/ports/index.ts';
import { type Embed, idKindOf, limits, newId, type TenantId } from '../contracts/schemas/index.ts';
import { AppError } from '../errors.ts';
import { asService } from '../sharing/index.ts';
import { checkedChange } from './database/checked-change.ts';
import { newestFirst } from './database/cursor.ts';
import { inTransaction } from './database/deadlocks.ts';
import { deleteExpired, isUnexpired, msUntilExpiry, recordUse } from './database/expiring-rows.ts';
import { requireRowsMax } from './database/row-bound.ts';
import type { Database, EmbedsTable } from './database/tables.ts';
import { refersToNothing } from './models/grouped-inserts.ts';
import { findModel, modelNotFound } from './models/models.ts';

export function createEmbedStore(db: Kysely<Database>): EmbedStore {
  return {
    async create(tenant, { name, model, series, hint, digest, expiresAt }) {
      return inTransaction(db, async (trx) => {
        await findModel(trx, tenant, model);
        const isId = idKindOf(model) !== null;
        const row = await trx
          .insertInto('embeds')
          .values({
            id: newId('embed'),
            tenant_id: tenant,
            name,
            series_id: series,
            hint,
            model_id: isId ? model : null,
            alias: isId ? null : model,
            digest: Buffer.from(digest),
            expires_at: expiresAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
          .catch((error: unknown) => {
            throw refersToNothing(error) ? modelNotFound(model) : error;
          });
        await requireRowsMax(trx, 'embeds', {
          tenant,
          rowsMax: limits.embedsMax,
          noun: 'embeds',
          code: 'embeds_too_many',
          makeRoom: (excess) => deleteExpired(trx, 'embeds', tenant, excess),
        });
        return toEmbed(row);
      });
    },

    async list(tenant, query) {
      const { model } = query;
      if (model !== undefined && idKindOf(model) === null) await findModel(db, tenant, model);
      const rows = db
        .selectFrom('embeds')
        .selectAll()
        .$if(model !== undefined, (qb) =>
          qb.where(idKindOf(model!) === null ? 'alias' : 'model_id', '=', model as string),
        );
      return newestFirst('embeds', query, rows, toEmbed, { within: ['tenant_id', tenant] });
    },

    get: (tenant, id) => findEmbed(db, tenant, id),

    async delete(tenant, id, precondition = null) {
      const change = async (db: Kysely<Database>) => {
        const { numDeletedRows } = await db
          .deleteFrom('embeds')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw embedNotFound(id);
      };
      return checkedChange(db, { precondition, locked: (trx) => lockEmbed(trx, tenant, id), change });
    },

    async identify(digest) {
      // The tenant of a token is not known yet.
      const row = await asService(() =>
        db
          .selectFrom('embeds')
          .select(['id', 'tenant_id', 'model_id', 'alias', 'series_id', msUntilExpiry.as('expires_in_ms')])
          .where('digest', '=', Buffer.from(digest))
          .where(isUnexpired)
          .executeTakeFirst(),
      );
      if (row === undefined) return null;
      asService(() => recordUse(db, 'embeds', row.id));
      const access = { id: row.id, tenant: row.tenant_id, model: modelOf(row), series: row.series_id };
      return { access, expiresInMs: row.expires_in_ms };
    },
  };
}

function selectEmbed(db: Kysely<Database>, tenant: TenantId, id: string) {
  return db.selectFrom('embeds').selectAll().where('tenant_id', '=', tenant).where('id', '=', id);
}

async function findEmbed(db: Kysely<Database>, tenant: TenantId, id: string): Promise<Embed> {
  const row = await selectEmbed(db, tenant, id).executeTakeFirst();
  if (row === undefined) throw embedNotFound(id);
  return toEmbed(row);
}

/** Reads the embed and locks its row. @throws AppError embed_not_found */
async function lockEmbed(trx: Transaction<Database>, tenant: TenantId, id: string): Promise<Embed> {
  const row = await selectEmbed(trx, tenant, id).forUpdate().executeTakeFirst();
  if (row === undefined) throw embedNotFound(id);
  return toEmbed(row);
}

function embedNotFound(id: string): AppError {
  return new AppError('embed_not_found', { detail: `There is no embed ${id}.`, values: { id } });
}

/** A check of the table: a row has either a model or an alias. */
function modelOf({ model_id, alias }: Pick<Selectable<EmbedsTable>, 'model_id' | 'alias'>): string {
  return (model_id ?? alias)!;
}

function toEmbed(row: Selectable<EmbedsTable>): Embed {
  return {
    id: row.id,
    name: row.name,
    model: modelOf(row),
    series: row.series_id,
    hint: row.hint,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
