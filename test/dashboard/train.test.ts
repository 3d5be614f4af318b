import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  months,
  openTables,
  overloaded,
  sizes,
  startDashboard,
} from './support/index.ts';

const ended = { timeout: 300_000 };

describe.skipIf(!hasChromium)('the page Train', { timeout: 600_000 }, () => {
  let dashboard: Dashboard;
  let api: ReturnType<typeof createApiClient>;
  let datasetId: string;
  beforeAll(async () => {
    dashboard = await startDashboard();
    api = createApiClient(dashboard);
    datasetId = (await api.upload(months(160))).id;
  });
  afterAll(() => dashboard?.stop());

  const start = (page: Page) => page.getByRole('button', { name: 'Start training' });

  test('trains with the keyboard alone, shows how the network learns, and leads to the model', async () => {
    const { page, faults } = await dashboard.open(`/app/train?dataset=${datasetId}`, {
      timezoneId: 'Asia/Seoul',
    });
    await page
      .getByText(/about \d/)
      .first()
      .waitFor();
    expect(await page.getByText(/about \d/).count()).toBe(3);
    // The times are those of the service, and follow the settings.
    await page.getByText('The times are estimates for one processor core.').waitFor();
    const asked = page.waitForResponse((response) => response.url().endsWith('/v1/models/estimate'));
    await page.getByLabel('Steps ahead').fill('3');
    const { presets } = await (await asked).json();
    expect(presets.map(({ preset }: { preset: string }) => preset)).toEqual(['fast', 'balanced', 'accurate']);
    await page.getByRole('radio', { name: /Balanced/ }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('radio', { name: /Fast/ }).isChecked()).toBe(true);
    await page.getByText('Advanced settings').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Most training steps').focus();
    await page.keyboard.type('60');
    await page.getByLabel('Name', { exact: true }).fill('shop');
    await expectAccessible(page);
    await page.keyboard.press('Enter');

    await page.getByText('The model is ready').waitFor(ended);
    await page.getByRole('heading', { level: 1, name: 'Training shop' }).waitFor();
    await page.getByRole('img', { name: /^Loss over \d+ training steps/ }).waitFor();
    await page
      .getByRole('img', { name: /^Forecast after [1-9]\d* training steps beside what really happened/ })
      .waitFor();

    // The forecast of the untrained network can be looked back at.
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await page
      .getByRole('img', { name: 'Forecast after 0 training steps beside what really happened.' })
      .waitFor();
    await page.getByText('Log', { exact: true }).click();
    await page.getByText('training succeeded').waitFor();
    // Times are on the clock of the reader, as on the page Jobs.
    const logged = page.locator('.train-log time').first();
    const hour = new Date((await logged.getAttribute('datetime'))!).getUTCHours();
    expect(Number((await logged.textContent())!.slice(0, 2))).toBe((hour + 9) % 24);
    expect(await openTables(page)).toBe(2);
    await expectAccessible(page);

    await page.getByRole('link', { name: 'See the model' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('a long training is cancelled, and runs again', async () => {
    const { job } = await api.train({ dataset_id: datasetId, horizon: 6, steps: 100_000, members: 16 });
    const { page, faults } = await dashboard.open(`/app/train/${job.id}`);
    await page.getByText('Time left').waitFor(ended);
    // A screen reader is told of each phase, not of each percent.
    await page.getByText(/^\W*\d+%$/).waitFor(ended);
    expect(await page.locator('[aria-live]').filter({ hasText: '%' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('This training was cancelled.').waitFor(ended);
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor(ended);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('This training was cancelled.').waitFor(ended);
    faults.expectNone();
    await page.context().close();
  });

  test('a failed training says why and what to do', async () => {
    const { job } = await api.train({
      ...{
        dataset_id: datasetId,
        horizon: 4,
        hidden_size: 512,
        layers: 4,
        batch_size: 1024,
        context_length: 120,
      },
      ...{ preset: 'fast' },
    });
    await api.pollJob(job.id, ({ status }) => status === 'failed', ended.timeout);
    const { page, faults } = await dashboard.open(`/app/train/${job.id}`, { viewport: sizes.phone });
    await page.getByText('The training has failed').waitFor();
    await page
      .getByText(/smaller `context_length`/)
      .first()
      .waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Start a new training with other settings' }).click();
    await start(page).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('mistakes are said beside the field, in the language of the page', async () => {
    const { page, faults } = await dashboard.open(`/app/train?dataset=${datasetId}`, {
      ...{ locale: 'ko-KR', viewport: sizes.phone },
    });
    await page.getByLabel('예측 단계 수').fill('0');
    await page.getByRole('button', { name: '학습 시작' }).click();
    await page.getByText('1부터 1,000까지의 정수를 입력하세요.').waitFor();
    await page.getByText('고급 설정').click();
    await page.getByLabel('계절 길이').fill('twelve');
    await page.getByText('1 이상의 정수를 쉼표로 구분해 입력하세요.').waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('a search in the datasets leaves the settings and the field as they are', async () => {
    const { page, faults } = await dashboard.open('/app/train');
    const asked: (string | null)[] = [];
    // The list says that there are more datasets than it has, until the whole text is searched for.
    await page.route('**/v1/datasets?*', async (route) => {
      const name = new URL(route.request().url()).searchParams.get('name');
      asked.push(name);
      const response = await route.fetch();
      const next_cursor = name === 'mon*' ? null : 'more';
      await route.fulfill({ response, json: { ...(await response.json()), next_cursor } });
    });
    await page.goto(`/app/train?dataset=${datasetId}`);
    await page.getByLabel('Steps ahead').fill('7');
    const search = page.getByLabel('Name begins with');
    const hint = page.getByText('There are more than the list shows.');
    await hint.waitFor();
    await search.pressSequentially('mon');
    await expect.poll(() => asked.at(-1)).toBe('mon*');
    await hint.waitFor({ state: 'hidden' }); // the page has the found ones
    expect(await search.inputValue()).toBe('mon');
    expect(await search.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.getByLabel('Steps ahead').inputValue()).toBe('7');
    faults.expectNone();
    await page.context().close();
  });

  test('what the service refuses is said, and an unknown job is explained', async () => {
    const { page, faults } = await dashboard.open(`/app/train?dataset=${datasetId}`);
    await page
      .getByText(/about \d/)
      .first()
      .waitFor();
    const estimates = '**/v1/models/estimate';
    await page.route(estimates, (route) => route.fulfill({ status: 503, json: overloaded }));
    await page.getByLabel('Steps ahead').fill('5');
    await page.getByText('Too many calls wait.').waitFor();
    expect(await page.getByText(/about \d/).count()).toBe(0);
    await page.unroute(estimates);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page
      .getByText(/about \d/)
      .first()
      .waitFor();
    expect(await page.getByText('Too many calls wait.').count()).toBe(0);
    await page.getByLabel('Steps ahead').fill('900');
    await start(page).click();
    await page
      .getByText(/a horizon of 900 needs/)
      .first()
      .waitFor();
    await page.goto(`/app/train/job_${'0'.repeat(32)}`);
    await page.getByText(/There is no job/).waitFor();
    faults.expectNone(/status of (4\d\d|503)/);
    await page.context().close();
  });
});
