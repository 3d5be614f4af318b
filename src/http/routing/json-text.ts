/** A JSON body that is too large to parse in the main thread. A thread parses it. */
export class JsonText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the bytes. */
  readonly digest: Buffer;

  constructor(bytes: Uint8Array<ArrayBuffer>, digest: Buffer) {
    this.bytes = bytes;
    this.digest = digest;
  }
}
