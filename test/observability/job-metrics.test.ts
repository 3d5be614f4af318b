import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createJobMetrics } from '../../src/observability/index.ts';

const outcomes = ['succeeded', 'failed', 'cancelled', 'released', 'hung', 'unstarted', 'lost'];
/** A series that begins with its first event has no increase that Prometheus could see. */
const zeros = ['train', 'backtest'].flatMap((kind) => [
  `gatecast_job_wait_seconds_count{kind="${kind}"} 0`,
  ...outcomes.map((outcome) => `gatecast_job_run_seconds_count{kind="${kind}",outcome="${outcome}"} 0`),
  `gatecast_jobs_running{kind="${kind}"} 0`,
  `gatecast_job_recoveries_total{kind="${kind}"} 0`,
]);

test('every series is there before the first job', async () => {
  const registry = new Registry();
  createJobMetrics(registry, ['train', 'backtest']);
  const lines = (await registry.metrics()).split('\n');
  for (const line of zeros) expect(lines, line).toContain(line);
});

test('a failed job that was taken from a silent worker is counted in the series that were there', async () => {
  const registry = new Registry();
  const metrics = createJobMetrics(registry, ['train', 'backtest']);
  const namesOf = async () => (await registry.metrics()).replaceAll(/ \S+$/gm, '');
  const before = await namesOf();
  metrics.began({ kind: 'train', waitedSeconds: null, isRecovery: true }).ended('failed');
  expect(await namesOf()).toBe(before);
  expect(await registry.metrics()).toContain('gatecast_job_recoveries_total{kind="train"} 1\n');
  expect(await registry.metrics()).toContain(
    'gatecast_job_run_seconds_count{kind="train",outcome="failed"} 1\n',
  );
});
