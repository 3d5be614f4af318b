import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readRecords } from '../../src/series/csv/records.ts';
import { soonMs } from '../support/soon.ts';
import { readCsv, timesOf } from './reading.ts';

/** Texts of one to forty characters that matter, the same in each run. */
function* texts(count: number): Generator<{ text: string; cut: number }> {
  let state = 5;
  const below = (n: number) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const pieces = [
    'a',
    'ü',
    '1',
    ' ',
    ',',
    ',',
    '\n',
    '\n',
    '\r\n',
    '\r',
    '"',
    '"b"',
    '"c,d"',
    '"e""f"',
    '"g\nh"',
  ];
  for (let n = 0; n < count; n++) {
    let text = '';
    for (let length = 1 + below(15); length > 0; length--) text += pieces[below(pieces.length)];
    yield { text, cut: below(text.length) };
  }
}

type Records = { cells: string[]; line: number }[] | 'refused';

async function* bytesOf(chunks: string[]) {
  for (const chunk of chunks) if (chunk !== '') yield Buffer.from(chunk);
}

async function ours(chunks: string[]): Promise<Records> {
  const records: { cells: string[]; line: number }[] = [];
  try {
    await readRecords({ chunks: bytesOf(chunks) }, ',', (cells, line) => records.push({ cells, line }));
    return records;
  } catch {
    return 'refused';
  }
}

function theirs(text: string): string[][] | 'refused' {
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, trim: true };
    return parse(text, { ...options, record_delimiter: ['\r\n', '\n', '\r'] });
  } catch {
    return 'refused';
  }
}

test('chunks are emptied when they are read, if nobody else uses them', async () => {
  const text = 'ds,y\n1,2\n';
  const own = () => Buffer.from(new TextEncoder().encode(text).buffer);
  const part = Buffer.from(new TextEncoder().encode(`${text}3,4\n`).buffer, 0, text.length);
  const lengthsAfter = async (ownsChunks: boolean) => {
    const chunks = [own(), part];
    const read: string[] = [];
    const source = (async function* () {
      yield* chunks;
    })();
    await readRecords({ chunks: source, ownsChunks }, ',', (cells) => read.push(cells.join()));
    expect(read).toEqual(['ds,y', '1,2', 'ds,y', '1,2']);
    return chunks.map(({ length }) => length);
  };
  expect(await lengthsAfter(true)).toEqual([0, text.length]);
  expect(await lengthsAfter(false)).toEqual([text.length, text.length]);
});

test('short lines under a wide header cost no more than under a narrow one', async () => {
  const [width, lines] = [200_000, 20_000];
  async function* chunks() {
    yield Buffer.from(`${','.repeat(width - 1)}\n`);
    yield Buffer.from(`${'\n'.repeat(lines)}${'-\n'.repeat(lines)}`);
  }
  const lengths: number[] = [];
  const begun = performance.now();
  await readRecords({ chunks: chunks() }, ',', (cells) => lengths.push(cells.length));
  expect(performance.now() - begun).toBeLessThan(soonMs);
  expect(lengths).toEqual([width, ...Array(lines).fill(1)]);
});

/** The records with text, without the blanks at the ends of cells: unquoted cells may keep these. */
const trimmed = (records: string[][]) =>
  records
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''));

describe('records', () => {
  test('are those of csv-parse, wherever the chunks are cut and quotes begin', async () => {
    for (const { text, cut } of texts(3_000)) {
      const expected = theirs(text);
      const found = await ours([text.slice(0, cut), text.slice(cut)]);
      // A refusal may come after some records.
      const cells = found === 'refused' ? found : trimmed(found.map((record) => record.cells));
      expect(cells, JSON.stringify(text)).toEqual(expected === 'refused' ? expected : trimmed(expected));
    }
  });

  test('have the same lines, whether or not a line before needed the parser', async () => {
    const lines = ['a,b', '"c",d', '', 'e,"f"', 'g,h'];
    const plain = (await ours([lines.join('\n')])) as { cells: string[]; line: number }[];
    expect(plain.map(({ line }) => line)).toEqual([1, 2, 4, 5]);
    const parsed = (await ours([`${lines.join('\n')}\ni,"j""k"\n"l\nm",n\no,p\n`])) as typeof plain;
    expect(parsed.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6, 7, 9]);
    expect(parsed.at(-1)).toEqual({ cells: ['o', 'p'], line: 9 });
  });

  test('have no blanks around their quotes, wherever the chunks are cut', async () => {
    const text = 'a, "b,c" , "d"\n"e"  ,  "" ," f "\t\n ,\t"g""h" ,i\n';
    const cells = [
      ['a', 'b,c', 'd'],
      ['e', '', ' f '],
      ['', 'g"h', 'i'],
    ];
    for (let cut = 0; cut < text.length; cut++)
      expect(await ours([text.slice(0, cut), text.slice(cut)]), String(cut)).toMatchObject(
        cells.map((one) => ({ cells: one })),
      );
    const tabs: string[][] = [];
    await readRecords({ chunks: bytesOf(['a\t"b"\t "c"\t\t"d""e"\n']) }, '\t', (found) => tabs.push(found));
    expect(tabs).toEqual([['a', 'b', 'c', '', 'd"e']]);
    for (const fault of ['a, b "c"\n', 'a, "b" c\n', 'a, "b" "c"\n'])
      expect(await ours([fault])).toBe('refused');
  });

  test('are those of a table whose delimiters have a blank after them', async () => {
    const { series } = await readCsv(
      '"date", "y"\n"2024-01-01", "1.5"\n"2024-01-02",  2.5\n"2024-01-03", 3.5\n',
    );
    expect([...series[0].values]).toEqual([1.5, 2.5, 3.5]);
  });

  test('a faulty quote is refused with its line, however many lines came before', async () => {
    const refused = readRecords(
      {
        chunks: bytesOf([`a,b\n${'1,2\n'.repeat(50)}3,"4"5\n`]),
      },
      ',',
      () => {},
    );
    await expect(refused).rejects.toMatchObject({
      code: 'csv_invalid',
      details: { faults: [expect.objectContaining({ line: 52 })] },
    });
    const open = readRecords(
      {
        chunks: bytesOf(['a,b\n1,2\n3,"4\n5,6\n']),
      },
      ',',
      () => {},
    );
    await expect(open).rejects.toMatchObject({ details: { faults: [expect.objectContaining({ line: 3 })] } });
  });
});

test.each([
  ['a comma in a name', 'Datum;Umsatz (netto, brutto)\n01.01.2024;1234,5\n02.01.2024;5,25\n'],
  ['a comma before a blank', 'Date;Sales, net\n2024-01-01;1234.5\n2024-01-02;5.25\n'],
  ['more commas than delimiters', 'Date;Sales, net, all\n2024-01-01;1234.5\n2024-01-02;5.25\n'],
  ['a comma beside tabs', 'Date\tPrice, USD\n2024-01-01\t1234.5\n2024-01-02\t5.25\n'],
  ['a line break in the first name', '"Datum\n(UTC)";Wert\n2024-01-01;1234,5\n2024-01-02;5,25\n'],
  ['line breaks and other marks', '"Date\r\n(a, b,\r\nc)";y\r\n2024-01-01;1234.5\r\n2024-01-02;5.25\r\n'],
  ['a semicolon in a name', 'Date,y;net\n2024-01-01,1234.5\n2024-01-02,5.25\n'],
])('the rows show the delimiter if the header has %s', async (_, text) => {
  const dataset = await readCsv(text);
  expect(timesOf(dataset)).toEqual(['2024-01-01', '2024-01-02']);
  expect(dataset.series.map(({ values }) => [...values])).toEqual([[1_234.5, 5.25]]);
});
