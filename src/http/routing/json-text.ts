/** JSON that is too large to be parsed where others wait: it is read in a thread. */
export class JsonText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the bytes. */
  readonly digest: Buffer;

  constructor(bytes: Uint8Array<ArrayBuffer>, digest: Buffer) {
    this.bytes = bytes;
    this.digest = digest;
  }
}
