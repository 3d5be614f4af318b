import type { TenantId } from '../schemas/index.ts';

/** A response as it was sent. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A stored response, as it can be read. */
export interface ReadResponse extends Omit<StoredResponse, 'body'> {
  body: Uint8Array | null;
}

/** A call with an `Idempotency-Key`. The store saves its response in the transaction that does the work, so a repeated
 *  call never does the work twice, whichever process dies. */
export interface IdempotentCall<Result> {
  tenant: TenantId;
  key: string;
  holder: string;
  /** SHA-256 of the request. */
  digest: Uint8Array;
  /** The response to save; null if it is too large. */
  response(result: Result): Promise<StoredResponse | null>;
}

/** State of a key when a call with this key arrives. */
export type Reservation =
  | { state: 'reserved' }
  /** Another call holds the key and is not answered yet. */
  | { state: 'running' }
  /** @property digest SHA-256 of the request that was answered
   *  @property answer its body is null if it is encrypted and no key of the service decrypts it */
  | { state: 'answered'; digest: Uint8Array; answer: ReadResponse };

/** Calls by their `Idempotency-Key`. A key belongs to one tenant and expires after `idempotencyKeptSeconds`. */
export interface IdempotencyStore {
  /** Reserves the key for `holder`, a call. An expired key is free. A holder without a heartbeat for
   *  `idempotencySilentSeconds` loses its key. */
  reserve(tenant: TenantId, key: string, holder: string): Promise<Reservation>;
  /** Heartbeat of holders. */
  renew(holders: readonly string[]): Promise<void>;
  /** Saves the response. Does nothing if another holder has taken over the key. */
  keep(
    tenant: TenantId,
    key: string,
    holder: string,
    digest: Uint8Array,
    answer: StoredResponse,
  ): Promise<void>;
  /** Counts the bytes of an answer that was saved, and deletes expired keys of all tenants. Now and then it deletes the
   *  oldest answers of a tenant that has more than `idempotencyBytesMax`: their keys can then be used again. Does not
   *  wait for deletions that an earlier call began. */
  bound(tenant: TenantId, bytes: number): Promise<void>;
  /** Deletes a key whose call failed, so that the key can be used again. A saved response stays, since its work was
   *  committed: the connection may have broken before the call heard of it.
   *  @param worksAgain whether the work came to nothing, so that its saved response is deleted too */
  release(tenant: TenantId, key: string, holder: string, worksAgain: boolean): Promise<void>;
}

export const idempotencyKeptSeconds = 24 * 60 * 60;
export const idempotencySilentSeconds = 15;
/** Bytes of the answers of a tenant: of their bodies, their keys, and `idempotencyRowBytes` for each. */
export const idempotencyBytesMax = 256 * 1024 * 1024;
/** Bytes that an answer takes in the database beside its body and its key: the other columns, the row of the call
 *  before it was answered, and the entries of indexes. Measured: 1,210 with keys of 255 characters, which are in two of
 *  them, and 620 with UUIDs. */
export const idempotencyRowBytes = 1_280;
