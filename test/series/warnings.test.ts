import { expect, test } from 'vitest';
import { datasetInSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { warnOfTotals } from '../../src/series/dataset/totals.ts';
import { Warnings } from '../../src/series/faults/index.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { readCsv, refusal, warningCodes } from './reading.ts';

const hourly = Array.from({ length: 48 }, (_, i) => {
  const day = String(7 + Math.floor(i / 24)).padStart(2, '0');
  return `2020-03-${day}T${String(i % 24).padStart(2, '0')}:00:00${i < 26 ? '-05:00' : '-04:00'}`;
}).filter((time) => !time.startsWith('2020-03-08T02'));

test('times with offsets and no zone get a warning that names the parameter for the zone', async () => {
  const text = `ds,y\n${hourly.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const dataset = await readCsv(text);
  expect(warningCodes(dataset)).toContain('time_zone_unknown');
  const { message } = dataset.warnings.find(({ code }) => code === 'time_zone_unknown')!;
  expect(message).toContain(hourly[0]);
  expect(message).toContain('UTC');
  expect(message).toContain('time_zone');
  expect(warningCodes(await readCsv(text, { time_zone: 'America/New_York' }))).not.toContain(
    'time_zone_unknown',
  );
});

test('times in UTC, and days at their own midnight, need no zone', async () => {
  const utc = 'ds,y\n2020-01-01T01:00:00Z,1\n2020-01-01T02:00:00+00:00,2\n';
  const midnights = 'ds,y\n2020-03-07 00:00:00-05:00,1\n2020-03-09 00:00:00-04:00,2\n';
  for (const text of [utc, midnights]) expect(warningCodes(await readCsv(text))).toEqual([]);
});

test('JSON: times with offsets and no zone', () => {
  const read = (time_zone: string | null) =>
    createSeriesReader().json(
      datasetInSchema.parse({ time_zone, series: [{ times: hourly, values: hourly.map((_, i) => i) }] }),
    );
  expect(warningCodes(read(null))).toContain('time_zone_unknown');
  expect(warningCodes(read('America/New_York'))).not.toContain('time_zone_unknown');
});

test('a last line without a line break is read, with its number in the warning', async () => {
  for (const chunkBytes of [1, 64]) {
    const dataset = await readCsv('date,y\n2020-01-01,1\n2020-01-02,2', {}, chunkBytes);
    expect([...dataset.series[0].values]).toEqual([1, 2]);
    expect(dataset.warnings).toMatchObject([{ code: 'last_line_unfinished', line: 3 }]);
  }
});

test('mixed line breaks are read, with the first line that differs in the warning', async () => {
  for (const chunkBytes of [1, 64]) {
    const dataset = await readCsv(
      'date,y\r\n2020-01-01,1\r\n2020-01-02,2\n2020-01-03,3\r2020-01-04,4\r\n',
      {},
      chunkBytes,
    );
    expect([...dataset.series[0].values]).toEqual([1, 2, 3, 4]);
    expect(dataset.warnings).toMatchObject([{ code: 'line_breaks_mixed', line: 3 }]);
  }
});

test('line breaks inside quotes are text; one kind of line break is no cause for a warning', async () => {
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    const rows = ['id,ds,y', '"a\nb",1,1', '"a\nb",2,2', ''];
    expect(warningCodes(await readCsv(rows.join(lineBreak), {}, 1))).toEqual([]);
  }
});

test('values beyond the limit are refused by line, and by place in JSON', async () => {
  for (const cell of ['1e200', '-1e300']) {
    const problem = await refusal(() => readCsv(`date,y\n2020-01-01,1\n2020-01-02,${cell}\n`));
    expect(problem).toMatchObject({ code: 'cell_invalid', status: 422, errors: [{ line: 3 }] });
    expect(problem.detail).toContain('out of range');
    expect(problem.errors![0].accepted).toContain('from -1e+100 to 1e+100');
  }
  const parsed = datasetInSchema.safeParse({ series: [{ values: [1, 1e200] }] });
  expect(parsed.error!.issues[0]).toMatchObject({ path: ['series', 0, 'values', 1] });
  expect([...(await readCsv('date,y\n2020-01-01,1e100\n')).series[0].values]).toEqual([1e100]);
});

/** Number of warnings about totals. The first of each four series is the sum of the three after it. */
function totalsOf(prefixes: string[], suffix: string): number {
  const times = Float64Array.from({ length: 5 }, (_, i) => i);
  const series = prefixes.flatMap((prefix, p) =>
    [7, 1, 2, 4].map((factor, i) => ({
      id: `${prefix}|${i}${suffix}`,
      times,
      values: times.map((time) => factor * (time + 3 + 1_000 * p)),
    })),
  );
  const warnings = new Warnings();
  warnOfTotals(series, false, warnings);
  return warnings.list().length;
}

test('totals are looked for among ids of at most eight values', () => {
  expect(totalsOf(['a', 'b'], '|c'.repeat(6))).toBe(1);
  expect(totalsOf(['a', 'b'], '|c'.repeat(7))).toBe(0);
});

test('totals of totals are looked for a few times', () => {
  const times = Float64Array.from({ length: 5 }, (_, i) => i + 1);
  const factors = [1, 1, ...Array.from({ length: 50 }, () => [2, 4, 8]).flat()];
  let added = 0;
  const series = factors.map((factor, i) => ({
    get id() {
      return `s${i}`;
    },
    times,
    get values() {
      added++; // each pass reads the values of each series
      return times.map((time) => factor * time);
    },
  }));
  warnOfTotals(series, false, new Warnings());
  expect(added).toBeLessThan(15 * series.length);
});
