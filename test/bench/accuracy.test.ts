import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { readFolder } from '../../bench/accuracy/folder.ts';
import { planEvaluations } from '../../bench/accuracy/plan.ts';
import { runUnit } from '../../bench/accuracy/unit.ts';
import { seasonalSeries } from '../forecasting/support.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderOf(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-bench-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function rowsOf(id: string, values: ArrayLike<number>, testLength = 0): string[] {
  return Array.from(
    values,
    (y, t) => `${id},${t + 1},${y},${t < values.length - testLength ? 'train' : 'test'}`,
  );
}

const official = { season_length: 4, evaluations: [{ name: 'all', kind: 'official_split', horizon: 4 }] };

test('windows are forecast from before each end, with one fit before the first', () => {
  const folder = folderOf({
    'task.json': JSON.stringify({
      season_length: 5,
      evaluations: [
        { name: 'one', kind: 'windows', horizon: 3, ends: [10] },
        { name: 'two', kind: 'windows', horizon: 3, ends: [8, 11], train_end: 4 },
      ],
    }),
    'series.csv': [
      'unique_id,ds,y,split',
      ...rowsOf('a', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      ...rowsOf('b', new Array(12).fill(1)),
    ].join('\n'),
  });
  const [one, two] = planEvaluations(readFolder(folder));
  expect(one.blocks[0].groups).toEqual([
    { season: 5, horizon: 3, series: [0, 1].map((series) => ({ series, known: 7, origins: [7] })) },
  ]);
  expect(two.blocks[0].groups[0].series).toEqual([{ series: 1, known: 4, origins: [5, 8] }]);
});

test('rolling blocks lie on the union of times, and use the series that cover them', () => {
  const dates = Array.from({ length: 20 }, (_, t) => `2020-01-${String(t + 1).padStart(2, '0')}`);
  const rows = dates.flatMap((date, t) => [
    `every,${date},${t}`,
    ...(t % 2 === 1 ? [`second,${date},${t}`] : []),
    ...(t < 15 ? [`short,${date},${t}`] : []),
  ]);
  const folder = folderOf({
    'task.json': JSON.stringify({
      evaluations: [{ name: 'h', kind: 'rolling', horizon: 2, blocks: 2, block_steps: 6, min_history: 4 }],
    }),
    'series.csv.gz': gzipSync(['unique_id,ds,y', ...rows.sort()].join('\n')),
  });
  const { series, evaluations } = readFolder(folder);
  expect(series.map(({ id }) => id)).toEqual(['every', 'second', 'short']);
  const [first, last] = planEvaluations({ name: '', series, evaluations })[0].blocks.map(
    ({ groups }) => groups[0].series,
  );
  expect(first).toEqual([
    { series: 0, known: 8, origins: [8, 9, 10, 11, 12] },
    { series: 1, known: 4, origins: [4, 5] },
    { series: 2, known: 8, origins: [8, 9, 10, 11, 12] },
  ]);
  expect(last).toEqual([
    { series: 0, known: 14, origins: [14, 15, 16, 17, 18] },
    { series: 1, known: 7, origins: [7, 8] },
  ]);
});

test('settings per series make groups of one season and horizon, and figures match their definitions', async () => {
  const folder = folderOf({
    'task.json': JSON.stringify({
      per_series: 'info.csv',
      evaluations: [{ name: 'all', kind: 'official_split' }],
    }),
    'info.csv': 'unique_id,period,n_train,horizon,seasonality\na,q,4,2,4\nb,y,4,1,1\n',
    'series.csv': [
      'unique_id,ds,y,split',
      ...rowsOf('a', [1, 2, 3, 4, 6, 6], 2),
      ...rowsOf('b', [1, 2, 4, 8, 10], 1).map((row) => row.replace(/,(\d),/, ',2020-01-0$1,')),
    ].join('\n'),
  });
  const data = readFolder(folder);
  expect(data.series.map(({ times }) => times[0])).toEqual([1, '2020-01-01']);
  const [{ horizon, blocks }] = planEvaluations(data);
  expect(horizon).toBeNull();
  const groups = blocks[0].groups;
  expect(groups.map(({ season, horizon }) => [season, horizon])).toEqual([
    [4, 2],
    [1, 1],
  ]);
  const { sums } = await runUnit(
    { folder, group: groups[1], method: 'naive', preset: 'fast', seed: 1 },
    data,
  );
  expect(sums.smape).toBeCloseTo((200 * 2) / 18, 10);
  expect(sums.mase).toBeCloseTo(2 / (7 / 3), 10);
});

test('the last line is one JSON document with the model beside the methods that apply', () => {
  const series = [3, 4].flatMap((seed) => rowsOf(`s${seed}`, seasonalSeries(120, 4, 1, seed), 4));
  const folder = folderOf({
    'task.json': JSON.stringify(official),
    'series.csv': ['unique_id,ds,y,split', ...series].join('\n'),
  });
  const run = spawnSync(process.execPath, [
    ...['bench/accuracy/main.ts', '--data', folder, '--preset', 'fast', '--seeds', '1,2', '--json'],
    ...['--methods', 'auto,network,seasonal_naive,theta,garch'],
  ]);
  expect(run.stderr.toString()).toContain('garch does not apply');
  const report = JSON.parse(run.stdout.toString().trimEnd().split('\n').at(-1)!);
  expect(report).toMatchObject({ preset: 'fast', seeds: [1, 2] });
  const [{ name, horizon, methods, blocks }] = report.evaluations;
  expect([name, horizon, blocks.length]).toEqual(['all', 4, 1]);
  expect(Object.keys(methods)).toEqual(['auto', 'network', 'seasonal_naive', 'theta']);
  for (const figures of Object.values<Record<string, number>>(methods)) {
    expect(Object.keys(figures)).toEqual([
      'smape',
      'mase',
      'owa',
      'wql',
      'wql_ratio',
      'msis',
      'coverage80',
      'coverage95',
      'seconds',
    ]);
    expect(Object.values(figures).every(Number.isFinite)).toBe(true);
  }
});

test('an incomplete folder is refused with the missing part', () => {
  expect(() => readFolder(folderOf({}))).toThrow('There is no');
  expect(() =>
    readFolder(folderOf({ 'task.json': '{"evaluations":[{"name":"x","kind":"windows"}]}' })),
  ).toThrow('horizon');
  expect(() =>
    readFolder(folderOf({ 'task.json': JSON.stringify(official), 'series.csv': 'unique_id,y\na,1\n' })),
  ).toThrow('series.csv has no column ds');
});
