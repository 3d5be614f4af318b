import { limits } from '../contracts/values/index.ts';
import { AppError } from '../errors.ts';

/** Counts what goes into and comes out of a decompressor, against small files that grow without end. */
export interface InflationBound {
  packed(bytes: number): void;
  /** @throws AppError body_too_large */
  unpacked(bytes: number): void;
}

/** @param bytesMax maximum number of decompressed bytes
 *  @param packedBytes the compressed bytes that are known already */
export function createInflationBound(bytesMax: number, packedBytes = 0): InflationBound {
  const { decompressionRatioMax, decompressedBytesFree } = limits;
  let [packed, unpacked] = [packedBytes, 0];
  return {
    packed(bytes) {
      packed += bytes;
    },
    unpacked(bytes) {
      unpacked += bytes;
      if (unpacked > bytesMax)
        throw new AppError('body_too_large', {
          detail: `The decompressed body has more than ${bytesMax} bytes, the limit; split the upload.`,
        });
      if (unpacked > decompressedBytesFree + decompressionRatioMax * packed)
        throw new AppError('body_too_large', {
          detail: `The body grows to more than ${decompressionRatioMax} times its compressed size, which is the limit after ${decompressedBytesFree} bytes; send it uncompressed.`,
        });
    },
  };
}
