import { expect, test } from 'vitest';
import { columnNames, textLines } from '../../../dashboard/src/parts/tables/text-lines.ts';

test('lines and names of columns are read in the encodings of the service', async () => {
  const file = (bytes: Uint8Array<ArrayBuffer>, size = bytes.length) => {
    const slice = () => ({ arrayBuffer: async () => bytes.buffer });
    return { size, slice } as unknown as File;
  };
  const header = 'Datum;Größe in €';
  const text = `${header}\r\n2024-01-01;5\r\n`;
  const utf16 = Uint8Array.from(Buffer.from(text, 'utf16le'));
  const swapped = Uint8Array.from(Buffer.from(utf16).swap16());
  const windows = Uint8Array.from(text, (letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0)));
  const utf8 = new TextEncoder().encode(text);
  const encoded = {
    'UTF-8': utf8,
    'UTF-8 with a mark': Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8),
    'Windows-1252': windows,
    'UTF-16, little end first': utf16,
    'UTF-16, big end first': swapped,
    'UTF-16 with a mark, little end first': Uint8Array.of(0xff, 0xfe, ...utf16),
    'UTF-16 with a mark, big end first': Uint8Array.of(0xfe, 0xff, ...swapped),
  };
  for (const [name, bytes] of Object.entries(encoded)) {
    expect((await textLines(file(bytes)))?.(1), name).toBe(header);
    expect((await textLines(file(bytes)))?.(2), name).toBe('2024-01-01;5');
    expect(await columnNames(file(bytes)), name).toEqual(['Datum', 'Größe in €']);
  }
  // The part that is read may end within a character. A whole file does not.
  const cut = utf8.slice(0, utf8.indexOf(0xe2) + 1);
  expect((await textLines(file(cut, utf8.length)))?.(1)).toBe('Datum;Größe in ');
  expect((await textLines(file(cut)))?.(1)).toBe('Datum;GrÃ¶ÃŸe in â');
  for (const bytes of [Uint8Array.of(80, 75, 3, 4, 0, 0, 8, 0), Uint8Array.of(0x1f, 0x8b, 8, 65)])
    expect(await textLines(file(bytes))).toBeNull();
});
