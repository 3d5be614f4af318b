import type { Generated } from 'kysely';
import type {
  Delivery,
  DeliveryEvent,
  Schedule,
  Scope,
  StoredKind,
  StoredScheduleRun,
  WebhookEvent,
} from '../../../contracts/schemas/index.ts';
import type { NullableInstant, NullableJson } from './columns.ts';

export interface ApiKeysTable {
  id: string;
  tenant_id: string;
  name: string | null;
  scopes: Scope[];
  /** First characters of the secret. */
  hint: string;
  /** SHA-256 of the secret. */
  digest: Buffer;
  created_at: Generated<Date>;
  /** Null: never. A rotation sets it to the end of the overlap. */
  expires_at: Date | null;
  /** Null: not yet. It is at most a minute old. */
  last_used_at: Date | null;
  /** `expires_at` before the first rotation; `infinity`: null. Null: not rotated. */
  lives_until: Generated<unknown>;
}

/** `status`, `headers`, `body` and `digest` are null until the call is answered. */
export interface IdempotencyKeysTable {
  tenant_id: string;
  key: string;
  /** The API process that handles the call. */
  holder: string;
  /** Last sign of life of the holder. */
  renewed_at: Generated<Date>;
  created_at: Generated<Date>;
  /** SHA-256 of the request. */
  digest: Buffer | null;
  status: number | null;
  headers: NullableJson<Record<string, string>>;
  body: Buffer | null;
}

export interface EmbedsTable {
  id: string;
  tenant_id: string;
  /** A row has either a model or an alias. */
  model_id: string | null;
  alias: string | null;
  /** Null: every series. */
  series_id: string | null;
  name: string | null;
  /** First characters of the token. */
  hint: string;
  /** SHA-256 of the token. */
  digest: Buffer;
  created_at: Generated<Date>;
  /** Null: never. */
  expires_at: Date | null;
  /** Null: not yet. It is at most a minute old. */
  last_used_at: Date | null;
}

export interface WebhooksTable {
  id: string;
  tenant_id: string;
  url: string;
  events: WebhookEvent[];
  description: string;
  enabled: boolean;
  /** The secret, sealed by `createSecretBox`; in plain text where no key is set. */
  secret: string;
  created_at: Generated<Date>;
}

export interface WebhookDeliveriesTable {
  id: string;
  webhook_id: string;
  tenant_id: string;
  event: DeliveryEvent;
  body: string;
  status: Generated<Delivery['status']>;
  /** Attempts over its whole life; the fencing token of the attempt that records its result. */
  attempts: Generated<number>;
  /** Value of `attempts` when the delivery was last requested again; pauses count from there. */
  round_began_at: Generated<number>;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
  next_attempt_at: Generated<Date>;
  /** When it was last queued. */
  queued_at: NullableInstant;
  last_attempt_at: NullableInstant;
  created_at: Generated<Date>;
}

export interface SchedulesTable {
  id: string;
  tenant_id: string;
  name: string | null;
  kind: Schedule['kind'];
  model_id: string;
  every: string | null;
  cron: string | null;
  time_zone: string;
  enabled: boolean;
  revision: Generated<number>;
  /** Id of the last tick that ran and did not fail, so that no tick runs twice. */
  last_tick_id: string | null;
  last_run: NullableJson<StoredScheduleRun>;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}

/** Bytes that were stored or deleted. Written by triggers; their sums are what tenants store. */
export interface UsageChangesTable {
  tenant_id: string;
  kind: StoredKind;
  bytes: number;
}

export interface ServiceIdsTable {
  purpose: string;
  id: string;
}

export interface SchemaVersionsTable {
  version: number;
  name: string;
  applied_at: Generated<Date>;
}
