/** A safetensors file. */
export interface Weights {
  bytes: Uint8Array;
  sha256: string;
}
