/** Files as agencies, instruments and databases write them: comments before the header, formats below
 *  it, and no table at all. */
import { expect, test } from 'vitest';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

const rows = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'];

test('an RDB file of the USGS: the last comment is no header, and the formats of the columns are no row', async () => {
  const comments = ['# U.S. Geological Survey', '#', '# Data for site 01646500, in the year 2024', '#'];
  const table = ['agency_cd\tsite_no\tdatetime\t68478_00060\t68478_00060_cd', '5s\t15s\t20d\t14n\t10s'];
  const body = rows.map((day, i) => `USGS\t01646500\t${day}\t${9000 + i}\tA`);
  const dataset = await readCsv(`${[...comments, ...table, ...body].join('\n')}\n`);
  expect(timesOf(dataset)).toEqual(rows);
  expect(dataset.series.map(({ values }) => [...values])).toEqual([[9000, 9001, 9002, 9003]]);
  expect(dataset.warnings[0].message).toContain('Lines 1 to 4 before the header');
});

test('comments whose last line has fewer cells than the header are no header', async () => {
  for (const last of ['#', '# one note', '# notes, in two parts']) {
    const dataset = await readCsv(
      `# station 44\n${last}\nday,temp,rain\n${rows.map((day, i) => `${day},${i},${2 * i}`).join('\n')}\n`,
    );
    expect(timesOf(dataset), last).toEqual(rows);
    expect(dataset.series.map(({ id }) => id)).toEqual(['temp', 'rain']);
  }
});

test('the last line of comments is the header if it has the cells of the rows', async () => {
  const dataset = await readCsv(
    `# logger 7\n# time,temp\n${rows.map((day, i) => `${day},${i}`).join('\n')}\n`,
  );
  expect(timesOf(dataset)).toEqual(rows);
  expect(warningCodes(dataset)).toEqual(['lines_skipped']);
});

test.for([
  ['weather,location=us,season=winter temperature=51.3,humidity=42i 1709251200000000000', 'InfluxDB'],
  ['cpu value=51.6 1709251200000000000', 'InfluxDB'],
  ['cpu,host=a usage=1.5', 'InfluxDB'],
  ['# HELP up The total, by code\n# TYPE up counter\nup{code="200",method="get"} 3', 'Prometheus'],
])('%s is refused by the name of its format', async ([line, name]) => {
  const problem = await refusal(() => readCsv(`${line}\n${line}\n${line}\n`));
  expect(problem).toMatchObject({ code: 'csv_invalid', detail: expect.stringContaining(name) });
});

test('a number of a site that is the same in all rows is no covariate', async () => {
  const dataset = await readCsv(
    `site_no,day,flow\n${rows.map((day, i) => `1646500,${day},${i}`).join('\n')}\n`,
  );
  expect(dataset.header.covariates).toEqual([]);
  expect(dataset.warnings[0].message).toContain(
    'are named as ids and have one number were ignored: "site_no"',
  );
});
