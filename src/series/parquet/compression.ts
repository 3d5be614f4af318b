import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type Compressors, snappyUncompress } from 'hyparquet';
import type { InflationBound } from '../../bodies/index.ts';
import { brotliDecoder } from './brotli.ts';

/** Decompressors that count what comes out. A page states its length, which is reserved before it is decompressed. */
export function compressorsWithin(bound: InflationBound): Compressors {
  const counted = (decompress: (input: Uint8Array, length: number) => Uint8Array) => {
    return (input: Uint8Array, outputLength: number) => {
      bound.unpacked(outputLength);
      // Values that are all missing take no bytes, and the decoders of Node refuse a limit of no bytes.
      if (outputLength === 0) return new Uint8Array(0);
      return decompress(input, outputLength);
    };
  };
  return {
    SNAPPY: counted((input, length) => {
      const output = new Uint8Array(length);
      snappyUncompress(input, output);
      return output;
    }),
    GZIP: counted((input, maxOutputLength) => gunzipSync(input, { maxOutputLength })),
    BROTLI: counted(brotliDecoder()),
    ZSTD: counted((input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength })),
  };
}
