import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { type Dashboard, hasChromium, startDashboard } from './support/index.ts';

describe.skipIf(!hasChromium)('a job that is followed', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.stop());

  for (const hasStream of [true, false])
    test(`ends on the page without a reload, ${hasStream ? 'by its stream' : 'by polling if the stream is refused'}`, async () => {
      const api = createApiClient(dashboard);
      const dataset = await api.upload(walk(400));
      const { job } = await api.train({ dataset_id: dataset.id, horizon: 5, preset: 'fast' });
      const { page, faults } = await dashboard.open('/app/train');
      if (!hasStream) await page.route('**/events', (route) => route.fulfill({ status: 204 }));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`/app/train/${job.id}`);
      await page.getByText('The model is ready').waitFor({ timeout: 350_000 });
      expect(asked).toContain(`/v1/jobs/${job.id}/events`);
      faults.expectNone();
      await page.context().close();
    });

  test('shows the last lines of its log, which the worker stores after the end', async () => {
    const api = createApiClient(dashboard);
    const dataset = await api.upload(walk(400));
    const { job } = await api.train({ dataset_id: dataset.id, horizon: 5, preset: 'fast' });
    await api.pollJob(job.id, ({ status }) => status === 'succeeded', 350_000);
    for (const [path, isFolded] of [
      [`/app/train/${job.id}`, true],
      [`/app/jobs/${job.id}`, false],
    ] as const) {
      const { page, faults } = await dashboard.open('/app/jobs');
      let reads = 0;
      await page.route('**/logs?*', async (route) => {
        const response = await route.fetch();
        const { data, ...rest } = await response.json();
        reads += 1;
        await route.fulfill({ response, json: { ...rest, data: reads === 1 ? data.slice(0, -1) : data } });
      });
      await page.goto(path);
      if (isFolded) await page.getByText('Log', { exact: true }).click();
      await page.getByText('training succeeded').waitFor();
      expect(reads).toBeGreaterThan(1);
      faults.expectNone();
      await page.context().close();
    }
  });
});
