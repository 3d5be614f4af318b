import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const secondsMax = 90;

const dataDirs = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'gatecast-demo-')));
afterAll(() => {
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
});

async function demo(
  dataDir: string,
  ...demoFlags: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, DATABASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/demo.ts', ...demoFlags], {
    env: { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

test('two demos at once forecast real prices, and each prints one line of JSON', async () => {
  for (const { code, stdout, stderr } of await Promise.all(
    dataDirs.map((dataDir) => demo(dataDir, '--json')),
  )) {
    expect(code, stderr).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      ok: true,
      dataset: { series_count: 1, point_count: 5_105 },
      model: { cell: 'gru', skill: { metric: 'wql' } },
      job: { status: 'succeeded' },
    });
    expect(result.seconds).toBeLessThan(secondsMax);

    const { times, mean, quantiles } = result.forecast;
    expect([times.length, mean.length]).toEqual([20, 20]);
    expect(times[0]).toBe('2020-04-20'); // the Monday after the last row, a Friday
    const weekdays = times.map((time: string) => new Date(`${time}T00:00:00Z`).getUTCDay());
    expect(weekdays.filter((day: number) => day === 0 || day === 6)).toEqual([]);
    const width = (step: number) => quantiles['0.9'][step] - quantiles['0.1'][step];
    expect(width(19)).toBeGreaterThan(width(0));

    const [, first, last] = stderr.match(/loss ([\d.]+) → ([\d.]+)/)!;
    expect(Number(last)).toBeLessThan(Number(first));
  }
}, 200_000);

test('a second run on the same data also works, and prints its steps for a person', async () => {
  const { code, stdout, stderr } = await demo(dataDirs[0], '--once');
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/(training|publishing) \d+\/\d+ {2}loss [\d.]+/); // the progress bar shows the status of the job
  expect(stdout).toContain('2020-05-15'); // the last of 20 trading days
  expect(stdout).toContain('━'); // the fan chart
  expect(stdout).toMatch(/naive +[\d.]+ +[\d.]+/); // compared with the naive forecast
}, 120_000);

test('the demo of symbols trains on three words and predicts the next symbols', async () => {
  const { code, stdout, stderr } = await demo(dataDirs[1], '--symbols', '--once', '--json');
  expect(code, stderr).toBe(0);
  const { ok, next } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
  expect(ok).toBe(true);
  expect(Object.keys(next)).toEqual(['TRI', 'INT', 'pyt']);
  for (const probability of [next.TRI.A, next.INT.E, next.pyt.o])
    expect(probability).toBeGreaterThanOrEqual(0.99);
}, 120_000);
