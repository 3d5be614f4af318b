/** Faults and warnings have the query parameters that their texts name, with whole names of columns. */
import { expect, test } from 'vitest';
import { type Alternative, AppError } from '../../src/errors.ts';
import { flagFault, numberFault } from '../../src/series/columns/index.ts';
import { readCsv } from './reading.ts';

type Options = Record<string, string>;

/** The texts of the faults or warnings of a table, with their alternatives. */
async function remarksOn(csv: string, options: Options) {
  try {
    const { warnings } = await readCsv(csv, options);
    return warnings.map(({ message, alternatives }) => ({ text: message, alternatives }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { errors = [] } = error.toProblem();
    return errors.map(({ message, accepted = '', alternatives }) => ({
      text: `${message}. ${accepted}`,
      alternatives,
    }));
  }
}

/** Options whose values a text writes out. */
const optionNames =
  /\b(time_columns?|time_format|time_zone|id_columns?|target|layout|decimal|missing|exclude)=/g;
const written = ({ option, value }: Alternative) => `${option}=${value}`;
const table = (header: string, rows: string[]) => `${[header, ...rows].join('\n')}\n`;
const days = (count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, 0, i + 1)).toISOString().slice(0, 10));

const cases: [name: string, csv: string, found: string[], options?: Options][] = [
  [
    'a cell that is no number',
    table('date,Unit price', ['2024-01-01,1', '2024-01-02,2', '2024-01-03,on holiday', '2024-01-04,4']),
    ['missing=on holiday', 'exclude=Unit price'],
  ],
  [
    'a cell with a comma, in a column with a comma',
    table('date,y,"price, net"', [
      '2024-01-01,1,1',
      '2024-01-02,2,2',
      '2024-01-03,3,"closed, ill"',
      '2024-01-04,4,4',
    ]),
    ['missing="closed, ill"', 'exclude="price, net"'],
  ],
  [
    'several columns that may be the target',
    table('date,North east,South', ['2024-01-01,1,5', '2024-01-02,2,6', '2024-01-03,3,5']),
    ['target=North east', 'layout=wide'],
  ],
  [
    'a target by its name',
    table('date,Unit price,sales', ['2024-01-01,1,5', '2024-01-02,2,6', '2024-01-03,3,5']),
    ['layout=wide', 'target=sales'],
  ],
  [
    'ids in two columns',
    table(
      'date,"store, city",Item name,y',
      days(2).flatMap((day) =>
        ['a', 'b'].flatMap((store) => ['c', 'd'].map((item) => `${day},${store},${item},1`)),
      ),
    ),
    ['id_columns="store, city",Item name'],
  ],
  ['the decimal mark', table('date;y', ['2024-01-01;1.234', '2024-01-02;2.345']), ['decimal=,', 'decimal=.']],
  [
    'the order of a date',
    table('date,y', ['01/02/2024 10:00,1', '03/04/2024 10:00,2']),
    ['time_format=%m/%d/%Y %H:%M', 'time_format=%d/%m/%Y %H:%M'],
  ],
  [
    'numbers that may be years',
    table('t,y', ['2001,1', '2002,2', '2003,3']),
    ['time_format=year', 'time_format=integer'],
  ],
  [
    'marks of missing values',
    table(
      'date,y',
      days(12).map((day, i) => `${day},${i === 3 || i === 7 ? -999 : i / 7}`),
    ),
    ['missing=-999'],
  ],
  [
    'a column that is the sum of the others',
    table(
      'date,North east,South,All of them',
      days(12).map((day, i) => `${day},${i * i},${3 * i + 1},${i * i + 3 * i + 1}`),
    ),
    ['target=North east', 'layout=wide', 'exclude=All of them'],
  ],
  [
    'a part of the time in another column',
    table(
      'date,"x, y",value',
      days(2).flatMap((day) => Array.from({ length: 24 }, (_, hour) => `${day},${hour},${hour}.5`)),
    ),
    ['time_columns=date:date,"x, y:hour"', 'id_column=x, y'],
  ],
  [
    'the zone of a column',
    table('date (America/New_York),y', ['2024-01-01 10:00,1', '2024-01-01 11:00,2']),
    ['time_zone=America/New_York', 'time_zone=UTC'],
  ],
];

for (const [name, csv, found, options = {}] of cases)
  test(`alternatives: ${name}`, async () => {
    const remarks = await remarksOn(csv, options);
    const alternatives = remarks.flatMap((remark) => remark.alternatives ?? []);
    expect(alternatives.map(written)).toEqual(found);
    for (const { text, alternatives = [] } of remarks) {
      for (const one of alternatives) if (one.option !== 'missing') expect(text).toContain(written(one));
      for (const [, option] of text.matchAll(optionNames))
        expect(
          alternatives.map((one) => one.option),
          text,
        ).toContain(option);
    }
    // Each of them is accepted.
    for (const { option, value } of alternatives)
      await expect(remarksOn(csv, { ...options, [option]: value })).resolves.toSatisfy(
        (again: typeof remarks) => again.every(({ text }) => !/there is no column/.test(text)),
      );
  });

test('alternatives: a column without a name cannot be left out by its name', () => {
  const fault = (name: string) => numberFault('off', null, { index: 2, name, key: name }, 3, 'point');
  expect(fault('a,b').alternatives!.map(written)).toEqual(['missing=off', 'exclude="a,b"']);
  expect(fault('a,b').accepted).toContain('exclude="a,b" leaves');
  expect(fault('').alternatives!.map(written)).toEqual(['missing=off']);
  expect(fault('').accepted).not.toContain('exclude');
  const flag = flagFault('perhaps', new Map(), { index: 2, name: 'Is open', key: 'isopen' }, 3);
  expect(flag.alternatives!.map(written)).toEqual(['exclude=Is open']);
});
