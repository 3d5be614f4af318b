import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobKinds } from '../../src/contracts/schemas/index.ts';
import { errorCatalog } from '../../src/errors.ts';
import { startApp, type TestApp } from '../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  await service.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => service.stop());

/** Lines of the metrics. */
async function metrics(): Promise<string[]> {
  return (await service.app.inject('/metrics')).body.split('\n');
}

test('the parts of /readyz are reported', async () => {
  const { parts } = (await service.app.inject('/readyz')).json();
  const lines = (await metrics()).filter((line) => line.startsWith('gatecast_ready{'));
  expect(lines).toEqual(parts.map((part: string) => `gatecast_ready{part="${part}"} 1`));
});

test('series that rules ask for are there before their first event', async () => {
  const lines = await metrics();
  for (const code of Object.keys(errorCatalog))
    expect(lines).toContain(`gatecast_http_rejections_total{code="${code}"} 0`);
  for (const from of ['model', 'request'])
    expect(lines).toContain(`gatecast_forecast_duration_seconds_count{from="${from}"} 0`);
  for (const kind of jobKinds) expect(lines).toContain(`gatecast_worker_losses_total{kind="${kind}"} 0`);
});
