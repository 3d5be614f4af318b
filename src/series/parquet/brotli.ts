import { brotliDecompressSync } from 'node:zlib';
import { AppError } from '../../errors.ts';

/** The first versions of Node, by major version, whose decoder does not write outside of its memory for a crafted page.
 *  Later majors have none without the correction. Source: CVE-2026-111497. */
const safeVersions = ['22.23.4', '24.22.1', '26.12.1'];

/** Decompressor of Brotli pages.
 *  @param nodeVersion without the `v`
 *  @throws AppError parquet_invalid from the decompressor if this Node's decoder is not safe */
export function brotliDecoder(
  nodeVersion: string = process.versions.node,
): (input: Uint8Array, length: number) => Uint8Array {
  if (isSafe(nodeVersion))
    return (input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength });
  return () => {
    throw new AppError('parquet_invalid', {
      detail: `The file is compressed with Brotli, whose decoder is not safe in Node ${nodeVersion}, which runs this service (CVE-2026-111497). Write the file with Zstandard or Snappy, or run the service with Node ${safeVersions.join(', ')} or later.`,
    });
  };
}

function isSafe(version: string): boolean {
  const [major, minor, patch] = numbersOf(version);
  const all = safeVersions.map(numbersOf);
  const first = all.find(([ofMajor]) => ofMajor === major);
  if (first === undefined) return major > all.at(-1)![0];
  return minor > first[1] || (minor === first[1] && patch >= first[2]);
}

function numbersOf(version: string): number[] {
  return version.split(/[.-]/).slice(0, 3).map(Number);
}
