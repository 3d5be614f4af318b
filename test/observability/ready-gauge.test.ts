import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createReadyGauge } from '../../src/observability/index.ts';

test('each reading asks each part', async () => {
  const registry = new Registry();
  let isBack = false;
  createReadyGauge(registry, {
    database: async () => {},
    queue: async () => {
      if (!isBack) throw new Error('no answer');
    },
  });
  const values = async () => (await registry.metrics()).match(/^gatecast_ready\{.*$/gm);
  expect(await values()).toEqual(['gatecast_ready{part="database"} 1', 'gatecast_ready{part="queue"} 0']);
  isBack = true;
  expect(await values()).toEqual(['gatecast_ready{part="database"} 1', 'gatecast_ready{part="queue"} 1']);
});
