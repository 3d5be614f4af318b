/** A JSON body that is too large to parse in the main thread. A thread parses it. */
export class JsonText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the bytes; null if the call has no idempotency key. */
  readonly digest: Buffer | null;

  constructor(bytes: Uint8Array<ArrayBuffer>, digest: Buffer | null) {
    this.bytes = bytes;
    this.digest = digest;
  }
}

/** A large JSON body that a thread has parsed and validated. The request gets its value. */
export class ParsedBody {
  readonly value: unknown;
  /** SHA-256 of the bytes; null if the call has no idempotency key. */
  readonly digest: Buffer | null;

  constructor(value: unknown, digest: Buffer | null) {
    this.value = value;
    this.digest = digest;
  }
}
