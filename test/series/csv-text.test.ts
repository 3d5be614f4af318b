import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readCsv, warningCodes } from './reading.ts';

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

const header = '"date","y"';
const joined = `\ufeff${header}\n2020-01-01,1\n\ufeff${header}\n2020-01-02,2\n`;

test.each([
  ['UTF-8', Buffer.from(joined)],
  ['UTF-8 without quotes', Buffer.from(joined.replaceAll('"', ''))],
  ['UTF-16', Buffer.from(joined, 'utf16le')],
])('files in %s that were put together have a byte order mark each', async (_, bytes) => {
  for (const chunkBytes of [1, bytes.length]) {
    const dataset = await readCsv(bytes, {}, chunkBytes);
    expect([...dataset.series[0].values]).toEqual([1, 2]);
    expect(warningCodes(dataset)).toEqual(['lines_skipped']);
  }
});
