/** The safetensors file format: 8 bytes hold the length of the header (little-endian uint64). The header is JSON,
 *  `{"name": {"dtype", "shape", "data_offsets": [begin, end]}, …, "__metadata__": {text: text}}`, padded with spaces.
 *  The bytes of the tensors follow, row-major and little-endian. Offsets count from the end of the header; together
 *  they cover the data without a hole or an overlap.
 *  Source: https://github.com/huggingface/safetensors (README, "Format"). */

export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Uint32Array;

export interface StoredTensor {
  name: string;
  shape: readonly number[];
  data: TensorData;
}

/** Element types that are read and written. Files with other types are refused. */
export const dataTypes = {
  F64: Float64Array,
  I64: BigInt64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
export type DataType = keyof typeof dataTypes;

export const metadataKey = '__metadata__';
export const lengthBytes = 8;

const MiB = 2 ** 20;
/** Enough for tens of thousands of tensors. The format itself allows 100 MB. */
export const headerBytesMax = 8 * MiB;
export const rankMax = 8;
