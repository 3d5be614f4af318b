import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  months,
  openTables,
  sizes,
  startDashboard,
} from './support/index.ts';

const ended = { timeout: 100_000 };

describe.skipIf(!hasChromium)('the page Models', { timeout: 200_000 }, () => {
  let dashboard: Dashboard;
  let api: ReturnType<typeof createApiClient>;
  let datasetId: string;
  let id: string;
  beforeAll(async () => {
    dashboard = await startDashboard({ GATECAST_WORKER_CONCURRENCY: '1' });
    api = createApiClient(dashboard);
    datasetId = (await api.upload(months(160), '2010-01-01')).id;
    const settings = { dataset_id: datasetId, horizon: 4, preset: 'fast', steps: 20, members: 1 };
    const jobs = [
      await api.train({ ...settings, name: 'shop', tags: ['nightly'] }),
      await api.train({ ...settings, name: 'quick', validation: { windows: 0 } }),
    ];
    for (const { job } of jobs)
      await api.pollJob(job.id, ({ finished_at }) => finished_at !== null, ended.timeout);
    id = jobs[0]!.model.id;
  });
  afterAll(() => dashboard?.stop());

  test('the list is searched and filtered, and leads to a model', async () => {
    const { page, faults } = await dashboard.open('/app/models', { viewport: sizes.phone });
    await page.getByRole('link', { name: 'quick' }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByLabel('Name begins with').fill('sho');
    await page.getByRole('link', { name: 'quick' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('name')).toBe('sho');
    await page.getByLabel('Status').selectOption('Failed');
    await page.getByText('No model matches').waitFor();
    await page.getByLabel('Status').selectOption('Any');
    await page.getByRole('link', { name: 'nightly' }).click();
    await page.getByRole('button', { name: 'Tag: nightly' }).waitFor();
    expect(await page.getByLabel('Name begins with').inputValue()).toBe('');
    await page.getByRole('link', { name: 'shop' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('a model shows its card, its skill by step, its calibration and its settings', async () => {
    const { page, faults } = await dashboard.open(`/app/models/${id}`);
    const { card } = await createApiClient(dashboard).model(id);
    await page.getByText(card!.summary).first().waitFor();
    await page.getByRole('img', { name: /^Skill at each of 4 steps ahead/ }).waitFor();
    await page.getByText('Statistical', { exact: true }).click();
    expect(await openTables(page)).toBe(1);
    await expectAccessible(page);

    // The arrow keys lead through the tabs.
    await page.getByRole('tab', { name: 'How good it is' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Can its uncertainty be trusted?' }).waitFor();
    await page.getByRole('img', { name: /^Histogram of ten bars/ }).waitFor();
    await expectAccessible(page);
    const run = page.getByRole('button', { name: 'Run a backtest' });
    // A training keeps the worker busy, so the backtest is cancelled before it begins.
    const { job: other } = await api.train({
      dataset_id: datasetId,
      horizon: 4,
      steps: 100_000,
      members: 16,
    });
    await api.pollJob(other.id, ({ status }) => status === 'running', ended.timeout);
    const posted = page.waitForResponse(
      (response) => response.url().endsWith('/v1/backtests') && response.status() === 202,
    );
    await run.click();
    const { job } = await (await posted).json();
    await page.getByText('The backtest is running.').waitFor();
    await api.cancel(job.id);
    await page.getByText('The last backtest was cancelled.').waitFor(ended);
    await api.cancel(other.id);
    await expectAccessible(page);
    await run.click();
    await page.getByText(/On average the values are/).waitFor(ended);
    await page.getByRole('heading', { name: 'Mean absolute error by' }).waitFor();
    expect(await openTables(page)).toBe(4);
    await expectAccessible(page);

    await page.getByRole('tab', { name: 'Training and settings' }).click();
    await page.getByRole('img', { name: /^Loss of training and validation/ }).waitFor();
    await page.getByText('This model was not retrained yet.').waitFor();
    expect(await openTables(page)).toBe(1);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('names, aliases, files, retraining and deletion', async () => {
    const { page, faults } = await dashboard.open(`/app/models/${id}?tab=manage`, { viewport: sizes.phone });
    // Without an answer each form says so in the words of the page, not in those of the browser.
    const alerts = page.getByRole('alert').filter({ hasText: 'The service does not answer. Try again when' });
    const changes = /\/v1\/(models|aliases)\/[^/]+$/;
    await page.route(changes, (route) =>
      route.request().method() === 'GET' ? route.fallback() : route.abort(),
    );
    await page.getByLabel('Tags').fill('nightly, shop, "north, south"');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Alias', { exact: true }).fill('production');
    await page.getByRole('button', { name: 'Set alias' }).click();
    await expect.poll(() => page.getByRole('alert').count(), ended).toBe(2);
    expect(await alerts.count()).toBe(2);
    await page.unroute(changes);
    // An alias of another model is told before it is moved.
    const { data } = await (await fetch(`${dashboard.url}/v1/models?name=quick`)).json();
    await fetch(`${dashboard.url}/v1/aliases/live`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model_id: data[0].id }),
    });
    await page.getByLabel('Alias', { exact: true }).fill('live');
    await page.getByLabel('Alias', { exact: true }).press('Enter');
    await page.getByText('live points to another model now.').waitFor();
    expect((await (await fetch(`${dashboard.url}/v1/aliases/live`)).json()).model_id).toBe(data[0].id);
    await page.getByLabel('Alias', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'shop', exact: true }).waitFor();
    await page.getByRole('link', { name: 'north, south', exact: true }).waitFor();
    // A new name leaves the tags as they are, also those that somebody else has set meanwhile.
    await page.reload();
    expect(await page.getByLabel('Tags').inputValue()).toBe('nightly, shop, "north, south"');
    await fetch(`${dashboard.url}/v1/models/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: ['nightly', 'a, b'] }),
    });
    await page.getByLabel('Name', { exact: true }).fill('shops');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'shops' }).waitFor();
    expect(await api.model(id)).toMatchObject({ name: 'shops', tags: ['nightly', 'a, b'] });
    await page.getByLabel('Name', { exact: true }).fill('shop');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop', exact: true }).waitFor();
    await page.getByLabel('Alias', { exact: true }).fill('production');
    await page.getByLabel('Alias', { exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Remove alias production' }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    for (const [name, file] of [
      ['Weights', 'shop.safetensors'],
      ['ONNX', 'shop.onnx'],
      ['Bundle', 'shop.tar'],
    ]) {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: `Download ${name}` }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe(file);
      expect(readFileSync(await download.path()).length).toBeGreaterThan(1_000);
    }

    // A model with an alias is not deleted; without it, it is.
    const remove = async () => {
      await page.getByRole('button', { name: 'Delete this model' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete this model' }).click();
    };
    await remove();
    await page
      .getByRole('alert')
      .getByText(/production/)
      .waitFor();
    await page.getByRole('button', { name: 'Remove alias production' }).click();
    await page.getByText('This model has no alias.').waitFor();

    await page.getByRole('button', { name: 'Retrain' }).click();
    await page.getByRole('dialog').getByText('New weights').click();
    await page.getByText('Starts afresh').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Start training' }).click();
    await page.getByText('The model is ready').waitFor(ended);

    await page.goto(`/app/models/${id}?tab=training`);
    await page.getByText('retrained as').waitFor();
    // The parent is found also if the list of the newest models does not have it.
    await page.route('**/v1/models?dataset_id=*', (route) =>
      route.fulfill({ json: { data: [], next_cursor: null } }),
    );
    await page
      .getByRole('row', { name: /retrained as/ })
      .getByRole('link')
      .click();
    await page.getByRole('tab', { name: 'Training' }).click();
    await page.getByRole('cell', { name: 'trained from' }).waitFor();
    await page.unroute('**/v1/models?dataset_id=*');
    await page.goto(`/app/models/${id}?tab=training`);
    await page.getByRole('tab', { name: 'Names, files, deletion' }).click();
    await remove();
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    faults.expectNone(/status of 409|ERR_FAILED/);
    await page.context().close();
  });

  test('a model without a test says so, and an unknown one is explained', async () => {
    const { page, faults } = await dashboard.open('/app/models?name=quick', { locale: 'ko-KR' });
    await page.getByText('시험 안 함').waitFor();
    await page.getByRole('link', { name: 'quick' }).click();
    await page.getByText('시험 없이 학습한 모델이라').waitFor();
    // The card is said in Korean, sentence by sentence. Nothing of it stays English.
    await page.getByText('시험하지 않았습니다. 백테스트를 요청하지 않은 모델입니다.').waitFor();
    await page.getByText('백테스트를 요청하지 않아 예측이 얼마나 좋은지').waitFor();
    expect(await page.locator('main [lang=en]').count()).toBe(0);
    await expectAccessible(page);
    await page.goto(`/app/models/mdl_${'0'.repeat(32)}`);
    await page.getByText(`mdl_${'0'.repeat(32)} 모델이 없습니다. 모델 목록에서 고르세요.`).waitFor();
    faults.expectNone(/status of 404/);
    await page.context().close();
  });

  test('a long list has all of its rows as they are now, and imported models come without data', async () => {
    const { data } = await (await fetch(`${dashboard.url}/v1/models?name=quick`)).json();
    const bundle = await (await fetch(`${dashboard.url}/v1/models/${data[0].id}/bundle`)).arrayBuffer();
    const sent = async (path: string, method: string, body?: BodyInit, type = 'application/json') => {
      const content = body === undefined ? {} : { body, headers: { 'content-type': type } };
      const answer = await fetch(`${dashboard.url}${path}`, { method, ...content });
      expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
      return answer;
    };
    const imported = async () =>
      (await sent('/v1/models/import', 'POST', bundle, 'application/x-tar')).json();
    const oldest = await imported();
    const tagged = { tags: ['imported'] };
    const change = (id: string, body: object) =>
      sent(`/v1/models/${id}`, 'PATCH', JSON.stringify({ ...tagged, ...body }));
    await change(oldest.id, {});
    const second = await imported();
    await change(second.id, {});
    for (let i = 0; i < 50; i++) await change((await imported()).id, {});

    const { page, faults } = await dashboard.open('/app/models?tag=imported');
    const names = page.locator('tbody .model-name > a:first-child');
    await expect.poll(() => names.count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => names.count()).toBe(52);
    await sent(`/v1/models/${second.id}`, 'DELETE');
    await change(oldest.id, { name: 'renamed' });
    for (const name of ['new 1', 'new 2']) await change((await imported()).id, { name });
    await page.getByRole('link', { name: 'new 2' }).waitFor();
    await page.getByRole('link', { name: 'renamed' }).waitFor();
    await expect.poll(() => names.count()).toBe(53);
    const shown = await names.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(new Set(shown).size).toBe(53);
    expect(shown).not.toContain(`/app/models/${second.id}`);

    const { dataset_id } = await (await fetch(`${dashboard.url}/v1/models/${oldest.id}`)).json();
    await page.goto(`/app/datasets/${dataset_id}`);
    await page.getByRole('heading', { name: 'This dataset has no series' }).waitFor();
    expect(await page.locator('.skeleton').count()).toBe(0);
    expect(await page.locator('main').textContent()).not.toContain('null');
    await page.goto(`/app/datasets/${dataset_id}?tab=about`);
    await page.getByText('Missing values').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('null');
    faults.expectNone();
    await page.context().close();
  });
});
