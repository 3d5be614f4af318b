import type { TenantId } from '../schemas/index.ts';

/** An answer as it was sent. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Keeps the answer of a call in the very transaction that does its work: whatever dies afterwards, the same call with
 *  the same key is not made a second time. */
export interface IdempotentCall<Made> {
  tenant: TenantId;
  key: string;
  holder: string;
  /** SHA-256 of the request. */
  digest: Uint8Array;
  /** Null where the answer is too large to be kept. */
  answer(made: Made): StoredResponse | null;
}

/** What is known of a key when a call comes with it. */
export type Reservation =
  | { state: 'reserved' }
  /** Another call holds the key and has not answered. */
  | { state: 'running' }
  /** @property digest SHA-256 of the request that was answered */
  | { state: 'answered'; digest: Uint8Array; answer: StoredResponse };

/** Calls by their `Idempotency-Key`. A key belongs to a tenant and is forgotten after `idempotencyKeptSeconds`. */
export interface IdempotencyStore {
  /** Takes the key for `holder`, also from one that has given no sign of life for `idempotencySilentSeconds`. */
  reserve(tenant: TenantId, key: string, holder: string): Promise<Reservation>;
  /** A sign of life for the keys that `holder` has. */
  renew(holder: string): Promise<void>;
  /** Keeps the answer. Nothing happens when another holder has taken the key over. */
  keep(
    tenant: TenantId,
    key: string,
    holder: string,
    digest: Uint8Array,
    answer: StoredResponse,
  ): Promise<void>;
  /** Frees a key whose call has failed, with what was kept for it: the same key may be used again. */
  release(tenant: TenantId, key: string, holder: string): Promise<void>;
}

export const idempotencyKeptSeconds = 24 * 60 * 60;
export const idempotencySilentSeconds = 15;
