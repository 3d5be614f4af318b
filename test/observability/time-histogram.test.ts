import { Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { TimeHistogram } from '../../src/observability/index.ts';

const [name, help, buckets] = ['request_seconds', 'Time of a request.', [0.001, 0.25, 1, 60]];

test('the text is that of the histogram of prom-client', async () => {
  const [theirs, ours] = [new Registry(), new Registry()];
  const labelNames = ['method', 'status'] as const;
  const known = new Histogram({ name, help, buckets, labelNames, registers: [theirs] });
  const own = new TimeHistogram({ name, help, buckets, registry: ours });
  expect(await ours.metrics()).toBe(await theirs.metrics());
  for (const labels of [
    { method: 'GET', status: 200 },
    { method: 'POST', status: 404 },
  ]) {
    const series = own.series(labels);
    for (const seconds of [0, 0.001, 0.0011, 0.3, 1, 59, 60, 61, 1_000]) {
      known.observe(labels, seconds);
      series.observe(seconds);
    }
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
  expect(await ours.getMetricsAsJSON()).toHaveLength(1);
});
