import type {
  DeliveriesQuery,
  Delivery,
  Page,
  PageQuery,
  TenantId,
  Webhook,
  WebhookChanges,
  WebhookIn,
} from '../schemas/index.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Precondition } from './precondition.ts';

export interface WebhookStore {
  /** @throws AppError webhooks_too_many */
  create(
    tenant: TenantId,
    webhook: WebhookIn & { secret: string },
    idempotentCall?: IdempotentCall<Webhook> | null,
  ): Promise<Webhook>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Webhook>>;
  /** @throws AppError webhook_not_found */
  get(tenant: TenantId, id: string): Promise<Webhook>;
  /** @throws AppError webhook_not_found */
  update(
    tenant: TenantId,
    id: string,
    changes: WebhookChanges,
    precondition?: Precondition<Webhook> | null,
  ): Promise<Webhook>;
  /** Deletes the webhook and its deliveries. @throws AppError webhook_not_found */
  delete(tenant: TenantId, id: string, precondition?: Precondition<Webhook> | null): Promise<void>;
  /** Newest first. @throws AppError webhook_not_found */
  deliveries(tenant: TenantId, id: string, query: DeliveriesQuery): Promise<Page<Delivery>>;
  /** Writes the delivery of a test message. @throws AppError webhook_not_found */
  test(tenant: TenantId, id: string): Promise<Delivery>;
  /** Makes a delivery pending again. @throws AppError webhook_not_found, delivery_not_found */
  redeliver(tenant: TenantId, id: string, deliveryId: string): Promise<Delivery>;
}

/** A due attempt. `attempt` counts from 1 over the life of the delivery. It is the fencing token for the result. */
export interface DueDelivery {
  id: string;
  attempt: number;
}

export interface OutgoingDelivery {
  id: string;
  tenant: TenantId;
  url: string;
  /** Null if it cannot be decrypted with the keys of this process. */
  secret: string | null;
  /** The body that is signed and posted. */
  body: string;
}

export interface DeliveryResult {
  isDelivered: boolean;
  responseStatus: number | null;
  responseBody: string | null;
  error: string | null;
}

/** The outbox of deliveries, as a worker uses it. */
export interface DeliveryOutbox {
  /** Deliveries to attempt now. They are not returned again for some time, so that each is queued once. */
  due(limit: number): Promise<DueDelivery[]>;
  /** The delivery of an attempt; null if the attempt is obsolete. */
  load(due: DueDelivery): Promise<OutgoingDelivery | null>;
  /** Records the result. A failed attempt is repeated with growing delays, at most `attemptsMax` times. */
  record(due: DueDelivery, result: DeliveryResult): Promise<void>;
}

/** Checks of webhook addresses, for the API. */
export interface WebhookTargets {
  /** A name that cannot be resolved at present is accepted. @throws AppError webhook_target_refused */
  check(tenant: TenantId, url: string): Promise<void>;
  /** A new signing key in the format of Standard Webhooks. */
  newSecret(): string;
}
