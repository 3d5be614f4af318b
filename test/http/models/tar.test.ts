import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readTar } from '../../../src/http/routes/models/tar.ts';
import { writeTar } from '../../support/files/tar.ts';
import { soonMs } from '../../support/soon.ts';

test('the bytes of an archive do not change with a release', () => {
  const archive = writeTar([{ name: 'a.txt', bytes: Buffer.from('abc') }], new Date(1_700_000_000_000));
  expect(createHash('sha256').update(archive).digest('hex')).toBe(
    '65131eafef2fbf7edf9a6c9ce38142c3380898bc2eec79086581494b95c18cf0',
  );
});

test('an extended header is skipped, however long it takes others to read', () => {
  const crafted = Buffer.alloc(8 * 1024 * 1024, '1\n');
  const files = [
    { name: 'crafted', bytes: crafted },
    { name: 'a.txt', bytes: Buffer.from('abc') },
  ];
  const archive = writeTar(files, new Date(0));
  const [type, checksum] = [156, 148];
  const sum = Number.parseInt(archive.toString('latin1', checksum, checksum + 6), 8);
  archive.write('x', type, 'latin1');
  const grown = sum + 'x'.charCodeAt(0) - '0'.charCodeAt(0);
  archive.write(grown.toString(8).padStart(6, '0'), checksum, 'latin1');
  const started = performance.now();
  expect(readTar(archive).map(({ name }) => name)).toEqual(['a.txt']);
  expect(performance.now() - started).toBeLessThan(soonMs);
});

test.each(['0', '5', '2', 'x', 'L'])(
  'every header of type %s counts towards the bound of an archive',
  (type) => {
    const header = writeTar([{ name: 'a', bytes: Buffer.alloc(0) }], new Date(0)).subarray(0, 512);
    const [typeAt, checksumAt] = [156, 148];
    const sum = Number.parseInt(header.toString('latin1', checksumAt, checksumAt + 6), 8);
    header.write(type, typeAt, 'latin1');
    const changed = sum + type.charCodeAt(0) - '0'.charCodeAt(0);
    header.write(changed.toString(8).padStart(6, '0'), checksumAt, 'latin1');
    const file = writeTar([{ name: 'a.txt', bytes: Buffer.from('abc') }], new Date(0));
    const archive = (headers: number, rest: Buffer) =>
      Buffer.concat([...Array.from({ length: headers }, () => header), rest]);
    expect(readTar(archive(99, file)).at(-1)?.name).toBe('a.txt');
    expect(() => readTar(archive(100, file))).toThrow(/more than 100 headers/);
    // What comes behind the bound is not looked at.
    expect(() => readTar(archive(100, Buffer.alloc(512, 'x')))).toThrow(/more than 100 headers/);
  },
);
