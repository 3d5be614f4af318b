import { Readable } from 'node:stream';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/contracts/schemas/index.ts';
import { exportTypes, exportWriter } from '../../../src/contracts/values/index.ts';
import { brotliDecoder } from '../../../src/series/parquet/brotli.ts';
import { parquetTable } from '../../../src/series/parquet/index.ts';
import { createTableReader } from '../../../src/series/table-bodies/index.ts';
import { encodings, type RawColumn, type RawPage, rawParquet } from '../../support/files/parquet.ts';

const options = { layout: 'auto', date_order: 'auto' } as const;
const rows = 200;
const compressors = { GZIP: gzipSync, BROTLI: brotliCompressSync, ZSTD: zstdCompressSync };
const fileWith = (codec: 'SNAPPY' | 'UNCOMPRESSED' | keyof typeof compressors) =>
  Buffer.from(
    parquetWriteBuffer({
      ...{ codec, compressors },
      columnData: [
        { name: 'unique_id', data: Array.from({ length: rows }, (_, i) => `s${i % 2}`) },
        { name: 'ds', data: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2020, 0, 1 + i))) },
        { name: 'y', data: Array.from({ length: rows }, (_, i) => i), type: 'DOUBLE' },
      ],
    }),
  );
const good = fileWith('SNAPPY');
/** Reads a file in this thread. */
const read = (file: ArrayBuffer | Uint8Array, query: Partial<TableOptions> = {}) =>
  parquetTable(new Uint8Array(file), { ...options, ...query }, {}, async () => {});

test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD'] as const)('%s is read', async (codec) => {
  const { series } = await createTableReader().table(Readable.from([fileWith(codec)]), options);
  expect([...series[1].values]).toEqual(Array.from({ length: rows / 2 }, (_, i) => 2 * i + 1));
});

test.each(Object.entries(compressors))('a column without values in %s is read', async (name, compress) => {
  const codec = name as keyof typeof compressors;
  const packed = (bytes: number[]) => [...compress(Uint8Array.from(bytes))];
  const days = [1, 2, 3].flatMap((day) => [10, 0, 0, 0, ...Buffer.from(`2024-01-0${day}`)]);
  const [numbers, noLevels] = [
    [5, 6, 7].flatMap((number) => [number, 0, 0, 0]),
    [6, 0], // a run of three zeros
  ];
  const missing: Record<string, RawPage[]> = {
    'version 1, whose dictionary is empty': [
      { version: 'dictionary', count: 0, encoding: encodings.plain, bytes: packed([]), uncompressedSize: 0 },
      {
        count: 3,
        encoding: encodings.dictionary,
        bytes: packed([2, 0, 0, 0, ...noLevels, 0]),
        uncompressedSize: 7,
      },
    ],
    'version 2': [
      {
        ...{ version: 2, count: 3, missing: 3, encoding: encodings.plain, levelBytes: noLevels.length },
        ...{ bytes: [...noLevels, ...packed([])], uncompressedSize: noLevels.length },
      },
    ],
    'version 2 without a byte': [
      {
        ...{ version: 2, count: 3, missing: 3, encoding: encodings.plain, levelBytes: noLevels.length },
        bytes: noLevels,
      },
    ],
  };
  for (const pages of Object.values(missing)) {
    const file = rawParquet(3, [
      { name: 'ds', type: 'BYTE_ARRAY', pages: [{ count: 3, encoding: encodings.plain, bytes: days }] },
      { name: 'y', type: 'INT32', pages: [{ count: 3, encoding: encodings.plain, bytes: numbers }] },
      { name: 'x', type: 'INT32', optional: true, codec, pages },
    ]);
    expect([...(await read(file)).series[0].values]).toEqual([5, 6, 7]);
  }
});

describe('pages in Brotli', () => {
  const page = brotliCompressSync('order');

  test.each(['22.23.4', '22.24.0', '24.22.1', '24.22.3', '26.12.1', '26.13.0-nightly', '27.0.0'])(
    'are decoded by Node %s',
    (version) => {
      expect(Buffer.from(brotliDecoder(version)(page, 5)).toString()).toBe('order');
    },
  );

  test.each(['20.20.2', '22.23.3', '23.11.0', '24.21.0', '24.22.0', '25.9.0', '26.12.0'])(
    'are refused by Node %s, whose decoder is not safe',
    (version) => {
      const decode = brotliDecoder(version);
      expect(() => decode(page, 5)).toThrow(
        expect.objectContaining({
          code: 'parquet_invalid',
          message: expect.stringMatching(/CVE-2026-111497.*Zstandard or Snappy/),
        }),
      );
    },
  );
});

test('a file that takes too long is given up, and the next one is read', async () => {
  const impatient = createTableReader({ fileMsMax: 1 });
  await expect(impatient.table(Readable.from([good]), options)).rejects.toMatchObject({
    code: 'format_unsupported',
    message: expect.stringContaining('takes more than'),
  });
  const { series } = await createTableReader().table(Readable.from([good]), options);
  expect(series.map(({ id, values }) => [id, values.length])).toEqual([
    ['s0', rows / 2],
    ['s1', rows / 2],
  ]);
});

test('a file of many columns and row groups has each value in its place', async () => {
  const names = Array.from({ length: 700 }, (_, i) => `s${i}`);
  const expectedAt = (row: number, column: number) => row * 1_000 + column;
  const wide = Buffer.from(
    parquetWriteBuffer({
      rowGroupSize: 20,
      columnData: [
        { name: 'ds', data: Array.from({ length: 50 }, (_, i) => new Date(Date.UTC(2020, 0, 1 + i))) },
        ...names.map((name, column) => ({
          ...{ name, type: 'DOUBLE' as const },
          data: Array.from({ length: 50 }, (_, row) => expectedAt(row, column)),
        })),
      ],
    }),
  );
  const { series } = await createTableReader().table(Readable.from([wide]), { ...options, layout: 'wide' });
  expect(series.map(({ id }) => id)).toEqual(names);
  for (const [column, { values }] of series.entries())
    expect([...values]).toEqual(Array.from({ length: 50 }, (_, row) => expectedAt(row, column)));
});

test('lists and structs of 64-bit integers are left out like other columns of text', async () => {
  const days = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
  const file = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 4 },
      { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
      { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'tags', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'INT64', repetition_type: 'OPTIONAL' },
      { name: 'place', repetition_type: 'OPTIONAL', num_children: 1 },
      { name: 'x', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    columnData: [
      { name: 'date', data: days },
      { name: 'value', data: days.map((_, i) => i + 0.5) },
      { name: 'tags', data: days.map((_, i) => [BigInt(i), 2n]) },
      { name: 'place', data: days.map((_, i) => ({ x: BigInt(i) })) },
    ],
  });
  const { header, series, warnings } = await createTableReader().table(
    Readable.from([Buffer.from(file)]),
    options,
  );
  expect(header).toMatchObject({ target: 'value', covariates: [] });
  expect(series[0].values[11]).toBe(11.5);
  expect(warnings.map(({ message }) => message).join()).toMatch(/tags.*place/);
});

describe('columns that nobody reads', () => {
  const days = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
  const date = { name: 'date', data: days };
  const value = { name: 'y', data: days.map((_, i) => i), type: 'DOUBLE' } as const;
  const lists = days.map((_, i) => Array.from({ length: 20_000 }, () => i));
  const list = (name: string): SchemaElement[] => [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
  ];
  const withList = (name: string, number: string) =>
    parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
        { name: number, type: 'DOUBLE', repetition_type: 'REQUIRED' },
        ...list(name),
      ],
      columnData: [date, { name: number, data: value.data }, { name, data: lists }],
    });

  test('a long text names its column, and exclude leaves it out', async () => {
    const notes = { name: 'long, notes', data: days.map(() => 'x'.repeat(40_000)), type: 'STRING' } as const;
    const file = parquetWriteBuffer({ columnData: [date, notes, value] });
    await expect(read(file)).rejects.toMatchObject({
      code: 'cell_invalid',
      message: expect.stringMatching(/"long, notes" has 40000 characters.*exclude="long, notes"/),
    });
    const { series, reading } = await read(file, { exclude: '"Long, Notes"' });
    expect([...series[0].values]).toEqual(value.data);
    expect(reading?.exclude).toEqual(['Long, Notes']);
  });

  test('the pages of an excluded column are not decoded', async () => {
    const file = Buffer.from(
      parquetWriteBuffer({
        codec: 'UNCOMPRESSED',
        columnData: [
          date,
          { name: 'z', data: days.map((_, i) => `text ${i}`), type: 'STRING', encoding: 'PLAIN' },
          value,
        ],
      }),
    );
    file[file.indexOf('text 0') - 1] = 255; // the length of the first text
    await expect(read(file)).rejects.toMatchObject({ code: 'parquet_invalid' });
    expect([...(await read(file, { exclude: 'z' })).series[0].values]).toEqual(value.data);
  });

  test('a long list is left out like other text', async () => {
    const { series, warnings } = await read(withList('embedding', 'y'));
    expect([...series[0].values]).toEqual(value.data);
    expect(warnings.map(({ message }) => message).join()).toContain('embedding');
  });

  test('a list in place of the target is refused with the remedy', async () => {
    const refused = { code: 'value_column_missing', message: expect.stringContaining('explode the lists') };
    await expect(read(withList('target', 'size'))).rejects.toMatchObject(refused);
    await expect(read(withList('sold', 'size'), { target: 'sold' })).rejects.toMatchObject(refused);
    await expect(read(withList('sold', 'y'), { exclude: 'y' })).rejects.toMatchObject(refused);
    expect((await read(withList('target', 'size'), { target: 'size' })).header.target).toBe('size');
  });
});

test('times of day in any unit are clocks beside a date, and columns of text elsewhere', async () => {
  const units = { MILLIS: 1e3, MICROS: 1e6, NANOS: 1e9 };
  for (const [unit, perSecond] of Object.entries(units) as [keyof typeof units, number][]) {
    const type = unit === 'MILLIS' ? 'INT32' : 'INT64';
    const seconds = [0, 1800, 84_600, 0, 1800, 84_600];
    const clock = seconds.map((one) =>
      type === 'INT32' ? one * perSecond : BigInt(one) * BigInt(perSecond),
    );
    const logical_type = { type: 'TIME' as const, isAdjustedToUTC: false, unit };
    const file = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 4 },
        { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
        { name: 'time', type, logical_type, repetition_type: 'REQUIRED' },
        { name: 'peak', type, logical_type, repetition_type: 'REQUIRED' },
        { name: 'y', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      ],
      columnData: [
        { name: 'date', data: seconds.map((_, i) => new Date(Date.UTC(2024, 0, i < 3 ? 1 : 2))) },
        { name: 'time', data: clock },
        { name: 'peak', data: clock },
        { name: 'y', data: seconds },
      ],
    });
    const { header, series } = await createTableReader().table(Readable.from([Buffer.from(file)]), options);
    expect([...series[0].times].slice(0, 3)).toEqual(
      [0, 1800, 84_600].map((s) => Date.UTC(2024, 0, 1) + 1e3 * s),
    );
    expect(header.covariates).toEqual([]);
  }
});

test('several indexes without a name keep the names that the file has', async () => {
  const days = [1, 2, 3].map((day) => new Date(Date.UTC(2024, 0, day)));
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'y', data: [1, 2, 3, 4, 5, 6], type: 'DOUBLE' },
      { name: '__index_level_0__', data: ['a', 'a', 'a', 'b', 'b', 'b'], type: 'STRING' },
      { name: '__index_level_1__', data: [...days, ...days] },
    ],
  });
  const read = (ids: object) =>
    createTableReader().table(Readable.from([Buffer.from(file)]), { ...options, ...ids });
  await expect(read({})).rejects.toThrow('id_column=__index_level_0__');
  expect((await read({ id_column: '__index_level_0__' })).series.map(({ id }) => id)).toEqual(['a', 'b']);
});

describe('numbers of the type DECIMAL are exact', () => {
  const read = (column: SchemaElement, data: (bigint | null)[], id: bigint[] = []) => {
    const days = data.map((_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
    const file = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: id.length === 0 ? 2 : 3 },
        { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
        column,
        ...(id.length === 0 ? [] : [{ ...column, name: 'unique_id', scale: 0 }]),
      ],
      columnData: [
        { name: 'date', data: id.length === 0 ? days : days.map((_, i) => days[Math.floor(i / id.length)]) },
        { name: 'y', data },
        ...(id.length === 0 ? [] : [{ name: 'unique_id', data: data.map((_, i) => id[i % id.length]) }]),
      ],
    });
    return createTableReader().table(Readable.from([Buffer.from(file)]), options);
  };
  const decimal = { name: 'y', converted_type: 'DECIMAL', repetition_type: 'OPTIONAL' } as const;
  const types = [
    { type: 'INT32', precision: 9 },
    { type: 'INT64', precision: 18 },
    { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, precision: 38 },
    { type: 'BYTE_ARRAY', precision: 38 },
  ] as const;

  test.each(types)('$type', async (type) => {
    // Few values that repeat are written with a dictionary.
    const units = [3n, -3n, 12_340n, null, 0n, 7n];
    for (const repeats of [1, 50]) {
      const data = Array.from({ length: repeats }, () => units).flat();
      const { series } = await read({ ...decimal, ...type, scale: 1 }, data);
      expect([...series[0].values].slice(-6)).toEqual([0.3, -0.3, 1_234, Number.NaN, 0, 0.7]);
    }
    const thousandths = await read({ ...decimal, ...type, scale: 3 }, [1_234n, 5n, -1n]);
    expect([...thousandths.series[0].values]).toEqual([1.234, 0.005, -0.001]);
  });

  test('the new annotation alone states the scale', async () => {
    const logical_type = { type: 'DECIMAL', precision: 18, scale: 2 } as const;
    const column = { name: 'y', type: 'INT64', repetition_type: 'REQUIRED', logical_type } as const;
    expect([...(await read(column, [130n, 25n, 5n])).series[0].values]).toEqual([1.3, 0.25, 0.05]);
  });

  test.each(types.slice(2))('ids of more than 53 bits in $type', async (type) => {
    const ids = [2n ** 53n, 2n ** 53n + 1n, 10n ** 37n + 1n];
    const { series } = await read({ ...decimal, ...type, scale: 0 }, [1n, 2n, 3n, 4n, 5n, 6n], ids);
    expect(series.map(({ id, values }) => [id, ...values])).toEqual(
      ids.map((id, i) => [String(id), i + 1, i + 4]),
    );
  });

  test('a scale or a number beyond 256 bits is refused', async () => {
    const [, , , bytes] = types;
    for (const [scale, units] of [
      [1_000_000_000, 1n],
      [0, 2n ** 300n],
    ] as const)
      await expect(read({ ...decimal, ...bytes, scale }, [units, 1n, 2n])).rejects.toMatchObject({
        code: 'parquet_invalid',
      });
  });
});

describe('numbers of fewer bits than 64 are the decimals that were written', () => {
  const read32 = async (values: number[], column: Omit<SchemaElement, 'name'>, query = {}) => {
    const file = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
        { name: 'y', repetition_type: 'OPTIONAL', ...column },
      ],
      columnData: [
        { name: 'date', data: values.map((_, i) => new Date(Date.UTC(2024, 0, 1 + i))) },
        { name: 'y', data: values },
      ],
    });
    return read(file, query);
  };
  const written = [0.1, 1.234, -99.9, 1_073_741_824, 9.969_21e36, 1.25e-7, 0, 123_456.79, 1e20, 0.333_333_34];

  test('float32', async () => {
    const { series } = await read32(written, { type: 'FLOAT' });
    expect([...series[0].values]).toEqual(written);
  });

  test('float16', async () => {
    const halves = [0.1, -99.9, 1.234, 2047, 65_504, 0.000_012, 0.333, 1024.5];
    const { series } = await read32(halves, {
      ...{ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } },
    });
    expect([...series[0].values]).toEqual(halves.with(-1, 1024));
  });

  test('so that marks of missing values are found', async () => {
    const values = [3.5, 4.25, -99.9, 3.75, 4.5, -99.9, 3, 4, 5, 6];
    const { warnings } = await read32(values, { type: 'FLOAT' });
    expect(warnings.map(({ code }) => code)).toContain('missing_suspected');
    const { series } = await read32(values, { type: 'FLOAT' }, { missing: '-99.9' });
    expect([...series[0].values].filter(Number.isNaN)).toHaveLength(2);
  });
});

describe('periods of pandas, which only its metadata tell from integers,', () => {
  const months = [648n, 649n, 650n];
  const withPandas = (value: string, name = 'ds', unit?: 'MILLIS') =>
    parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 2 },
        {
          ...{ name, type: 'INT64', repetition_type: 'OPTIONAL' },
          ...(unit && { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit } }),
        },
        { name: 'y', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      ],
      columnData: [
        { name, data: months },
        { name: 'y', data: [1, 2, 3] },
      ],
      kvMetadata: [{ key: 'pandas', value }],
    });
  const columns = (...stated: unknown[]) => JSON.stringify({ columns: stated });
  const period = { pandas_type: 'object', numpy_type: 'period[M]' };

  test.each(['ds', '__index_level_0__'])('are refused in the column %s', async (name) => {
    const stated = columns(
      null,
      { name: 'y', field_name: 'y', numpy_type: 'float64' },
      {
        ...{ name: null, field_name: name, ...period },
      },
    );
    await expect(read(withPandas(stated, name))).rejects.toMatchObject({
      code: 'parquet_invalid',
      message: expect.stringMatching(new RegExp(`column "${name}" has periods.*to_timestamp`)),
    });
  });

  test('are read if the column has a type since, and integers are steps', async () => {
    const stated = columns({ name: 'ds', field_name: 'ds', ...period });
    expect((await read(withPandas(stated, 'ds', 'MILLIS'))).header.time_kind).toBe('instant');
    for (const other of ['{', 'null', '{"columns": 3}', columns({ name: 'ds', numpy_type: 'int64' })])
      expect((await read(withPandas(other))).header.time_kind).toBe('integer');
  });
});

describe('times of 96 bits', () => {
  /** Noon of three days: nanoseconds of the day, then the Julian day. */
  const noons = [0, 1, 2].flatMap((day) => {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64LE(43_200_000_000_000n);
    bytes.writeUInt32LE(2_460_311 + day, 8); // 2024-01-01
    return [...bytes];
  });
  const numbers = [1, 2, 3].flatMap((number) => [number, 0, 0, 0]);
  const firstTime = async (origin: Parameters<typeof rawParquet>[2]) => {
    const file = rawParquet(
      3,
      [
        { name: 'ds', type: 'INT96', pages: [{ count: 3, encoding: encodings.plain, bytes: noons }] },
        { name: 'y', type: 'INT32', pages: [{ count: 3, encoding: encodings.plain, bytes: numbers }] },
      ],
      origin,
    );
    const { series } = await read(file, { time_zone: 'America/New_York' });
    return new Date(series[0].times[0]).toISOString();
  };

  test('are instants from Spark and Hive', async () => {
    for (const origin of [
      { created_by: 'parquet-mr version 1.10.1 (build a89df8f9)' },
      { created_by: 'other', key_value_metadata: [{ key: 'org.apache.spark.version', value: '3.5.0' }] },
    ])
      expect(await firstTime(origin)).toBe('2024-01-01T12:00:00.000Z');
  });

  test('are wall-clock times from Impala and others', async () => {
    for (const origin of [{}, { created_by: 'impala version 4.1.0 (build 1)' }])
      expect(await firstTime(origin)).toBe('2024-01-01T17:00:00.000Z');
  });
});

describe('bytes that are no UTF-8', () => {
  const texts = (
    name: string,
    cells: (string | Buffer)[],
    converted_type?: RawColumn['converted_type'],
  ): RawColumn => {
    const bytes = cells.flatMap((cell) => [
      cell.length % 256,
      cell.length >> 8,
      0,
      0,
      ...Buffer.from(cell as string),
    ]);
    const pages = [{ count: cells.length, encoding: encodings.plain, bytes }];
    return { name, type: 'BYTE_ARRAY', converted_type, pages };
  };
  const numbers = (count: number): RawColumn => {
    const bytes = Array.from({ length: count }, (_, i) => [i, 0, 0, 0]).flat();
    return { name: 'y', type: 'INT32', pages: [{ count, encoding: encodings.plain, bytes }] };
  };
  const days = ['2024-01-01', '2024-01-02', '2024-01-03'];
  const windows = (text: string) => Buffer.from(text, 'latin1');

  test.each(['UTF8', undefined] as const)('are Windows-1252 in a column of type %s', async (type) => {
    const ids = [windows('caf\xe9'), windows('caf\xe8'), Buffer.from('caf\u00ea\ufffd')];
    const file = rawParquet(9, [
      texts(
        'unique_id',
        ids.flatMap((id) => [id, id, id]),
        type,
      ),
      texts('ds', [...days, ...days, ...days], type),
      numbers(9),
    ]);
    const { series, warnings } = await read(file);
    expect(series.map(({ id, values }) => [id, ...values])).toEqual([
      ['caf\u00e9', 0, 1, 2],
      ['caf\u00e8', 3, 4, 5],
      ['caf\u00ea\ufffd', 6, 7, 8],
    ]);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        ...{ code: 'encoding_assumed', line: 2 },
        message: expect.stringMatching(/"unique_id".*Windows-1252.*"caf\u00e9"/),
      }),
    );
  });

  test('are hexadecimal digits if they have control characters', async () => {
    const ids = [
      [255, 0],
      [254, 0],
    ].map((id) => Buffer.from(id));
    const file = rawParquet(6, [
      texts(
        'unique_id',
        ids.flatMap((id) => [id, id, id]),
      ),
      texts('ds', [...days, ...days]),
      numbers(6),
    ]);
    const { series, warnings } = await read(file);
    expect(series.map(({ id }) => id)).toEqual(['ff00', 'fe00']);
    expect(warnings.map(({ code }) => code)).not.toContain('encoding_assumed');
  });

  test.each(['planar', 'spherical'])('a %s geometry is left out, whatever its bytes are', async (edges) => {
    const geo = JSON.stringify({ columns: { shape: { encoding: 'WKB', edges } } });
    const shapes = [Buffer.from([9]), Buffer.from([]), Buffer.alloc(20_000)];
    const origin = { key_value_metadata: [{ key: 'geo', value: geo }] };
    const file = rawParquet(3, [texts('ds', days), numbers(3), texts('shape', shapes)], origin);
    const { series, warnings } = await read(file);
    expect([...series[0].values]).toEqual([0, 1, 2]);
    expect(warnings.map(({ code }) => code)).toEqual(['columns_ignored']);
  });

  test('a cell that is no JSON is a text, and the others are read', async () => {
    const cells = ['{"a": 1}', '{"a": ', windows('"\xe9"')];
    const { series, warnings } = await read(
      rawParquet(3, [texts('ds', days), numbers(3), texts('tags', cells, 'JSON')]),
    );
    expect([...series[0].values]).toEqual([0, 1, 2]);
    expect(warnings.map(({ code }) => code)).toContain('encoding_assumed');
  });
});

test('attributes that the file has as text stay text, except in exports without types', async () => {
  const statics = async (writer: Partial<Parameters<typeof parquetWriteBuffer>[0]>) => {
    const file = parquetWriteBuffer({
      ...writer,
      columnData: [
        { name: 'unique_id', data: ['a', 'a', 'b', 'b'], type: 'STRING' },
        { name: 'ds', data: [1, 2, 1, 2].map((day) => new Date(Date.UTC(2024, 0, day))) },
        { name: 'y', data: [1, 2, 3, 4], type: 'DOUBLE' },
        { name: 'static.zip', data: ['10001', '10001', '07030', '07030'], type: 'STRING' },
        { name: 'static.open', data: ['true', 'true', 'no', 'no'], type: 'STRING' },
        { name: 'static.rank', data: [3, 3, 4.125, 4.125], type: 'DOUBLE' },
      ],
    });
    return (await read(file)).series.map((one) => one.static);
  };
  const asWritten = [
    { zip: '10001', open: 'true', rank: 3 },
    { zip: '07030', open: 'no', rank: 4.125 },
  ];
  expect(await statics({})).toEqual(asWritten);
  expect(await statics({ createdBy: exportWriter, kvMetadata: [exportTypes] })).toEqual(asWritten);
  expect((await statics({ createdBy: exportWriter }))[0]).toEqual({ zip: 10_001, open: true, rank: 3 });
});
