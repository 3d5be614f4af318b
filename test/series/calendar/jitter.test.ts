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
