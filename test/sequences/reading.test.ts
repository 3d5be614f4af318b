import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { HoldBytes } from '../../src/contracts/ports/index.ts';
import { codes, type SymbolOptions, type SymbolUnit } from '../../src/contracts/schemas/datasets/symbols.ts';
import { limits } from '../../src/contracts/values/limits.ts';
import { createRng } from '../../src/engine/index.ts';
import { AppError } from '../../src/errors.ts';
import { createSymbolBodyReader } from '../../src/sequences/reading/body.ts';
import { readEventLog } from '../../src/sequences/reading/events.ts';
import { codesIn } from '../../src/sequences/reading/symbols.ts';
import { readSymbolText } from '../../src/sequences/reading/text.ts';
import { letters } from './support.ts';

const read = (symbols: number) =>
  readSymbolText(Readable.from([Buffer.alloc(symbols, 'ab')]), { split: 'none' });

test('a sequence may have as many symbols as the bound, and not one more', async () => {
  const { sequences } = await read(limits.sequenceSymbolsMax);
  expect(sequences[0].codes).toHaveLength(limits.sequenceSymbolsMax);
  await expect(read(limits.sequenceSymbolsMax + 1)).rejects.toMatchObject({
    code: 'sequence_too_long',
    message: expect.stringContaining(String(limits.sequenceSymbolsMax)),
  });
});

test('different symbols and short sequences count the memory that they take', async () => {
  const count = 20_000;
  const lines = Array.from({ length: count }, (_, i) => `w${i}`);
  const log = `sequence_id,symbol\n${lines.map((word) => `s,${word}`).join('\n')}`;
  const options = { unit: 'word', vocabulary_size: 100 } as const;
  const reader = createSymbolBodyReader();
  const readings: [string, (body: Readable, hold: HoldBytes) => Promise<unknown>, number][] = [
    [lines.join(' '), (body, hold) => readSymbolText(body, { ...options, split: 'none' }, hold), 80 * count],
    [lines.join('\n'), (body, hold) => readSymbolText(body, options, hold), 300 * count],
    [log, (body, hold) => readEventLog(body, options, hold), 80 * count],
    [lines.join(' '), (body, hold) => reader.text(body, { ...options, split: 'none' }, hold), 80 * count],
  ];
  for (const [body, reading, bytes] of readings) {
    let held = 0;
    await reading(Readable.from([Buffer.from(body)]), (more) => {
      held += more;
    });
    expect(held).toBeGreaterThan(0.9 * bytes);
    expect(held).toBeLessThan(1.5 * bytes);
    const refused = new AppError('overloaded');
    const full = () => {
      throw refused;
    };
    await expect(reading(Readable.from([Buffer.from(body)]), full)).rejects.toBe(refused);
  }
});

/** An endless body that counts what is read of it. */
function endless(chunk: string) {
  const taken = { bytes: 0 };
  async function* chunks() {
    for (;;) {
      taken.bytes += chunk.length;
      yield Buffer.from(chunk);
    }
  }
  return { body: Readable.from(chunks()), taken };
}

test('a body beyond a limit is refused while it arrives', async () => {
  const rows = 's,a\n'.repeat(10_000);
  const cases: [string, (body: Readable) => Promise<unknown>, string, number][] = [
    ['ab'.repeat(50_000), (body) => readSymbolText(body, { split: 'none' }), 'sequence_too_long', 5e6],
    ['a b '.repeat(20_000), (body) => readSymbolText(body, { unit: 'word' }), 'sequence_too_long', 10e6],
    ['abcde'.repeat(10_000), (body) => readSymbolText(body, { unit: 'word' }), 'request_invalid', 0],
    ['ab\n'.repeat(20_000), (body) => readSymbolText(body, {}), 'series_too_many', 3e5],
    [`sequence_id,symbol\n${rows}`, (body) => readEventLog(body, {}), 'sequence_too_long', 20e6],
  ];
  for (const [chunk, reading, code, needed] of cases) {
    const { body, taken } = endless(chunk);
    await expect(reading(body), chunk.slice(0, 20)).rejects.toMatchObject({ code });
    expect(taken.bytes, chunk.slice(0, 20)).toBeLessThan(needed + 40 * chunk.length);
    body.destroy();
  }
});

/** Reference: the rules of the documentation, applied to the whole text. */
function expectedOf(text: string, unit: SymbolUnit, split: 'lines' | 'none'): string[][] {
  const whole = text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  const sequences = split === 'none' ? [whole] : whole.split('\n').filter((line) => line.trim() !== '');
  return sequences.map((one) =>
    unit === 'character' ? Array.from(one) : one.split(/\s+/u).filter((word) => word !== ''),
  );
}

test('a text gives the same sequences for any split into pieces', async () => {
  const rng = createRng(11);
  const alphabet = ['a', 'b', ' ', '  ', '\t', '\n', '\r\n', '\r', '\n\n', 'é', '語', '💥', '\u00a0'];
  for (let round = 0; round < 300; round++) {
    const drawn = Array.from({ length: 1 + rng.int(40) }, () => alphabet[rng.int(alphabet.length)]);
    const text = `${round % 5 === 0 ? '\ufeff' : ''}${drawn.join('')}x`;
    const bytes = Buffer.from(text);
    const pieces: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + 1 + rng.int(7));
      pieces.push(bytes.subarray(from, to));
      from = to;
    }
    for (const unit of ['character', 'word'] as const)
      for (const split of ['lines', 'none'] as const) {
        const { sequences, vocabulary } = await readSymbolText(Readable.from(pieces), { unit, split });
        const found = sequences.map((one) =>
          Array.from(one.codes, (code) => vocabulary.symbols[code - codes.first]),
        );
        expect(found, JSON.stringify(text)).toEqual(expectedOf(text, unit, split));
      }
  }
});

test('line ends are line feeds in a text of JSON and in a context, as in an uploaded text', async () => {
  const text = 'ab\r\nb\rc\n';
  const uploaded = await readSymbolText(Readable.from([Buffer.from(text)]), { split: 'none' });
  const { sequences, vocabulary } = letters([text]);
  expect([sequences, vocabulary]).toEqual([uploaded.sequences, uploaded.vocabulary]);
  const { context, read } = codesIn(text, 'character', vocabulary.symbols);
  expect([context.join(''), read]).toEqual(['ab\nb\nc\n', [...sequences[0].codes]]);
});

test('a context for a vocabulary with carriage returns keeps them, and so do lists of symbols', () => {
  const vocabulary = ['a', '\r', '\n'];
  expect(codesIn('a\r\n', 'character', vocabulary).read).toEqual([0, 1, 2].map((i) => codes.first + i));
  expect(codesIn(['a', '\r\n'], 'character', ['a', '\r\n']).context).toEqual(['a', '\r\n']);
});

test('faults of a text name the line, and a warning counts blank lines', async () => {
  const reading = (text: Buffer | string, options: SymbolOptions = {}) =>
    readSymbolText(Readable.from([Buffer.from(text)]), options);
  await expect(reading(Buffer.from([97, 10, 98, 10, 0xff, 97]))).rejects.toMatchObject({
    code: 'text_invalid',
  });
  await expect(reading('a\nb\nc\0')).rejects.toMatchObject({ message: expect.stringContaining('Line 3') });
  await expect(reading(`ab\n${'x'.repeat(201)} y\n`, { unit: 'word' })).rejects.toMatchObject({
    message: expect.stringContaining('Line 2 has a symbol of more than 200 characters'),
  });
  const { warnings } = await reading('ab\n\n  \ncd\n');
  expect(warnings).toMatchObject([{ code: 'lines_blank', message: '2 blank lines are no sequences.' }]);
  await expect(reading(' \n\t\n')).rejects.toMatchObject({ code: 'body_empty' });
});

const log = (text: string, options: SymbolOptions = {}) => readEventLog(Readable.from([text]), options);

/** The symbols of each sequence, one after the other. */
const joined = ({ sequences, vocabulary }: Awaited<ReturnType<typeof log>>) =>
  Object.fromEntries(
    sequences.map(({ id, codes: all }) => [
      id,
      Array.from(all, (code) => vocabulary.symbols[code - codes.first]).join(''),
    ]),
  );

test('rows of an event log may have any order; rows of the same time keep their order', async () => {
  const rows = ['b,3,z', 'a,2,q', 'b,1,x', 'a,2,r', 'b,2,y', 'a,1,p'];
  const parsed = await log(`sequence_id,time,symbol\n${rows.join('\n')}\n`);
  expect(joined(parsed)).toEqual({ a: 'pqr', b: 'xyz' });
  expect(parsed.columns).toEqual({
    ...{ sequence_column: 'sequence_id', time_column: 'time', symbol_column: 'symbol' },
  });
});

test('times of an event log may have each notation of a table, also one that the caller states', async () => {
  const written = (cells: string[], options: SymbolOptions = {}) =>
    log(`case_id,timestamp,activity\n${cells.map((cell, i) => `a,${cell},${'zyx'[i]}\n`).join('')}`, options);
  const newestFirst: [string[], SymbolOptions?][] = [
    [['01.03.2026 00:00', '13.02.2026 10:00', '13.02.2026 09:00']],
    [['01.03.2026', '13.02.2026', '02.02.2026']],
    [['01-03-2026 00:00:00', '13-02-2026 00:00:00', '02-02-2026 00:00:00']],
    [['01/13/2026 12:00 PM', '01/13/2026 11:00 AM', '01/13/2026 12:00 AM']],
    [['02/01/2026', '01/03/2026', '01/02/2026'], { date_order: 'mdy' }],
    [['01/02/2026', '03/01/2026', '02/01/2026'], { date_order: 'dmy' }],
    [['2026 1 12:00', '2025 365 12:00', '2025 2 12:00'], { time_format: '%Y %j %H:%M' }],
  ];
  for (const [cells, options] of newestFirst) {
    const parsed = await written(cells, options);
    expect([joined(parsed), parsed.warnings], cells[0]).toEqual([{ a: 'xyz' }, []]);
  }
  // Numbers of six digits count, though they could be dates without separators.
  expect(joined(await written(['311224', '311223', '010125']))).toEqual({ a: 'xyz' });
  expect((await written(['03.02.2026', '02.02.2026', '01.02.2026'])).warnings).toMatchObject([
    { code: 'date_order_assumed' },
  ]);
  await expect(written(['02/01/2026', '01/03/2026', '01/02/2026'])).rejects.toMatchObject({
    code: 'reading_ambiguous',
  });
});

describe('the column of times', () => {
  /** Events of one sequence, the newest first, in a column with a name and beside others. */
  const newestFirst = (name: string, others = '', cells: readonly string[] = ['', '', '']) =>
    ['2024-01-03', '2024-01-02T09:00:00Z', '2024-01-01']
      .map((time, i) => `a,${'zyx'[i]},${time}${cells[i]}`)
      .reduce((text, row) => `${text}${row}\n`, `case_id,activity,${name}${others}\n`);

  test('has one of many names, such as those of XES', async () => {
    for (const name of ['start_time', 'Start Timestamp', 'Complete Timestamp', 'created_at', 'event_time']) {
      const parsed = await log(newestFirst(name));
      expect([joined(parsed), parsed.warnings], name).toEqual([{ a: 'xyz' }, []]);
    }
    const xes = 'case:concept:name,concept:name,time:timestamp\nc1,b,2024-01-02\nc1,a,2024-01-01\n';
    expect(joined(await log(xes))).toEqual({ c1: 'ab' });
    // A time goes before a count of rows.
    expect(joined(await log(newestFirst('start_time', ',index', [',0', ',1', ',2'])))).toEqual({ a: 'xyz' });
  });

  test('has a likely name, and does not order the events where its cells are no dates, which refuses nothing', async () => {
    const written = (cells: string[]) =>
      log(`case_id,activity,created_at\n${cells.map((cell, i) => `a,${'zyx'[i]},${cell}`).join('\n')}\n`);
    for (const [cells, message] of [
      [['12/31/2024 10:00', '12/30/2024 10:00', '12/29/2024 10:00'], 'name the column with `time_column`'],
      [['2024-01-03', '', '2024-01-01'], 'Each row needs one.'],
      [['2024-01-03', 'n/a', '2024-01-01'], null],
    ] as const) {
      const parsed = await written([...cells]);
      expect(joined(parsed)).toEqual({ a: 'zyx' });
      expect(parsed.warnings.map((warning) => warning.message)).toEqual(
        message === null ? [] : [expect.stringContaining(message)],
      );
    }
    // A position orders the events before a date of a likely name.
    const steps = await log('case_id,activity,step,created_at\na,y,2,2024-01-01\na,x,1,2024-01-01\n');
    expect(joined(steps)).toEqual({ a: 'xy' });
  });

  test('is the only column of dates, with a warning that names it', async () => {
    const parsed = await log(newestFirst('Erfasst', ',cost', [',20240103', ',7', ',8']));
    expect(joined(parsed)).toEqual({ a: 'xyz' });
    expect(parsed.columns?.time_column).toBe('Erfasst');
    expect(parsed.warnings).toMatchObject([
      { code: 'layout_assumed', message: expect.stringContaining('"Erfasst" has dates, and they order the') },
    ]);
    expect((await log(newestFirst('Erfasst'), { time_column: 'erfasst' })).warnings).toEqual([]);
  });

  test('is none where columns of dates leave it open, with a warning that names them', async () => {
    const born = [',1970-05-01', ',1970-05-01', ','];
    const parsed = await log(newestFirst('Erfasst', ',born', born));
    expect(joined(parsed)).toEqual({ a: 'zyx' });
    expect(parsed.columns?.time_column).toBe(null);
    expect(parsed.warnings).toMatchObject([
      { message: expect.stringContaining('"Erfasst", "born" have dates, but the events keep the order') },
    ]);
    expect((await log(newestFirst('cost').replaceAll(/2024-01-0(\d)\S*/g, '$1'))).warnings).toEqual([]);
    const slashes = await log('id,event,Erfasst\na,x,31/12/2024 10:00\na,y,30/12/2024 10:00\n');
    expect(slashes.warnings).toMatchObject([
      { message: expect.stringContaining('"Erfasst" has dates, but') },
    ]);
  });

  test('is none where a later row has no date in it, and the warning has the line', async () => {
    const rows = Array.from(
      { length: 150 },
      (_, i) => `a,s${i % 3},${i === 120 ? '' : `2024-01-01T00:00:${10 + (i % 50)}`}`,
    );
    const parsed = await log(`case_id,activity,done\n${rows.join('\n')}\n`);
    expect(joined(parsed).a).toBe(Array.from(rows, (_, i) => `s${i % 3}`).join(''));
    expect(parsed.warnings).toMatchObject([
      { line: 122, message: expect.stringContaining('keep the order') },
    ]);
  });
});

test('an event log that is not UTF-8 is read as Windows-1252, with the warning and the errors of other tables', async () => {
  const read = (text: string) => readEventLog(Readable.from([Buffer.from(text, 'latin1')]), {});
  const { warnings, vocabulary } = await read('case_id,activity\na,start\na,geöffnet\n');
  expect(vocabulary.symbols).toContain('geöffnet');
  expect(warnings).toMatchObject([
    { code: 'encoding_assumed', line: 3, message: expect.stringContaining('"geöffnet"') },
  ]);
  await expect(read('case_id,time,activity\na,Märzende,x\n')).rejects.toMatchObject({
    code: 'cell_invalid',
    message: expect.stringContaining('was read as Windows-1252: line 2 has "Märzende"'),
  });
  expect((await log('case_id,activity\na,geöffnet\n')).warnings).toEqual([]);
});

test('faults of an event log are refused with the line', async () => {
  const head = 'sequence_id,time,symbol\n';
  const cases: [string, SymbolOptions, string, RegExp][] = [
    [
      `${head}a,1,pay, cash\na,2,pay,\n`,
      {},
      'cell_invalid',
      /^Line 2: the row has 4 cells, the header has 3; accepted/,
    ],
    [
      `${head}a,noon,pay\n`,
      {},
      'cell_invalid',
      /is no time; accepted is a date as 2024-12-31.*`time_format`/,
    ],
    [
      `${head}a,31/12/2024,pay\na,2024-12-30,pay\n`,
      {},
      'cell_invalid',
      /^Line 3: .* in another notation than/,
    ],
    [`${head}a,31/12/2024,pay\n`, { date_order: 'mdy' }, 'cell_invalid', /31\/12\/2024/],
    [
      'case_id,activity\na,pay\n',
      { time_format: '%d.%m.%Y' },
      'request_invalid',
      /no column is named as the time; accepted: `time_column`/,
    ],
    [
      `${head}a,2024-01-02,pay\nb,20240101,order\na,1,order\n`,
      {},
      'cell_invalid',
      /^Line 3: "20240101" is a number, and the time of line 2 is a date; accepted is times of one kind/,
    ],
    [`${head}${'x'.repeat(201)},1,pay\n`, {}, 'request_invalid', /id of 201 characters/],
    [
      `${head}a,1,pay\n`,
      { sequence_column: 'symbol' },
      'column_unknown',
      /One column cannot hold two things/,
    ],
    [
      `${head}${Array.from({ length: 10_001 }, (_, i) => `a,${i},s${i}`).join('\n')}\n`,
      {},
      'vocabulary_too_large',
      /^Line 10002 /,
    ],
  ];
  for (const [text, options, code, message] of cases)
    await expect(log(text, options), text.slice(0, 60)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  const { sequences } = await log(`${head}a,1,pay,\n`); // an empty cell too many says nothing
  expect(sequences).toHaveLength(1);
});
