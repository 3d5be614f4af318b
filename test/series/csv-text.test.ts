import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readCsv } from './reading.ts';

const text = 'date,größe,ß\n2020-01-01,1,4\n2020-01-02,2,5\n';
const expected = [
  ['größe', [1, 2]],
  ['ß', [4, 5]],
];

const encodings: [string, Buffer][] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['Windows-1252', Buffer.from(text, 'latin1')],
  ['gzip', gzipSync(text)],
  ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
];

for (const [name, bytes] of encodings) {
  test(`${name}, in one piece or byte by byte`, async () => {
    for (const chunkBytes of [1, bytes.length]) {
      const dataset = await readCsv(bytes, {}, chunkBytes);
      expect(dataset.series.map(({ id, values }) => [id, [...values]])).toEqual(expected);
    }
  });
}
