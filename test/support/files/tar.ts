import { type TarEntry, tarAround } from '../../../src/http/routes/models/tar.ts';

/** Writes a ustar archive of at least one file, with the headers that the service writes. */
export function writeTar(entries: readonly TarEntry[], modifiedAt: Date): Buffer {
  const last = entries.at(-1)!;
  const { head, tail } = tarAround(
    entries.slice(0, -1),
    { name: last.name, size: last.bytes.length },
    modifiedAt,
  );
  return Buffer.concat([head, last.bytes, tail]);
}
