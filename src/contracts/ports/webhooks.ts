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

export interface WebhookStore {
  /** @throws AppError webhooks_too_many */
  create(
    tenant: TenantId,
    webhook: WebhookIn & { secret: string },
    once?: IdempotentCall<Webhook> | null,
  ): Promise<Webhook>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Webhook>>;
  /** @throws AppError webhook_not_found */
  get(tenant: TenantId, id: string): Promise<Webhook>;
  /** @throws AppError webhook_not_found */
  update(tenant: TenantId, id: string, changes: WebhookChanges): Promise<Webhook>;
  /** Deletes it with its deliveries. @throws AppError webhook_not_found */
  delete(tenant: TenantId, id: string): Promise<void>;
  /** The newest first. @throws AppError webhook_not_found */
  deliveries(tenant: TenantId, id: string, query: DeliveriesQuery): Promise<Page<Delivery>>;
  /** Makes a delivery pending again. @throws AppError webhook_not_found, delivery_not_found */
  redeliver(tenant: TenantId, id: string, deliveryId: string): Promise<Delivery>;
}

/** One attempt to be made. `attempt` counts from 1 over the whole life of the delivery, and fences what is recorded. */
export interface DueDelivery {
  id: string;
  attempt: number;
}

export interface OutgoingDelivery {
  id: string;
  url: string;
  secret: string;
  /** The bytes that are signed and posted. */
  body: string;
}

export interface DeliveryResult {
  isDelivered: boolean;
  responseStatus: number | null;
  responseBody: string | null;
  error: string | null;
}

/** The worker's side of the outbox. */
export interface DeliveryOutbox {
  /** Those that ought to be tried now. They are not given out again for a while, so that they are queued once. */
  due(limit: number): Promise<DueDelivery[]>;
  /** Null when this attempt is not to be made any more. */
  load(due: DueDelivery): Promise<OutgoingDelivery | null>;
  /** Ends the attempt; a failed one is followed by another, later and later, until `attemptsMax` have been made. */
  record(due: DueDelivery, result: DeliveryResult): Promise<void>;
}

/** What the API needs to know about posting to others. */
export interface WebhookTargets {
  /** @throws AppError webhook_target_refused */
  check(url: string): Promise<void>;
  /** A new key for signatures, as Standard Webhooks writes it. */
  newSecret(): string;
}
