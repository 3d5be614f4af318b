/** Totals and notes below a table change nothing but a warning, whatever the notation of its times. */
import { expect, test } from 'vitest';
import { readCsv, refusal } from './reading.ts';

const days = (count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10));
const counted = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));
const two = (number: number) => String(number).padStart(2, '0');
const months = counted(12, (i) => two(i + 1));
const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weeks = counted(8, (i) => {
  const [first, last] = [days(56)[7 * i], days(56)[7 * i + 6]];
  return `${first} - ${last}`;
});

/** Cells of times below their header; those of several columns have a delimiter. */
const notations: [header: string, times: string[]][] = [
  ['Date', days(20)],
  ['Date', days(20).map((day) => day.replaceAll('-', ''))],
  ['', days(20).map((day) => day.replaceAll('-', ''))],
  ['index', days(20).map((day) => day.replaceAll('-', ''))],
  ['Datum', counted(20, (i) => `${two(i + 1)}.01.2024`)],
  ['Date', counted(20, (i) => `1/${i + 1}/24`)],
  ['Date', counted(8, (i) => `2024-01-01T${two(i)}:00:00-05:00`)],
  ['Date', counted(8, (i) => `2024010109${two(i)}00`)],
  ['Month', months.map((month) => `2024-${month}`)],
  ['Period', months.map((month) => `2024${month}`)],
  ['', months.map((month) => `2024${month}`)],
  ['Monat', english.map((month) => `${month} 2024`)],
  ['Month', english.map((month) => `${month}-24`)],
  ['Month', months.map((month) => `${month}.2024`)],
  ['Quarter', ['2023Q3', '2023Q4', '2024Q1', '2024Q2']],
  ['Quarter', ['Q3/23', 'Q4/23', 'Q1/24', 'Q2/24']],
  ['Half', ['H1 2023', 'H2 2023', 'H1 2024', 'H2 2024']],
  ['Week', counted(8, (i) => `2024-W${two(i + 1)}`)],
  ['Woche', counted(8, (i) => `KW ${i + 1}/2024`)],
  ['Week', weeks],
  ['Week', weeks.map((week) => week.replace(' - ', '/'))],
  ['Year', counted(8, (i) => String(2015 + i))],
  ['Date', counted(8, (i) => String(45_292 + i))],
  ['timestamp', counted(8, (i) => String(1_704_067_200 + 3_600 * i))],
  ['t', counted(8, String)],
  ['Year;Month', english.map((month) => `2024;${month}`)],
  ['Month;Year', english.map((month) => `${month};2024`)],
  ['Year;Quarter', counted(8, (i) => `${2022 + (i >> 2)};Q${(i % 4) + 1}`)],
  ['Year;Week', counted(8, (i) => `2024;${i + 1}`)],
  ['Year;Month;Day', counted(20, (i) => `2024;1;${i + 1}`)],
  ['Datum;Uhrzeit', counted(48, (i) => `${days(2)[Math.floor(i / 24)]};${two(i % 24)}:00`)],
  ['Date;Hour', counted(48, (i) => `${days(2)[Math.floor(i / 24)]};${i % 24}`)],
];

/** Rows below such a table, with a value of another unit and without one. */
const closings = (parts: number): string[][] => {
  const blanks = ';'.repeat(parts);
  return [[`Summe${blanks}190,5 kWh`], [`Grand Total${blanks}99`, `Source: SAP${blanks}`]];
};

test.each(notations.map(([header, times]) => [times[0], header, times] as const))(
  'times such as %j below %j are read alike above totals and notes',
  async (_, header, times) => {
    const rows = times.map((time, i) => `${time};${i % 7},5`);
    const table = [`${header};kWh`, ...rows, ''].join('\n');
    const { series, reading, warnings } = await readCsv(table);
    for (const closing of closings(header.split(';').length)) {
      const closed = await readCsv(`${table}${closing.join('\n')}\n`);
      expect([closed.series, closed.reading]).toEqual([series, reading]);
      const skipped = closed.warnings.filter(({ code }) => code === 'lines_skipped');
      expect(skipped).toMatchObject([{ line: times.length + 2 }]);
      expect(closed.warnings.length).toBe(warnings.length + 1);
    }
  },
);

test('words for yes and no, and units, are those above a total', async () => {
  const table = days(12).map((day, i) => `${day};${i};${i % 3 ? 'no' : 'yes'};${i},5 °C\n`);
  const { series, reading } = await readCsv(
    `Date;Sales;promo;Temp\n${table.join('')};Mean;;3,0\nTotal;99;10;3,0\n`,
    { target: 'Sales' },
  );
  expect([...series[0].covariates.promo].slice(0, 3)).toEqual([1, 0, 0]);
  expect(reading).toMatchObject({ booleans: ['promo'], units: { Temp: '°C' } });
});

test('a series may be named as a total, and values as a minimum', async () => {
  const long = await readCsv(
    `region,date,y\n${['North', 'Total'].flatMap((id) => days(5).map((day, i) => `${id},${day},${i}\n`)).join('')}`,
  );
  expect(long.series.map(({ id, values }) => [id, values.length])).toEqual([
    ['North', 5],
    ['Total', 5],
  ]);
  const { series } = await readCsv(
    `date,wait\n${days(5)
      .map((day, i) => `${day},${i} min\n`)
      .join('')}`,
  );
  expect([...series[0].values]).toEqual([0, 1, 2, 3, 4]);
});

test('one odd cell does not make integers of compact dates, and is refused with its line', async () => {
  const dates = days(12).map((day) => day.replaceAll('-', ''));
  for (const header of ['', 'index', 't', 'date']) {
    const rows = [...dates, '20240132'].map((date, i) => `${date},${i}`);
    const problem = await refusal(() => readCsv(`${header},sales\n${rows.join('\n')}\n`));
    expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 14 }] });
  }
});

const stepsFrom = (first: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => first + i * step);

// Steps may look like months, until they count on.
test.each([
  ['in order', stepsFrom(202_301, 14)],
  ['newest first', stepsFrom(200_005, 11).toReversed()],
  ['with a gap', [...stepsFrom(200_001, 6), ...stepsFrom(200_008, 6)]],
  ['by two', stepsFrom(200_002, 7, 2)],
  ['of two series', [...stepsFrom(200_003, 11), ...stepsFrom(200_003, 11)]],
])('steps of six digits are integers: %s', async (_, steps) => {
  const rows = steps.map((step, i) => `${step},${steps.indexOf(step) === i ? 'a' : 'b'},${i}`);
  const { header, series } = await readCsv(`t,id,y\n${rows.join('\n')}\n`, { id_column: 'id' });
  expect(header.time_kind).toBe('integer');
  expect([...series[0].times]).toEqual([...new Set(steps)].sort());
});

test.each([
  ['a month 13 at the turn of a year', [202_211, 202_212, 202_213, 202_302, 202_303]],
  ['a month 13 beside one that is right', [202_212, 202_213, 202_301, 202_302, 202_303]],
  ['a quarter with a month 13', [202_203, 202_206, 202_209, 202_213, 202_303]],
])('months of six digits stay months: %s', async (_, times) => {
  const problem = await refusal(() => readCsv(`t,y\n${times.map((time) => `${time},1\n`).join('')}`));
  expect(problem).toMatchObject({
    code: 'cell_invalid',
    errors: [{ line: 2 + times.findIndex((time) => time % 100 === 13) }],
  });
});

test('one odd cell among periods is refused with its line', async () => {
  const rows = weeks.map((week, i) => `${i === 4 ? 'closed' : week},${i}`);
  const problem = await refusal(() => readCsv(`Week,Sales\n${rows.join('\n')}\n`));
  expect(problem.errors).toMatchObject([{ line: 6 }]);
  expect(problem.detail).toContain('"closed" is not a time');
});
