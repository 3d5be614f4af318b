import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { typedNumber, typedText } from '../../src/series/cells/typed-cells.ts';
import { readNumber } from '../../src/series/columns/numbers.ts';
import { Table } from '../../src/series/table/table.ts';
import { readCsv, refusal, warningCodes } from './reading.ts';

const points: [string, number][] = [
  ['1234.5', 1234.5],
  ['1,234.5', 1234.5],
  ['1,234,567', 1234567],
  ["1'234.5", 1234.5],
  ['1 234.5', 1234.5],
  ['-1.5e-3', -0.0015],
  ['+2.', 2],
  ['.5', 0.5],
  ['−7', -7],
  ['$1,234.50', 1234.5],
  ['-$5', -5],
  ['12 €', 12],
  ['0', 0],
  ['(1,234.50)', -1234.5],
  ['5 %', 5],
  ['EUR 12.5', 12.5],
  ['R$ 3', 3],
  ['12-', -12],
  ['12,34,567.5', 1234567.5],
];

for (const [cell, value] of points) {
  test(`${JSON.stringify(cell)} is ${value} where the point separates decimals`, () => {
    expect(readNumber(cell, 'point')).toBe(value);
  });
}

for (const [cell, value] of [
  ['1.234,5', 1234.5],
  ['1,5', 1.5],
  ['1.234', 1234],
  ['1 234,5', 1234.5],
  ['-3', -3],
] as [string, number][]) {
  test(`${JSON.stringify(cell)} is ${value} where the comma separates decimals`, () => {
    expect(readNumber(cell, 'comma')).toBe(value);
  });
}

test('cells such as NA and null are missing values', () => {
  for (const cell of ['', '  ', 'NaN', 'NA', 'n/a', 'null', 'None', '-', '.', '#N/A']) {
    expect(readNumber(cell, 'point')).toBeNaN();
  }
});

test('texts that only look like numbers are not numbers', () => {
  for (const cell of [
    'abc',
    '1.2.3',
    '1,23',
    '12,34.5',
    '0x1F',
    '0b1',
    '1_000',
    '1,234.5,6',
    '1e',
    '--5',
    '1 2',
    ...['A 12', 'Q 1', 'FY 2024', 'No 5', 'Week 12', 'TOP 10', 'RM101', 'PEN-01', 'SGD 12.50'],
  ]) {
    expect(readNumber(cell, 'point')).toBeNull();
  }
  for (const cell of ['1.5', '1,234,5', '1.23,4']) expect(readNumber(cell, 'comma')).toBeNull();
});

test('a table in European notation is read correctly', async () => {
  const dataset = await readCsv('Datum;Wert;Menge\n03.01.2000;1.455,22;12,5\n14.01.2000;999,00;13\n');
  expect(dataset.series.map(({ values }) => [...values])).toEqual([
    [1455.22, 999],
    [12.5, 13],
  ]);
});

test('Infinity, and a number too large to hold, are refused', async () => {
  for (const cell of ['Infinity', '-inf', '1e999', '∞']) {
    const problem = await refusal(() => readCsv(`date,y\n2020-01-01,1\n2020-01-02,${cell}\n`));
    expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
    expect(problem.detail).toContain('not a finite number');
  }
});

/** Rows of several series with three days each. */
const panel = (header: string, ids: string[], values: string[], delimiter = ';') =>
  [header, ...ids.flatMap((id) => values.map((value, i) => [id, `2024-01-0${i + 1}`, value].join(delimiter)))]
    .map((line) => `${line}\n`)
    .join('');

test('ids that look like numbers do not show the decimal mark, and other columns with such names do', async () => {
  const open = ['1.234', '2.345', '3.456'];
  for (const table of [
    panel('sku;date;sales', ['10.01', '10.02'], open),
    panel('sku\tdate\tsales', ['1,5', '2,5'], open, '\t'),
  ])
    expect((await refusal(() => readCsv(table))).code).toBe('reading_ambiguous');
  const read = [
    panel('sku;date;sales', ['10.01', '10.02'], ['431,5', '2,5', '3,5']),
    panel('sku,date,sales', ['"1,5"', '"2,5"'], open, ','),
  ].map((table) => readCsv(table));
  const firsts = (await Promise.all(read)).map(({ series }) =>
    series.map(({ id, values }) => [id, values[0]]),
  );
  expect(firsts).toEqual([
    [
      ['10.01', 431.5],
      ['10.02', 431.5],
    ],
    [
      ['1,5', 1.234],
      ['2,5', 1.234],
    ],
  ]);
  for (const delimiter of [';', ',']) {
    const stock = await readCsv(
      `date${delimiter}stock\n2024-01-01${delimiter}"1,5"\n2024-01-02${delimiter}"2,5"\n`,
    );
    expect([...stock.series[0].values]).toEqual([1.5, 2.5]);
  }
  const mixed = await refusal(() => readCsv('date;stock;price\n2024-01-01;1,5;1.25\n2024-01-02;2,5;2.25\n'));
  expect(mixed.detail).toContain(
    '"1,5" is not a number where the decimal mark is the point (column "stock")',
  );
});

test('ids of which some are numbers are ids, also if the first rows have numbers only', async () => {
  const few = await readCsv(panel('store;date;sales', ['101', '102', 'HQ'], ['1', '2', '3']));
  expect(few.series.map(({ id }) => id)).toEqual(['101', '102', 'HQ']);
  const days = Array.from({ length: 600 }, (_, i) =>
    new Date(1e12 + i * 86_400_000).toISOString().slice(0, 10),
  );
  const rows = ['1001', '1002', '1003X'].flatMap((id) =>
    days.map((day) => `${id},${day},${day.slice(-2)}\n`),
  );
  const late = await readCsv(`sku,date,sales\n${rows.join('')}`, {}, 65_536);
  expect(late.series.map(({ id }) => id)).toEqual(['1001', '1002', '1003X']);
  // Beside another id, the column is text.
  const beside = panel('unique_id;date;sales;store', ['a', 'b', 'c'], ['1;7', '2;7', '3;7']);
  const attributes = await readCsv(beside.replaceAll(/^c(.*);7$/gm, 'c$1;HQ'));
  expect([attributes.series.length, warningCodes(attributes)]).toEqual([3, ['columns_ignored']]);
  const refused = await refusal(() =>
    readCsv('date,stock\n2024-01-01,5\n2024-01-02,7\n2024-01-03,none left\n'),
  );
  expect(refused.detail).toContain('"none left" is not a number (column "stock")');
  expect(refused.detail).toContain('id_column=stock if it names series');
});

test.each([
  ['zero', ['5%', '0%', '0%', '0.15'], undefined],
  ['missing', ['5%', '-1%', '-1%', '0.15'], '-1'],
])('a number without %% is refused among percentages of which some are %s', async (_, cells, missing) => {
  const table = `date,rate\n${cells.map((cell, i) => `2024-01-0${i + 1},${cell}\n`).join('')}`;
  const problem = await refusal(() => readCsv(table, { missing }));
  expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 2 }] });
  expect(problem.detail).toContain('but 1 number has no %');
});

test('a decimal mark that no number shows is not kept for later tables', async () => {
  const decimalOf = async (cell: string) =>
    (await readCsv(`date,y\n2024-01-01,850\n2024-01-02,${cell}\n`)).reading?.decimal;
  expect(await decimalOf('900')).toBeNull();
  expect(await decimalOf('900.5')).toBe('.');
  expect(await decimalOf('"1,234"')).toBe('.');
});

test('a K behind a blank in every row is Kelvin, and thousands are refused', async () => {
  const tableOf = (cells: string[]) =>
    `date,load\n${cells.map((cell, i) => `2024-01-0${i + 1},${cell}\n`).join('')}`;
  const { reading, series } = await readCsv(tableOf(['293.1 K', '294.2 K']));
  expect([reading?.units, [...series[0].values]]).toEqual([{ load: 'K' }, [293.1, 294.2]]);
  for (const cells of [
    ['293K', '294K'],
    ['293 K', '294K'],
    ['293 k', '294 k'],
    ['850', '1.2 K'],
  ])
    expect((await refusal(() => readCsv(tableOf(cells)))).detail).toContain(
      'has a suffix that multiplies the number',
    );
});

test('invisible characters around numbers are left out, and digits in full width and in Arabic are read', async () => {
  const cells = ['12\u200b', '\u200e-5', '\u202a1234.5\u202c', '\uff11\uff12\uff0e\uff15', '١٬٢٣٤٫٥', '۱۲٪'];
  expect(cells.map((cell) => readNumber(cell, 'point'))).toEqual([12, -5, 1234.5, 12.5, 1234.5, 12]);
  // A soft hyphen may stand for a minus.
  expect(readNumber('\u00ad5', 'point')).toBeNull();
  const { series } = await readCsv('date;y\n2024-01-01;\u200e1234\n2024-01-02;\u200b\n2024-01-03;１２３４\n');
  expect([...series[0].values]).toEqual([1234, Number.NaN, 1234]);
  const marked = await readCsv(
    'date;id;y\n2024-01-01;a;1\u200b,5\n2024-01-01;a\u200b;2\n2024-01-02;a;2,5\n2024-01-02;a\u200b;3\n',
  );
  expect(marked.series.map(({ id, values }) => [id, [...values]])).toEqual([
    ['a', [1.5, 2.5]],
    ['a\u200b', [2, 3]],
  ]);
});

/** Reads a column of a file whose cells have types, such as a workbook. */
function readTyped(cells: (string | number)[], options: Record<string, unknown>) {
  const table = new Table(tableOptionsSchema.parse(options), null, ',', {}, { isTyped: true });
  table.add(['date', 'y'], 1);
  cells.forEach((cell, i) => {
    table.add([`2024-01-0${i + 1}`, typeof cell === 'number' ? typedNumber(cell) : typedText(cell)], i + 2);
  });
  return table.finish();
}

test('numbers as text in files with types have a decimal mark also beside a unit, brackets or another sign', async () => {
  for (const [cell, comma, point] of [
    ['1.234', 1234, 1.234],
    ['1.234 €', 1234, 1.234],
    ['€ 1.234', 1234, 1.234],
    ['$1,230', 1.23, 1230],
    ['(1.234)', -1234, -1.234],
    ['(1,230)', -1.23, -1230],
    ['1.234-', -1234, -1.234],
    ['\u22121.234', -1234, -1.234],
    ['1.234 kW', 1234, 1.234],
  ] as const) {
    const valueIn = (decimal: string) => readTyped([cell], { decimal }).series[0].values[0];
    expect([valueIn(','), valueIn('.')]).toEqual([comma, point]);
    const problem = await refusal(() => readTyped([cell, 5], {}));
    expect(problem.code).toBe(cell.includes('kW') ? 'cell_invalid' : 'reading_ambiguous');
  }
  const euros = readTyped(['2.000 €', '1.234,51 €', 0.5, 1.234], { decimal: ',' });
  expect([...euros.series[0].values]).toEqual([2000, 1234.51, 0.5, 1.234]);
  expect(euros.reading?.units).toEqual({ y: '€' });
});

test.each(['4F0', '2XL', '3A', '12B'])(
  'a column that has %s in each row has a code, and no number with a unit',
  async (code) => {
    const body = `date,sales,Type\n${[1, 2, 3, 4].map((day) => `2024-01-0${day},${day},${code}\n`).join('')}`;
    const { header, reading, warnings } = await readCsv(body);
    expect([header.covariates, reading?.units]).toEqual([[], undefined]);
    expect(warnings.map(({ message }) => message).join()).toContain('"Type"');
  },
);

test('equal cells are no codes in a column that the caller names', async () => {
  const body = `date,sales,Power\n${[1, 2, 3, 4].map((day) => `2024-01-0${day},${day},0MVAr\n`).join('')}`;
  for (const options of [{ target: 'Power' }, { target: 'sales', covariates: 'Power' }])
    expect((await readCsv(body, options)).reading?.units).toEqual({ Power: 'MVAr' });
});

test('a unit that is known, or behind a blank, is one also where all numbers are equal', async () => {
  for (const [cell, unit] of [
    ['3kW', 'kW'],
    ['3 Stk.', 'Stk.'],
  ])
    expect(
      (await readCsv(`date,y\n${[1, 2, 3, 4].map((day) => `2024-01-0${day},${cell}\n`).join('')}`)).reading
        ?.units,
    ).toEqual({ y: unit });
});

test('a column of several units can be left out, and is text where the caller names all values', async () => {
  const bodyOf = (cells: string[]) =>
    `date,sales,price,pack\n${[0, 1, 2, 3].map((i) => `2024-01-0${i + 1},${i},${i}.5,${cells[i % 2]}\n`).join('')}`;
  for (const cells of [
    ['500 g', '1 kg'],
    ['30 min', '2 h'],
    ['$5', '€6'],
    ['5', '6 %'],
    ['1.2k', '3k'],
  ]) {
    const [fault] = (await refusal(() => readCsv(bodyOf(cells)))).errors!;
    expect(fault.accepted, cells.join()).toContain('exclude=pack leaves the column out');
    expect(fault.alternatives).toEqual([{ option: 'exclude', value: 'pack' }]);
    const { header } = await readCsv(bodyOf(cells), { target: 'sales', covariates: 'price' });
    expect([header.target, header.covariates]).toEqual(['sales', ['price']]);
  }
  const named = () => readCsv(bodyOf(['500 g', '1 kg']), { target: 'sales', covariates: 'price,pack' });
  expect((await refusal(named)).detail).toContain('another unit');
});

test('limits such as <1 are explained, and do not make a column text', async () => {
  const bodyOf = (cells: string[]) =>
    `date,interest\n${Array.from({ length: 12 }, (_, i) => `2024-01-${10 + i},${cells[i] ?? i}\n`).join('')}`;
  for (const [cells, relation] of [
    [['<1'], 'below 1'],
    [Array(8).fill('< 1'), 'below 1'],
    [['≤0.05', '<= 2'], 'at most 0.05'],
  ] satisfies [string[], string][]) {
    const [fault] = (await refusal(() => readCsv(bodyOf(cells)))).errors!;
    expect(fault.message, cells[0]).toContain(`is a limit, and not a number: the value is ${relation}`);
    expect(fault.accepted).toContain('half of it, or 0; missing would leave out only the smallest values');
    expect(fault.alternatives).toEqual([{ option: 'exclude', value: 'interest' }]);
  }
  const [negative] = (await refusal(() => readCsv(bodyOf(['<-5'])))).errors!;
  expect(negative.accepted).toContain('in place of the limit: -5; missing');
  const [above] = (await refusal(() => readCsv(bodyOf(['>2400'])))).errors!;
  expect(above.accepted).toMatch(
    /^a number in place of the limit: 2400; missing would leave out only the largest/,
  );
  expect((await readCsv(bodyOf(['<1']), { missing: '<1' })).series[0].values[0]).toBeNaN();
  const classes = `date,age,y\n${Array.from({ length: 12 }, (_, i) => `2024-01-${10 + (i >> 1)},${i % 2 === 0 ? '<18' : '>=18'},${i}\n`).join('')}`;
  const [apart] = (await refusal(() => readCsv(classes))).errors!;
  expect(apart.alternatives).toEqual([{ option: 'id_column', value: 'age' }]);
});

test('limits that the numbers keep are refused with the remedy, however few numbers there are', async () => {
  for (const cells of [
    ['<1', '<1', '<1', '1', '<1', '2'],
    ['<1', '<1', '5', '<1', '<1', '>2419.6', '12', '<1'],
    ['<0.05', '<0.05', '0.07', '<0.05', 'ND', '<0.05'],
    ['<6.5', '<6.5', '7.1', '>7.5', '7.2', '<6.5'],
  ]) {
    const rows = Array.from(
      { length: 24 },
      (_, i) => `2024-01-${String(i + 1).padStart(2, '0')},${i}.5,${cells[i % cells.length]}\n`,
    ).join('');
    const [fault] = (await refusal(() => readCsv(`date,sales,counts\n${rows}`))).errors!;
    expect(fault.accepted, cells.join()).toContain('in place of the limit');
  }
  const alone = Array.from({ length: 12 }, (_, i) => `2024-01-${10 + i},${i === 5 ? 'ND' : '<0.05'}\n`).join(
    '',
  );
  const { code, errors } = await refusal(() => readCsv(`date,counts\n${alone}`));
  expect(code).toBe('value_column_missing');
  expect(errors![0].accepted).toContain('0.05, half of it, or 0');
});

test('classes with limits and a number are text', async () => {
  for (const classes of [
    ['<5', '5', '>5'],
    ['≤5', '6', '≥7'],
    ['<10', '7', '<5'],
    ['<18', '18', '19-64', '>64'],
    ['<1', '1', '2-4', '5+'],
    ['<100', '100-200', '200', '>200'],
    ['<1', '1', '2', '3', '>3', '>4', '>5'],
  ]) {
    const bodyOf = (rowsPerDay: number) =>
      `date,sales,band\n${Array.from({ length: 28 }, (_, i) => `2024-01-${10 + Math.floor(i / rowsPerDay)},${i}.5,${classes[i % classes.length]}\n`).join('')}`;
    const once = bodyOf(1).split('\n').slice(0, 20).join('\n');
    for (const options of [{}, { target: 'sales' }]) {
      const { header, series } = await readCsv(once, options);
      expect([series.length, header.covariates], classes.join()).toEqual([1, []]);
    }
    const [repeated] = (await refusal(() => readCsv(bodyOf(classes.length)))).errors!;
    expect(repeated.alternatives, classes.join()).toEqual([{ option: 'id_column', value: 'band' }]);
  }
});

test('further currencies stand before amounts, if the column shows that its cells are no names', async () => {
  const bodyOf = (name: string, cells: string[]) =>
    `date;sales;${name}\n${Array.from({ length: 12 }, (_, i) => `2024-01-${10 + i};${i}.5;${cells[i % cells.length]}\n`).join('')}`;
  const amounts: [string, string[], number[]][] = [
    ['x', ['SGD 12.50', 'SGD 3', 'SGD-12.50'], [12.5, 3, -12.5]],
    ['x', ['-HKD 1,200', '(HKD 5)', 'HKD (6)'], [-1200, -5, -6]],
    ['x', ['Rs. 1,200', 'Rs. -'], [1200, 0]],
    ['x', ['S/ 120.50', 'S/ 7'], [120.5, 7]],
    ['x', ['120.50 PEN', '7 PEN'], [120.5, 7]],
    ['x', ['RM12.50'], [12.5]],
    ['Unit price', ['RM 12', 'RM 13'], [12, 13]],
    ['Betrag', ['AMD 5600'], [5600]],
    ['spend', ['Rp 15000', 'Rp 9500'], [15_000, 9_500]],
  ];
  for (const [name, cells, values] of amounts) {
    const { header, series } = await readCsv(bodyOf(name, cells), { target: name, layout: 'single' });
    const beside = await readCsv(bodyOf(name, cells), { target: 'sales' });
    expect([...series[0].values].slice(0, values.length), cells[0]).toEqual(values);
    expect(beside.header.covariates, cells[0]).toEqual([name]);
    expect(header.target).toBe(name);
  }
  for (const [name, cells] of [
    ['room', ['RM 101', 'RM 102']],
    ['chip', ['AMD 5600', 'AMD 7700', 'RTX 3060']],
    ['zone', ['S/1', 'S/2']],
    ['cup', ['COP 26', 'COP 27']],
    ['code', ['Rs1', 'Rs2']],
    ['part', ['SGD-12', 'SGD-13']],
    ['coins', ['GEL 1', 'GEL 2', 'PEN 3']],
  ] as const) {
    const { header, series } = await readCsv(bodyOf(name, [...cells]));
    expect([series.length, header.covariates], name).toEqual([1, []]);
  }
  const rupiah = await readCsv('date;x\n2024-01-01;Rp12.000,50\n2024-01-02;Rp500\n');
  expect([...rupiah.series[0].values]).toEqual([12_000.5, 500]);
  // A column without values beside it has them, whatever its name.
  const rowsOf = (cells: string[]) =>
    Array.from({ length: 12 }, (_, i) => `${i},2024-01-${10 + i},${cells.join()}\n`).join('');
  for (const name of ['value', 'spend', 'harga', 'x']) {
    const { series } = await readCsv(`no,date,${name}\n${rowsOf(['Rp 15000'])}`);
    expect([series.length, series[0].values[11]], name).toEqual([1, 15_000]);
  }
  const { errors } = await refusal(() => readCsv(`,date,w,z\n${rowsOf(['Rp 15000', 'Rp 9500'])}`));
  expect(errors![0].accepted).toContain('target=w reads its cells as amounts');
  expect(errors![0].alternatives).toEqual([{ option: 'target', value: 'w' }]);
  const mixed = () => readCsv(bodyOf('price', ['SGD 5.50', 'HKD 7']), { target: 'price' });
  expect((await refusal(mixed)).detail).toContain('another unit');
});

test('a proposal to leave out a column quotes a name with a comma', async () => {
  const bodyOf = (cells: string[]) =>
    `date,y,"price, net"\n${cells.map((cell, i) => `2024-01-0${i + 1},${i},${cell}\n`).join('')}`;
  for (const cells of [
    ['1', '2', 'x'],
    ['1k', '2k', '3k'],
    ['yes', 'no', 'later'],
  ]) {
    const options = cells[0] === 'yes' ? { target: 'y', covariates: '"price, net"' } : {};
    const { errors } = await refusal(() => readCsv(bodyOf(cells), options));
    expect(errors![0].accepted).toContain('exclude="price, net" leaves the column out');
  }
});

test('amounts without signs beside debits and credits have a warning, and marks in place of signs a remedy', async () => {
  const day = (i: number) => `2024-01-${String(i + 1).padStart(2, '0')}`;
  const rows = (row: (i: number) => string) => Array.from({ length: 20 }, (_, i) => `${row(i)}\n`).join('');
  const suspicions = async (header: string, words: string[], sign = '') => {
    const { warnings } = await readCsv(
      `date,amount,${header}\n${rows((i) => `${day(i)},${sign}${i}.5,${words[i % words.length]}`)}`,
    );
    return warnings.flatMap(({ code, message }) => (code === 'values_suspected' ? [message] : []));
  };
  for (const words of [
    ['S', 'H'],
    ['Af', 'Bij'],
    ['Debit', 'Credit'],
    ['DR', 'CR'],
    ['D', 'C'],
  ])
    expect(await suspicions('kind', words), words.join()).toEqual([
      expect.stringContaining('"kind" may tell debits from credits'),
    ]);
  for (const words of [['S', 'S'], ['Debit'], ['A', 'B'], ['S', 'H', 'X']])
    expect(await suspicions('kind', words), words.join()).toEqual([]);
  expect(await suspicions('kind', ['S', 'H'], '-')).toEqual([]);

  const mixed = (marks: string[]) => `date,balance\n${rows((i) => `${day(i)},${i}.5${marks[i % 2]}`)}`;
  for (const marks of [
    [' Dr', ' Cr'],
    [' S', ' H'],
    ['CR', ''],
  ]) {
    const { errors } = await refusal(() => readCsv(mixed(marks)));
    expect(errors![0].accepted, marks.join()).toContain('numbers with a sign');
  }
  const coded = `date,y\n${rows((i) => `${day(i)},${i === 12 ? 'AB0H' : i}`)}`;
  expect((await refusal(() => readCsv(coded))).errors![0].accepted).not.toContain('numbers with a sign');
  const late = `${mixed([' Dr', ' Dr'])}2024-01-21,5.5 Cr\n`;
  expect((await refusal(() => readCsv(late))).detail).toContain('numbers with a sign');
  const { reading } = await readCsv(mixed([' Dr', ' Dr']));
  expect(reading?.units).toEqual({ balance: 'Dr' });
});

test('durations are refused with the remedy', async () => {
  for (const cells of [
    ['7:30', '8:00', '7:45'],
    ['7', '8', '7:45'],
    ['7', '8', '1900-01-01T07:00:00'],
  ]) {
    const csv = `date,name,hours\n${cells.map((cell, i) => `2024-01-0${i + 1},a,${cell}\n`).join('')}`;
    const { errors } = await refusal(() => readCsv(csv));
    expect(errors![0].accepted, cells[2]).toContain('decimal hours');
  }
});

test('cells that may have two fields each are no numbers with a decimal comma', async () => {
  const tableOf = (cells: string[]) =>
    `DATE,TMP\n${cells.map((cell, i) => `2024-01-0${i + 1},"${cell}"\n`).join('')}`;
  for (const cells of [
    ['+0201,5', '-0001,1', '+9999,9'],
    ['1013,1', '0046,1'],
  ]) {
    const { code, errors } = await refusal(() => readCsv(tableOf(cells)));
    expect([code, errors![0].alternatives], cells[0]).toEqual([
      'reading_ambiguous',
      [
        { option: 'decimal', value: ',' },
        { option: 'exclude', value: 'TMP' },
      ],
    ]);
  }
  const stated = await readCsv(tableOf(['+0020,5', '-0001,1']), { decimal: ',' });
  expect([...stated.series[0].values]).toEqual([20.5, -1.1]);
  for (const [cell, value] of [
    ['-0,5', -0.5],
    ['05,3', 5.3],
    ['-05,3', -5.3],
  ] as const)
    expect([...(await readCsv(tableOf([cell, '112,1']))).series[0].values]).toEqual([value, 112.1]);
  for (const cells of [
    ['00,50', '01,50'],
    ['+01,5', '+02,5'],
    ['000,5', '001,5'],
  ])
    expect((await readCsv(tableOf(cells))).series[0].values[1], cells[0]).toBeGreaterThan(1);
});

const tableOf = (header: string, cells: readonly string[]) =>
  `${header}\n${cells.map((cell, i) => `2024-01-0${i + 1},${cell}\n`).join('')}`;

test.each([
  ['in its column', tableOf('date,visits', ['987', '1.012', '1.101', '854']), '"1.012" were read as 1.012'],
  ['with a unit', tableOf('date,visits', ['1.012 €', '987 €', '1.101 €']), 'The column "visits"'],
  ['beside a column that shows nothing', tableOf('date,visits,age', ['987,7', '1.012,8']), '"visits"'],
  [
    'beside an id with a point',
    'date,store_id,visits\n2024-01-01,1.5,987\n2024-01-01,2.5,1.012\n2024-01-02,1.5,854\n2024-01-02,2.5,1.101\n',
    '"visits"',
  ],
])(
  'where commas separate the cells, 1.012 among whole numbers below 1000 is told: %s',
  async (_, text, told) => {
    const { warnings } = await readCsv(text);
    expect(warnings.filter(({ code }) => code === 'decimal_assumed')).toMatchObject([
      { message: expect.stringContaining(told), alternatives: [{ value: ',' }, { value: '.' }] },
    ]);
    expect(warningCodes(await readCsv(text, { decimal: '.' }))).not.toContain('decimal_assumed');
    const { series } = await readCsv(text, { decimal: ',' });
    expect(series.flatMap(({ values }) => [...values])).toContain(1012);
  },
);

test.each([
  ['three decimals in all numbers', 'date,rate', ['1.012', '1.101', '2.000']],
  ['zeros and marks of missing values', 'date,rate', ['0', '1.012', '-999', '1.101', '999']],
  ['another decimal in the column', 'date,rate', ['987', '1.012', '1.1']],
  ['a decimal below one', 'date,rate', ['987', '1.012', '0.125']],
  ['another decimal in the table', 'date,visits,rate', ['987,1', '1.012,2', '854,2.5']],
  ['a whole number of four digits', 'date,rate', ['987', '1.012', '1234']],
  ['whole numbers in another column', 'date,age,rate', ['5,1.012', '6,1.101', '7,2.345']],
  ['groups with commas', 'date,rate', ['987', '1.012', '"1,234,567"']],
  ['groups with commas in another column', 'date,rate,total', ['987,1', '1.012,"1,234,510"', '854,2']],
  ['powers of ten', 'date,rate', ['1e-3', '1.012', '5e-1']],
])('numbers such as 1.012 have no warning beside %s', async (_, header, cells) => {
  expect(warningCodes(await readCsv(tableOf(header, cells)))).not.toContain('decimal_assumed');
});
