import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Usage } from '../../src/contracts/schemas/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  sizes,
  startDashboard,
} from './support/index.ts';

const tiny = { horizon: 3, preset: 'fast', steps: 5, members: 1, validation: { windows: 0 } };

/** Observations that the tenant may store. */
const pointsMax = 2_000;
const patience = { timeout: 100_000 };

describe.skipIf(!hasChromium)('the settings', () => {
  let dashboard: Dashboard;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    dashboard = await startDashboard({
      GATECAST_WEBHOOK_ALLOW: '127.0.0.1/32',
      TENANT_POINTS_MAX: String(pointsMax),
    });
  });
  afterAll(async () => {
    await dashboard?.stop();
    await receiver?.close();
  });

  test('a key is created, shown once, rotated and deleted', async () => {
    const { page, faults } = await dashboard.open('/app/settings');
    await page.getByText('No key was created here yet.').waitFor();
    await page.getByRole('button', { name: 'New key' }).press('Enter');
    await page.getByLabel('What it is for').fill('nightly import');
    await page.getByLabel('read: look at everything').uncheck();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Choose at least one.').waitFor();
    await page.getByLabel('write: upload').check();
    const end = page.getByLabel('Ends on');
    // A browser takes years of six digits where no latest date is set.
    expect(await end.getAttribute('max')).toBe('9999-12-31');
    await end.fill('2099-12-31');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create' }).click();
    const secret = await page.getByRole('textbox', { name: 'The new key' }).inputValue();
    expect(secret).toMatch(/^gck_/);
    await page.getByText('the service keeps no copy').waitFor();
    await expectAccessible(page);
    const listed = async () => (await (await fetch(`${dashboard.url}/v1/keys`)).json()).data;
    expect(await listed()).toMatchObject([{ name: 'nightly import', scopes: ['write'] }]);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('cell', { name: 'nightly import' }).waitFor();
    const html = await page.content();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(`${html}${stored}${page.url()}`).not.toContain(secret);

    await page.getByRole('button', { name: 'Rotate' }).click();
    await page.getByLabel('The old key stays valid for').selectOption('0');
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    expect(await page.getByRole('textbox', { name: 'The new key' }).inputValue()).not.toBe(secret);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('has ended').waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: 'has ended' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('has ended').waitFor({ state: 'hidden' });
    expect(await listed()).toHaveLength(1);

    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('What it is for').fill('key of a customer');
    await page.getByRole('dialog').getByLabel('Tenant').fill('customer-1');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('cell', { name: 'key of a customer' }).waitFor();
    expect(await page.getByLabel('Keys of the tenant').inputValue()).toBe('customer-1');
    await page.getByLabel('Keys of the tenant').fill('customer-2');
    await page.getByText('This tenant has no keys.').waitFor();
    await page.getByLabel('Keys of the tenant').fill('');
    await page.getByRole('cell', { name: 'nightly import' }).waitFor();
    expect(await page.getByRole('cell', { name: 'key of a customer' }).count()).toBe(0);
    faults.expectNone();
    await page.context().close();
  });

  test('a webhook is created, tested with its delivery log, paused and deleted', async () => {
    const { page, faults } = await dashboard.open('/app/settings/webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByLabel('Address that receives').fill('http://10.1.2.3/hook');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').filter({ hasText: '10.1.2.3' }).waitFor();
    await page.getByLabel('Address that receives').fill(receiver.url);
    const created = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Create' }).click();
    expect((await created).headers()['idempotency-key']).toBeDefined();
    expect(await page.getByRole('textbox', { name: 'Secret for the signatures' }).inputValue()).toMatch(
      /^whsec_/,
    );
    await page.getByText('The service keeps it to sign its messages.').waitFor();
    expect(await page.getByText('the service keeps no copy').count()).toBe(0);
    await page.getByRole('button', { name: 'I have stored it' }).click();

    // A log that is folded away is not read.
    let reads = 0;
    page.on('request', (request) => {
      if (request.url().includes('/deliveries?')) reads++;
    });
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('A test message is on its way.').waitFor();
    expect(reads).toBe(0);
    await page.getByText('Delivery log', { exact: true }).click();
    await page.getByRole('cell', { name: 'test message' }).waitFor();
    await page.getByRole('cell', { name: 'delivered' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('The message is sent again.').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Add an address, and it hears').waitFor();
    faults.expectNone(/status of 422/);
    await page.context().close();
  });

  test('a schedule is created for a model, paused and deleted', async () => {
    const { page, faults } = await dashboard.open('/app/settings/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByText('Train one first.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const api = createApiClient(dashboard);
    const { id } = await api.upload(walk(200));
    const { job } = await api.train({ dataset_id: id, ...tiny, name: 'Walk' });
    await api.pollJob(job.id, ({ finished_at }) => finished_at !== null, 150_000);

    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Walk' });
    await page.getByLabel('How often').selectOption('cron');
    await page.getByLabel('Cron expression').fill('not a time');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').filter({ hasText: 'cron' }).waitFor();
    await page.getByLabel('Cron expression').fill('30 6 * * 1-5');
    await page.getByLabel('Time zone').fill('Asia/Seoul');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('cell', { name: /30 6/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('A schedule keeps a model fresh').waitFor();
    faults.expectNone(/status of 422/);
    await page.context().close();
  });

  test('the storage says what is stored, by kind, and how much of a limit that is', async () => {
    const api = createApiClient(dashboard);
    const read = async () => (await (await fetch(`${dashboard.url}/v1/usage`)).json()) as Usage;
    const fillTo = async (points: number) => api.upload(walk(points - (await read()).observations));
    await fillTo(pointsMax / 2);
    const { page, faults } = await dashboard.open('/app/settings/storage');
    await page.getByText('50% of 2,000').waitFor();
    await page.getByText('no limit').waitFor();
    await page.getByText('deleted observations when their versions expire').waitFor();
    const { stored_bytes, stored_bytes_by_kind } = await read();
    const rows = page.getByRole('table').getByRole('row');
    const stored = Object.values(stored_bytes_by_kind).filter((bytes) => bytes > 0);
    expect(await rows.count()).toBe(1 + stored.length);
    await rows.filter({ has: page.getByRole('link', { name: 'Datasets' }) }).waitFor();
    await page.getByText(kilobytes(stored_bytes), { exact: true }).first().waitFor();
    expect(await page.getByText('nearly full').count()).toBe(0);
    await expectAccessible(page);

    await fillTo(0.95 * pointsMax);
    await page.reload();
    await page.getByText('nearly full').waitFor();
    await fillTo(pointsMax);
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'The storage is full.' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Datasets' }).last().click();
    await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('theme and language are chosen, with the keyboard, on a phone', async () => {
    const { page, faults } = await dashboard.open('/app/settings', { viewport: sizes.phone });
    await page.getByRole('tab', { name: 'Keys' }).focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.getByRole('main').getByRole('radio', { name: 'Dark' }).press('Space');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('main').getByRole('radio', { name: '한국어' }).press('Space');
    await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
    await expectNoSidewaysScroll(page);
    for (const name of ['예약', '웹훅', '공유 링크', '저장 공간', '키']) {
      await page.getByRole('tab', { name, exact: true }).click();
      await expectNoSidewaysScroll(page);
      if (name !== '저장 공간') continue;
      const table = page.getByRole('group', { name: '공간을 차지하는 것' });
      await table.waitFor();
      expect(await table.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    }
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('lists that are longer than their first rows show the others on demand', async () => {
    const sent = async (path: string, body: object = {}) => {
      const response = await fetch(`${dashboard.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = await response.json();
      expect(response.ok, `${path} ${JSON.stringify(answer)}`).toBe(true);
      return answer;
    };
    const { data } = await (await fetch(`${dashboard.url}/v1/models`)).json();
    const { id: modelId, dataset_id: datasetId } = data[0];
    const { end } = await (await fetch(`${dashboard.url}/v1/datasets/${datasetId}`)).json();
    // The storage is full since an earlier test.
    const stored = await (await fetch(`${dashboard.url}/v1/datasets`)).json();
    for (const { id } of stored.data)
      if (id !== datasetId) await fetch(`${dashboard.url}/v1/datasets/${id}`, { method: 'DELETE' });
    const hook = await sent('/v1/webhooks', { url: receiver.url });
    const delivery = await sent(`/v1/webhooks/${hook.id}/test`);
    for (let i = 0; i < 51; i++) {
      await sent(`/v1/models/${modelId}/embeds`, { name: `embed ${i}` });
      await sent(`/v1/datasets/${datasetId}/observations`, {
        series: [{ id: 'A', times: [end], values: [i] }],
      });
    }
    const { page, faults } = await dashboard.open('/app/settings/embeds');
    const rows = page.locator('tbody tr');
    const expectMore = async (count: number) => {
      await expect.poll(() => rows.count(), patience).toBe(50);
      await page.getByRole('button', { name: 'Show more' }).click();
      await expect.poll(() => rows.count(), patience).toBe(count);
      expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    };
    await expectMore(51);
    await page.route('**/deliveries?*', async (route) => {
      const limit = Number(new URL(route.request().url()).searchParams.get('limit'));
      const all = Array.from({ length: 51 }, (_, i) => ({ ...delivery, id: `${delivery.id}${i}` }));
      const json = { data: all.slice(0, limit), next_cursor: all.length > limit ? 'more' : null };
      await route.fulfill({ json });
    });
    await page.goto('/app/settings/webhooks');
    await page.getByText('Delivery log', { exact: true }).click();
    await expectMore(51);
    await page.goto(`/app/datasets/${datasetId}?tab=versions`);
    await expectMore(52);
    faults.expectNone();
    await page.context().close();
  });
});

function kilobytes(bytes: number): string {
  return new Intl.NumberFormat('en', {
    ...{ style: 'unit', unit: 'kilobyte', unitDisplay: 'short' },
    maximumSignificantDigits: 3,
  }).format(bytes / 1_000);
}
