import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compareWithInstant } from '../../scripts/demo/comparison.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-demo-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function demo(...demoFlags: string[]): Promise<Ended> {
  const { NODE_OPTIONS: _, DATABASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/demo.ts', ...demoFlags], {
    env: { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir, GATECAST_TRAINING_NICENESS: '0' }, // beside other tests
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

test('the demo forecasts real prices: one line of JSON on stdout, and on stderr the steps for a person', async () => {
  const { code, stdout, stderr } = await demo('--json');
  expect(code, stderr).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    ok: true,
    dataset: { series_count: 1, point_count: 5_105 },
    model: { cell: 'gru', skill: { metric: 'wql' } },
    job: { status: 'succeeded' },
  });
  expect(result.seconds).toBeGreaterThan(0);

  const { instant, better } = result;
  expect(instant.times).toEqual(result.forecast.times);
  expect(instant.milliseconds).toBeGreaterThan(0);
  expect([null, 'instant', 'trained']).toContain(better);
  const { times, mean, quantiles } = result.forecast;
  expect([times.length, mean.length]).toEqual([20, 20]);
  expect(times[0]).toBe('2020-04-20'); // the Monday after the last row, a Friday
  const weekdays = times.map((time: string) => new Date(`${time}T00:00:00Z`).getUTCDay());
  expect(weekdays.filter((day: number) => day === 0 || day === 6)).toEqual([]);
  const width = (step: number) => quantiles['0.9'][step] - quantiles['0.1'][step];
  expect(width(19)).toBeGreaterThan(width(0));

  const [, first, last] = stderr.match(/loss ([\d.]+) → ([\d.]+)/)!;
  expect(Number(last)).toBeLessThan(Number(first));

  expect(stderr).toMatch(/(training|publishing) \d+\/\d+ {2}loss [\d.]+/); // the progress bar shows the status of the job
  expect(stderr).toContain('2020-05-15'); // the last of 20 trading days
  expect(stderr.match(/─ history {3}━ median/g)).toHaveLength(2); // two fan charts, the instant one first
  expect(stderr.indexOf('at once')).toBeLessThan(stderr.indexOf('Training in the background'));
  expect(stderr).toMatch(/never saw these prices, in \d+ ms from the CSV file to the answer/);
  expect(stderr.trimEnd()).toMatch(/\n {3}Instant or trained\? .+$/);
  expect(stderr).toMatch(/naive +[\d.]+ +[\d.]+/); // compared with the naive forecast
}, 600_000);

test('a second run on the same data predicts the symbols of three words, and prints its steps for a person', async () => {
  const { code, stdout, stderr } = await demo('--symbols', '--once');
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/(training|publishing) \d+\/\d+ {2}loss [\d.]+/); // the progress bar shows the status of the job
  for (const [context, next] of Object.entries({ TRI: 'A', INT: 'E', pyt: 'o' }))
    expect(stdout).toMatch(new RegExp(` ${context} +\\S+ +${next} (99\\.\\d|100\\.0) %`));
}, 600_000);

test('the demo says which forecast is better in the backtest, and whether the card tells', () => {
  const backtest = { windows: 40, step: 5, horizon: 20, series: 1, points: 800 };
  const scored = (wql: number) => ({ smape: 1, mase: 1, wql, coverage: {} });
  const compare = (auto: number, instant: number | null, lower: number | null = null, upper = lower) =>
    compareWithInstant({
      backtest,
      metrics: { auto: scored(auto), ...(instant === null ? {} : { instant: scored(instant) }) },
      comparisons: [{ baseline: 'instant', skill: 0, lower, upper, diebold_mariano: null }],
    });
  expect(compare(0.02, 0.025, 0.1, 0.3)).toEqual({
    better: 'trained',
    sentence:
      'In 40 windows of the backtest the quantile loss of the trained model is 0.02000, and that of the instant forecast 0.02500: the trained model is 20.0 % better.',
  });
  expect(compare(0.03, 0.024)).toMatchObject({
    better: 'instant',
    sentence: expect.stringContaining('20.0 %'),
  });
  expect(compare(0.02, 0.021, -0.1, 0.2).sentence).toMatch(/may be chance\.$/);
  expect(compare(0.02, 0.02).better).toBeNull();
  expect(compare(0.02, null)).toMatchObject({
    better: null,
    sentence: expect.stringContaining('no baseline'),
  });
});
