import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { type Dashboard, hasChromium, startDashboard } from './support/index.ts';

const csv = `date,visitors\n${walk(240)
  .map((value, i) => `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${value}`)
  .join('\n')}\n`;
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe.skipIf(!hasChromium)('somebody who is new', () => {
  let dashboard: Dashboard;
  let api: ReturnType<typeof createApiClient>;
  beforeAll(async () => {
    dashboard = await startDashboard();
    api = createApiClient(dashboard);
  });
  afterAll(() => dashboard?.stop());
  const datasets = async () => (await (await fetch(`${dashboard.url}/v1/datasets`)).json()).data;

  test('mends a bad file, stores it, trains, and gets a forecast', async () => {
    const { page, faults } = await dashboard.open('/');
    const input = page.locator('input[type=file]');
    await input.setInputFiles(file('visitors.csv', csv.replace('2024-01-05,', '2024-01-05,about ')));
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    await page.getByText('Line 6').waitFor();
    await page.getByRole('button', { name: 'Choose something else' }).click();
    await input.setInputFiles(file('visitors.csv', csv));
    await page.getByText('240 values, from 2024-01-01 to 2024-08-27.').waitFor();
    expect(await datasets()).toEqual([]);
    await page.getByRole('button', { name: 'Store and go to training' }).click();
    await page.waitForURL(/\/app\/train\?dataset=ds_/);
    const id = new URL(page.url()).searchParams.get('dataset') ?? '';
    expect(await datasets()).toMatchObject([{ id, name: 'visitors', point_count: 240 }]);

    await page.getByRole('radio', { name: /Fast/ }).check({ force: true });
    await page.getByText('Advanced settings').click();
    await page.getByLabel('Most training steps').fill('30');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('The model is ready').waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Forecast', exact: true }).last().click();
    await page.locator('.forecast-sentence').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    const table = readFileSync(await download.path(), 'utf8');
    expect(table).toMatch(/^visitors,2024-08-28,,\S*\d/m);
    faults.expectNone(/status of 422/);
    await page.context().close();
  });

  test('loses the connection, which comes back, and nothing is lost or stored twice', async () => {
    const { page, faults } = await dashboard.open('/');
    await page.locator('input[type=file]').setInputFiles(file('cut off.csv', csv));
    await page.getByText('240 values').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Store and look at the data' }).click();
    await page.getByRole('alert').filter({ hasText: 'nothing is stored twice' }).waitFor();
    expect(await page.getByText('240 values').isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.getByText('The service does not answer. The page shows').waitFor({ state: 'hidden' });

    // The answer of this call is lost, but not the call.
    await page.route('**/v1/datasets/file*', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Store and look at the data' }).click();
    await page.getByRole('alert').filter({ hasText: 'nothing is stored twice' }).waitFor();
    await page.unroute('**/v1/datasets/file*');
    await page.getByRole('button', { name: 'Store and look at the data' }).click();
    await page.getByRole('heading', { level: 1, name: 'cut off' }).waitFor();
    const stored = (await datasets()).filter(({ name }: { name: string }) => name === 'cut off');
    expect(stored).toHaveLength(1);
    faults.expectNone(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|ERR_FAILED/);
    await page.context().close();
  });

  test('works in two tabs: what one changes, the other shows', async () => {
    const { page, faults } = await dashboard.open('/app/jobs');
    const other = await page.context().newPage();
    await other.goto('/app/jobs');
    const { id } = await api.upload(walk(300));
    const { job } = await api.train({ dataset_id: id, horizon: 5, preset: 'accurate', steps: 20_000 });
    const row = (tab: typeof page) => tab.getByRole('row').filter({ hasText: job.id.slice(-8) });
    await row(page).waitFor();
    await other.bringToFront();
    await row(other).waitFor();
    await row(other).getByRole('button', { name: 'Cancel' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.bringToFront();
    await row(page).getByText('Cancelled', { exact: true }).waitFor({ timeout: 150_000 });
    faults.expectNone();
    await page.context().close();
  });
});
