import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Figure, figure, goalsOf, notAvailable } from '../../bench/service/figures.ts';
import { differenceOf } from '../../bench/service/limits/library.ts';
import { schemaOf } from '../../bench/service/limits/sample-schema.ts';
import { readOptions } from '../../bench/service/options.ts';
import { parts } from '../../bench/service/parts/parts.ts';
import { reportOf } from '../../bench/service/report.ts';
import { exponentOf, median, quantileOf } from '../../bench/statistics.ts';

const names = parts.flatMap(({ figures }) => figures);

test('the last line is one JSON document with figures, raw values, goals and the host', () => {
  const only = ['polls', 'lists'];
  const args = ['bench/service/main.ts', '--size', 'tiny', '--json', '--only', only.join(',')];
  const env = { ...process.env, GATECAST_TRAINING_NICENESS: '0' }; // beside other tests
  const run = spawnSync(process.execPath, args, { env });
  expect(run.status, run.stderr.toString()).toBe(0);
  const report = JSON.parse(run.stdout.toString().trimEnd().split('\n').at(-1)!);
  expect(report).toMatchObject({ size: 'tiny', backend: 'postgres', not_available: [] });
  expect(Object.keys(report.host)).toEqual(expect.arrayContaining(['cpu', 'cores', 'vector', 'load_before']));
  const measured = parts.filter(({ name }) => only.includes(name)).flatMap(({ figures }) => figures);
  const found = [
    ...Object.keys(report.figures),
    ...Object.keys(report.growth).map((name) => `growth.${name}`),
  ];
  expect(found.toSorted()).toEqual(measured.toSorted());
  const byName: Record<string, Pick<Figure, 'value' | 'raw'>> = { ...report.figures, ...report.growth };
  for (const { value, raw } of Object.values(byName)) {
    expect(value).toEqual(expect.any(Number));
    for (const one of Object.values(raw)) expect(['number', 'string']).toContain(typeof one);
  }
  expect(report.figures.status_polls.raw).toMatchObject({
    service_per_s: expect.any(Number),
    bare_per_s: expect.any(Number),
  });
  expect(report.goals.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['status_polls', 'lists', 'growth.jobs_list']),
  );
  for (const goal of report.goals) expect(goal.reached).toEqual(expect.any(Boolean));
  const left = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' });
  expect(left.split('\n').filter((line) => line.trim().startsWith(`${run.pid} `))).toEqual([]);
});

test('a figure without a value has a reason and no goal', () => {
  const measured = [
    figure('fast', 'ratio', 0.51234567, { atLeast: 0.5 }, { service_ms: 1.23456 }),
    notAvailable('later', 'the service refuses `store`'),
    figure('growth.jobs_list', 'exponent', 0.2, { atMost: 0.1 }),
  ];
  const host = { load_before: 0, load_after: 0 } as never;
  const report = reportOf({ size: 'tiny', backend: 'postgres', host, seconds: 1 }, measured);
  expect(report.figures.fast).toEqual({ value: 0.5123, unit: 'ratio', raw: { service_ms: 1.235 } });
  expect(report.figures.later.value).toBeNull();
  expect(report.growth.jobs_list.value).toBe(0.2);
  expect(report.not_available).toEqual([{ name: 'later', reason: 'the service refuses `store`' }]);
  expect(goalsOf(measured).map(({ name, reached }) => [name, reached])).toEqual([
    ['fast', true],
    ['growth.jobs_list', false],
  ]);
});

test('every figure has its own name, and the page about performance lists it', () => {
  expect(new Set(names).size).toBe(names.length);
  const page = readFileSync('docs/performance.md', 'utf8');
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('--only takes parts and figures, and refuses other names with those that exist', () => {
  const chosen = readOptions(['--only', 'upload_memory,polls', '--quick'], parts);
  expect(chosen.size).toBe('quick');
  expect(chosen.parts.map(({ name }) => name).toSorted()).toEqual(['polls', 'upload']);
  expect(() => readOptions(['--only', 'poll'], parts)).toThrow(/--only poll: accepted are .*status_polls/);
  expect(() => readOptions(['--backend', 'kafka'], parts)).toThrow('postgres, redis');
});

test('a fitted exponent is that of a power law', () => {
  const costs = [10, 100, 1_000].map((size) => ({ size, cost: 3 * size ** 1.5 }));
  expect(exponentOf(costs)).toBeCloseTo(1.5, 10);
});

test('the first difference of two forecasts is named by its path', () => {
  const forecast = { series_id: 'a', mean: [1, 2], intervals: { 80: { lower: [0] } } };
  expect(differenceOf(forecast, structuredClone(forecast))).toBeNull();
  expect(differenceOf({ ...forecast, mean: [1, 2.000_001] }, forecast)).toContain('/mean/1');
  expect(differenceOf({ ...forecast, mean: [1, 2.1] }, forecast)).toBe('/mean/1: 2.1 instead of 2');
  expect(differenceOf({ ...forecast, mean: [1] }, forecast)).toContain('/mean/1');
  expect(differenceOf({ ...forecast, series_id: 'b' }, forecast)).toContain('/series_id');
});

test('the schema of a bare route accepts the values that it was made of', () => {
  expect(schemaOf({ id: 'a', values: [1.5], error: null, isNew: true })).toEqual({
    type: 'object',
    required: ['id', 'values', 'error', 'isNew'],
    properties: {
      id: { type: 'string' },
      values: { type: 'array', items: { type: 'number' } },
      error: { type: 'null' },
      isNew: { type: 'boolean' },
    },
    additionalProperties: false,
  });
});

test('quantiles are of values in any order, and a median may lie between two', () => {
  const values = [3, 1, 2, 10];
  expect([0, 0.5, 0.99, 1].map((level) => quantileOf(values, level))).toEqual([1, 3, 10, 10]);
  expect([median(values), median([3, 1, 2])]).toEqual([2.5, 2]);
  expect([median([]), quantileOf([], 0.5)]).toEqual([Number.NaN, Number.NaN]);
});
