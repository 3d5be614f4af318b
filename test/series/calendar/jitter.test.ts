import { expect, test } from 'vitest';
import { readCsv, warningCodes } from '../reading.ts';

const hourMs = 3_600_000;

/** Rows at local times `stepHours` apart, `jitterMs` early or late in turn. */
function csvOf(count: number, stepHours: number, jitterMs: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const off = Math.round(jitterMs * Math.sin(2.4 * i));
    const wall = new Date(Date.UTC(2024, 0, 10) + i * stepHours * hourMs + off);
    return `${wall.toISOString().slice(0, 19)},${i}\n`;
  });
  return `time,y\n${rows.join('')}`;
}

for (const [zone, stepHours] of [
  ['Asia/Kolkata', 1],
  ['Asia/Kathmandu', 1],
  ['Asia/Tokyo', 6],
  ['America/St_Johns', 0.5],
] as const) {
  test(`times of ${zone} that jitter around ${stepHours} h are at the full local hour after snap, and none is lost`, async () => {
    const csv = csvOf(200, stepHours, 3 * 60_000);
    const { series, warnings } = await readCsv(csv, { time_zone: zone, snap: 'true' }, 65_536);
    const even = await readCsv(csvOf(200, stepHours, 0), { time_zone: zone }, 65_536);
    expect(series[0].times).toEqual(even.series[0].times);
    expect(warnings.map(({ code }) => code)).toEqual(['times_snapped']);
  });

  test(`times of ${zone} that jitter around ${stepHours} h have the warning of jitter only`, async () => {
    const dataset = await readCsv(csvOf(200, stepHours, 3 * 60_000), { time_zone: zone }, 65_536);
    expect(warningCodes(dataset)).toEqual(['times_jittered']);
  });
}

test('rows that move to one time keep the numbers of each, and the last of two', async () => {
  const row = (minute: number, rest: string) => `2024-01-01T10:${String(minute).padStart(2, '0')}:${rest}`;
  const minutes = Array.from({ length: 20 }, (_, i) => [
    row(i, `01,${i}.5,${i === 4 ? '' : 40},${i}`),
    ...(i === 4 ? [row(i, '03,,44.5,14')] : []),
  ]).flat();
  const csv = `time,temp,humidity,count\n${minutes.join('\n')}\n`;
  const { series, warnings } = await readCsv(csv, { snap: 'true', target: 'temp' }, 65_536);
  const { humidity, count } = series[0].covariates;
  expect([series[0].values.length, series[0].values[4], humidity[4], count[4]]).toEqual([20, 4.5, 44.5, 14]);
  expect(warnings.map(({ message }) => message).join()).toContain(
    '1 observation has the same time as a later',
  );
});

test('times that are sorted and moved have a warning of each, and those of values once', async () => {
  const [header, ...rows] = csvOf(40, 1, 3 * 60_000)
    .trim()
    .split('\n');
  const gap = rows[5].replace(/,.*/, ',');
  const csv = [header, ...rows.with(5, gap).toReversed(), ''].join('\n');
  const dataset = await readCsv(csv, { snap: 'true' }, 65_536);
  expect(warningCodes(dataset).sort()).toEqual(['times_snapped', 'times_sorted', 'values_missing']);
});
