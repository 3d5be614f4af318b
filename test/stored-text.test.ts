import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packedText, unpackedText, unpackedTextSync } from '../src/stored-text.ts';

const textOf = (length: number) => Array.from({ length }, (_, i) => String((i * 31) % 10)).join('');

test.each([0, 1, 255, 256, 7_000, 7_001, 65_791, 1_000_000])(
  'a text of %i characters is read again, alone and beside others',
  async (length) => {
    const text = textOf(length);
    const file = Buffer.concat([packedText('before é'), packedText(text), packedText(Buffer.from(' after'))]);
    for (const [packed, whole] of [
      [packedText(text), text],
      [file, `before é${text} after`],
    ] as const) {
      expect((await unpackedText(packed)).toString() === whole).toBe(true);
      expect(unpackedTextSync(packed).toString() === whole).toBe(true);
    }
  },
);

test('a large text becomes smaller, a small one grows by twelve bytes', () => {
  expect(packedText(textOf(100_000)).length).toBeLessThan(10_000);
  expect(packedText(textOf(7_000)).length).toBe(7_012);
});

test('frames of other writers and the gzip files of earlier versions are read', async () => {
  const earlier = Buffer.concat([gzipSync('{"a":'), gzipSync('1}')]);
  expect(String(await unpackedText(earlier))).toBe('{"a":1}');
  expect(String(unpackedTextSync(earlier))).toBe('{"a":1}');
  expect(String(await unpackedText(zstdCompressSync('{"a":1}')))).toBe('{"a":1}');
});

test.each([100, 100_000])('a text of %i characters that ends early is refused', async (length) => {
  const packed = packedText(textOf(length)).subarray(0, -1);
  await expect(unpackedText(packed)).rejects.toThrow();
  expect(() => unpackedTextSync(packed)).toThrow();
});

test('a packed text has memory of its own, so that a message to another thread copies nothing else', () => {
  for (const length of [0, 100, 7_000]) {
    const frame = packedText(textOf(length));
    expect(frame.buffer.byteLength).toBe(frame.byteLength);
  }
});

test('a changed bit of a compressed text is found', () => {
  const packed = packedText(Array.from({ length: 2_000 }, (_, i) => Math.sin(i)).join(','));
  for (let at = 12; at < packed.length; at += Math.ceil(packed.length / 60)) {
    const damaged = packed.slice();
    damaged[at] ^= 1;
    expect(() => unpackedTextSync(damaged)).toThrow();
  }
});
