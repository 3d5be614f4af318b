import { type Kysely, sql, type Transaction } from 'kysely';
import { type DeliveryOutbox, retention } from '../../contracts/ports/index.ts';
import { type Announcement, newId, type TenantId } from '../../contracts/schemas/index.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { openedOrNull, type SecretBox } from '../database/secrets.ts';
import type { Database } from '../database/tables.ts';
import { withPending } from './pending.ts';

/** Pauses before the second attempt, the third, and so on. After the last attempt the delivery has failed.
 *  Source: Standard Webhooks, "Deliverability and reliability". */
const pausesSeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** Upper bound of the random extra pause, relative to the pause. It spreads retries over time. */
const jitterShare = 0.1;
/** A delivery without a recorded result is queued again after this time, which is longer than an attempt takes. */
export const requeueAfterSeconds = 60;
/** Deliveries of one tenant that are in the queue at a time: receivers that hang do not fill it. */
const queuedPerTenantMax = 16;
/** Deliveries of one webhook that are in the queue at a time: a receiver that hangs leaves places to
 *  others of its tenant. */
const queuedPerWebhookMax = 8;
/** Share of the events that also delete ended deliveries beyond those that a webhook keeps, and deliveries that each
 *  deletes at most. The cleaner deletes them hourly; a burst of events must not fill the table until then. */
const trimmingShare = 0.01;
const trimmedMax = 1_000;

/** Writes a delivery for each webhook of the tenant that subscribes to the event. Runs in the transaction that causes
 *  the event. */
export function announce(
  trx: Transaction<Database>,
  tenant: TenantId,
  event: Announcement,
  random = Math.random,
): Promise<void> {
  return announceAll(trx, tenant, event.type, [event], random);
}

/** Writes the deliveries of events of one type, like `announce`, in one statement. */
export async function announceAll(
  trx: Transaction<Database>,
  tenant: TenantId,
  type: Announcement['type'],
  events: readonly Announcement[],
  random = Math.random,
): Promise<void> {
  const hooks = await trx
    .selectFrom('webhooks')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('enabled', '=', true)
    .where((eb) => eb(eb.val(type), '=', eb.fn.any('events')))
    .orderBy('id')
    .forKeyShare() // one that is being deleted is waited for, and left out: its delivery would fail the whole transaction
    .execute();
  if (hooks.length === 0) return;
  if (random() < trimmingShare * events.length) await trimDeliveries(trx, hooks);
  const timestamp = new Date().toISOString();
  const deliveries = events.flatMap(({ data }) => {
    const body = JSON.stringify({ type, timestamp, data });
    return hooks.map(({ id }) => ({
      id: newId('delivery'),
      webhook_id: id,
      tenant_id: tenant,
      event: type,
      body,
    }));
  });
  await trx.insertInto('webhook_deliveries').values(deliveries).execute();
}

/** Deletes the oldest ended deliveries of webhooks that have too many. Leaves those that another
 *  event or call has locked. */
async function trimDeliveries(trx: Transaction<Database>, hooks: { id: string }[]): Promise<void> {
  await sql`
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE id IN (
        SELECT old.id FROM unnest(${hooks.map(({ id }) => id)}::text[]) AS hook CROSS JOIN LATERAL (
          SELECT id FROM webhook_deliveries WHERE webhook_id = hook AND status <> 'pending'
          ORDER BY id DESC OFFSET ${retention.endedDeliveriesPerWebhookMax} LIMIT ${trimmedMax}) AS old
        LIMIT ${trimmedMax})
        AND status <> 'pending' -- one may have been requested again
      FOR UPDATE SKIP LOCKED)`.execute(trx);
}

export function createDeliveryOutbox(db: Kysely<Database>, box: SecretBox): DeliveryOutbox {
  return {
    async due(limit) {
      // The same time in all parts of the statement, so that indexes find what is due by it.
      const waited = sql`now() - ${requeueAfterSeconds} * interval '1 second'`;
      const { rows } = await sql<{ id: string; attempts: number }>`
        WITH RECURSIVE ${sql.raw(withPending)}, in_queue AS MATERIALIZED (
          SELECT tenant_id, webhook_id, count(*) AS deliveries FROM webhook_deliveries
          WHERE status = 'pending' AND queued_at >= ${waited} GROUP BY tenant_id, webhook_id
        ), of_tenants AS (
          SELECT tenant_id, sum(deliveries) AS deliveries FROM in_queue GROUP BY tenant_id
        ), ready AS (
          SELECT first.id, first.tenant_id, first.next_attempt_at, first.place + coalesce(in_queue.deliveries, 0) AS place
          FROM with_pending JOIN webhooks ON webhooks.id = with_pending.webhook_id
          LEFT JOIN in_queue ON in_queue.webhook_id = webhooks.id CROSS JOIN LATERAL (
            SELECT id, tenant_id, next_attempt_at, row_number() OVER (ORDER BY next_attempt_at) AS place
            FROM webhook_deliveries AS delivery
            WHERE delivery.webhook_id = with_pending.webhook_id AND status = 'pending' AND next_attempt_at <= now()
              AND (queued_at IS NULL OR queued_at < ${waited})
            ORDER BY next_attempt_at LIMIT ${queuedPerWebhookMax}) AS first
          WHERE webhooks.enabled AND with_pending.next_attempt_at <= now()
        ), ranked AS (
          SELECT id, tenant_id, next_attempt_at,
            row_number() OVER (PARTITION BY tenant_id ORDER BY place, next_attempt_at) AS place
          FROM ready WHERE place <= ${queuedPerWebhookMax}
        ), chosen AS (
          SELECT ranked.id FROM ranked LEFT JOIN of_tenants USING (tenant_id)
          WHERE place + coalesce(of_tenants.deliveries, 0) <= ${queuedPerTenantMax}
          ORDER BY ranked.next_attempt_at LIMIT ${limit}
        ), locked AS (
          SELECT due.id FROM webhook_deliveries AS due
          WHERE due.id IN (SELECT id FROM chosen)
            -- Since it was chosen, another keeper may have queued it, and the result of an attempt may be recorded.
            AND due.status = 'pending' AND due.next_attempt_at <= now()
            AND (due.queued_at IS NULL OR due.queued_at < ${waited})
          FOR UPDATE SKIP LOCKED
        )
        UPDATE webhook_deliveries SET queued_at = clock_timestamp() WHERE id IN (SELECT id FROM locked)
        RETURNING id, attempts`.execute(db);
      return rows.map(({ id, attempts }) => ({ id, attempt: attempts + 1 }));
    },

    async load({ id, attempt }) {
      const row = await db
        .selectFrom('webhook_deliveries')
        .innerJoin('webhooks', 'webhooks.id', 'webhook_deliveries.webhook_id')
        .select(['webhooks.id as webhook_id', 'webhooks.tenant_id', 'webhooks.url', 'webhooks.secret'])
        .select('webhook_deliveries.body')
        .where('webhook_deliveries.id', '=', id)
        .where('webhook_deliveries.status', '=', 'pending')
        .where('webhook_deliveries.attempts', '=', attempt - 1)
        .where('webhooks.enabled', '=', true)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { webhook_id, tenant_id, url, secret, body } = row;
      return { id, tenant: tenant_id, url, secret: openedOrNull(box, secret, webhook_id), body };
    },

    async record({ id, attempt }, { isDelivered, responseStatus, responseBody, error }) {
      await inTransaction(db, async (trx) => {
        const row = await trx
          .selectFrom('webhook_deliveries')
          .select('round_began_at')
          .where('id', '=', id)
          .where('status', '=', 'pending')
          .where('attempts', '=', attempt - 1)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) return;
        const pause = pausesSeconds[attempt - 1 - row.round_began_at];
        const status = isDelivered ? 'delivered' : pause === undefined ? 'failed' : 'pending';
        const seconds = (pause ?? 0) * (1 + jitterShare * Math.random());
        await trx
          .updateTable('webhook_deliveries')
          .set({
            status,
            attempts: attempt,
            response_status: responseStatus,
            response_body: responseBody,
            error,
            queued_at: null,
            next_attempt_at: sql<Date>`clock_timestamp() + ${seconds} * interval '1 second'`,
            last_attempt_at: sql<Date>`clock_timestamp()`,
          })
          .where('id', '=', id)
          .execute();
      });
    },
  };
}
