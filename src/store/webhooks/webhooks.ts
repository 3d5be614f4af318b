import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { WebhookStore } from '../../contracts/ports/index.ts';
import { type Delivery, limits, newId, type TenantId, type Webhook } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { checkedChange } from '../database/checked-change.ts';
import { newestFirst } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { saveResponse, withSealedBody } from '../database/idempotency.ts';
import { requireRowsMax } from '../database/row-bound.ts';
import type { SecretBox } from '../database/secrets.ts';
import type { Database, WebhookDeliveriesTable, WebhooksTable } from '../database/tables.ts';

export function createWebhookStore(db: Kysely<Database>, box: SecretBox): WebhookStore {
  return {
    async create(tenant, webhook, idempotentCall = null) {
      return inTransaction(db, async (trx) => {
        const id = newId('webhook');
        const secret = box.seal(webhook.secret, id);
        const row = await trx
          .insertInto('webhooks')
          .values({ ...webhook, id, tenant_id: tenant, secret })
          .returningAll()
          .executeTakeFirstOrThrow();
        const bound = { tenant, rowsMax: limits.webhooksMax, noun: 'webhooks' };
        await requireRowsMax(trx, 'webhooks', { ...bound, code: 'webhooks_too_many' });
        const created = toWebhook(row);
        await saveResponse(trx, idempotentCall && withSealedBody(box, idempotentCall), created);
        return created;
      });
    },

    async list(tenant, query) {
      const rows = db.selectFrom('webhooks').selectAll();
      return newestFirst('webhooks', query, rows, toWebhook, { within: ['tenant_id', tenant] });
    },

    async get(tenant, id) {
      return toWebhook(await findWebhook(db, tenant, id));
    },

    async update(tenant, id, changes, precondition = null) {
      const change = async (db: Kysely<Database>) => {
        if (Object.keys(changes).length === 0) return toWebhook(await findWebhook(db, tenant, id));
        const row = await db
          .updateTable('webhooks')
          .set(changes)
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw webhookNotFound(id);
        return toWebhook(row);
      };
      return checkedChange(db, { precondition, locked: (trx) => lockWebhook(trx, tenant, id), change });
    },

    async delete(tenant, id, precondition = null) {
      const change = async (db: Kysely<Database>) => {
        const row = await db
          .deleteFrom('webhooks')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) throw webhookNotFound(id);
      };
      return checkedChange(db, { precondition, locked: (trx) => lockWebhook(trx, tenant, id), change });
    },

    async deliveries(tenant, id, query) {
      await findWebhook(db, tenant, id);
      const { status } = query;
      const rows = db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .$if(status !== undefined, (qb) => qb.where('status', '=', status as Delivery['status']));
      return newestFirst('deliveries', query, rows, toDelivery, { within: ['webhook_id', id] });
    },

    async test(tenant, id) {
      return inTransaction(db, async (trx) => toDelivery(await testDelivery(trx, tenant, id)));
    },

    async redeliver(tenant, id, deliveryId) {
      await findWebhook(db, tenant, id);
      const row = await db
        .updateTable('webhook_deliveries')
        .set({
          status: 'pending',
          round_began_at: sql<number>`attempts`,
          queued_at: null,
          next_attempt_at: sql<Date>`clock_timestamp()`,
        })
        .where('tenant_id', '=', tenant)
        .where('webhook_id', '=', id)
        .where('id', '=', deliveryId)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) {
        throw new AppError('delivery_not_found', {
          detail: `Webhook ${id} has no delivery ${deliveryId}; old ones are deleted.`,
        });
      }
      return toDelivery(row);
    },
  };
}

/** At most one test message of a webhook waits: another call sends it now. Calls for a webhook take turns. */
async function testDelivery(
  trx: Transaction<Database>,
  tenant: TenantId,
  id: string,
): Promise<Selectable<WebhookDeliveriesTable>> {
  const locked = await trx
    .selectFrom('webhooks')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (locked === undefined) throw webhookNotFound(id);
  const event = 'webhook.test';
  const waiting = await trx
    .updateTable('webhook_deliveries')
    .set({ queued_at: null, next_attempt_at: sql<Date>`clock_timestamp()` })
    .where('tenant_id', '=', tenant)
    .where('webhook_id', '=', id)
    .where('event', '=', event)
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst();
  if (waiting !== undefined) return waiting;
  const body = JSON.stringify({
    type: event,
    timestamp: new Date().toISOString(),
    data: { webhook_id: id },
  });
  return trx
    .insertInto('webhook_deliveries')
    .values({ id: newId('delivery'), webhook_id: id, tenant_id: tenant, event, body })
    .returningAll()
    .executeTakeFirstOrThrow();
}

function selectWebhook(db: Kysely<Database>, tenant: TenantId, id: string) {
  return db.selectFrom('webhooks').selectAll().where('tenant_id', '=', tenant).where('id', '=', id);
}

async function findWebhook(
  db: Kysely<Database>,
  tenant: TenantId,
  id: string,
): Promise<Selectable<WebhooksTable>> {
  const row = await selectWebhook(db, tenant, id).executeTakeFirst();
  if (row === undefined) throw webhookNotFound(id);
  return row;
}

/** Reads the webhook and locks its row. @throws AppError webhook_not_found */
async function lockWebhook(trx: Transaction<Database>, tenant: TenantId, id: string): Promise<Webhook> {
  const row = await selectWebhook(trx, tenant, id).forUpdate().executeTakeFirst();
  if (row === undefined) throw webhookNotFound(id);
  return toWebhook(row);
}

function webhookNotFound(id: string): AppError {
  return new AppError('webhook_not_found', { detail: `There is no webhook ${id}.`, values: { id } });
}

/** Leaves out the secret: only the call that creates a webhook returns it. */
function toWebhook(row: Selectable<WebhooksTable>): Webhook {
  const { id, url, events, description, enabled, created_at } = row;
  return { id, url, events, description, enabled, created_at: created_at.toISOString() };
}

function toDelivery(row: Selectable<WebhookDeliveriesTable>): Delivery {
  return {
    id: row.id,
    webhook_id: row.webhook_id,
    event: row.event,
    status: row.status,
    attempts: row.attempts - row.round_began_at,
    response_status: row.response_status,
    response_body: row.response_body,
    error: row.error,
    next_attempt_at: row.status === 'pending' ? row.next_attempt_at.toISOString() : null,
    created_at: row.created_at.toISOString(),
    last_attempt_at: row.last_attempt_at?.toISOString() ?? null,
  };
}
