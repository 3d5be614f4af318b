import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareWindows, differenceOf, ofOneVersion } from '../../dashboard/src/pages/compare/comparison.ts';
import { createApiClient, walk } from '../support/api-client.ts';
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

const ended = { timeout: 280_000 };

describe('the comparison', () => {
  /** Forecasts that are `error` too high, from so many origins of one series. */
  const windows = (origins: readonly string[], error: (i: number) => number) =>
    origins.map((origin, i) => ({
      ...{ series_id: 'A', origin, times: ['x', 'y'], actual: [10, null], median: [10 + error(i), 0] },
      quantiles: { '0.025': [8, 0], '0.1': [9, 0], '0.9': [11, 0], '0.975': [12, 0] },
      baselines: { naive: [14, 0] },
    }));
  const origins = Array.from({ length: 40 }, (_, i) => String(2000 + i));

  test('uses the windows that all models have, and no missing value', () => {
    const common = compareWindows(
      [windows(origins, () => 1), windows(origins.slice(10), () => 2)],
      2,
      'median',
    );
    expect(common).toMatchObject({ windows: 30, series: 1, values: 30 });
    expect(common!.models.map(({ mean }) => mean)).toEqual([1, 2]);
    expect(common!.models[0]!.byStep).toEqual([1, null]);
    expect(common!.baselines.get('naive')!.mean).toBe(4);
    expect(compareWindows([windows(origins, () => 1), windows(['1990'], () => 1)], 2, 'median')).toBeNull();
  });

  test('the backtests of a comparison are of the newest version of the data of which all models have one', () => {
    const one = (dataset_version: number, status: 'ready' | 'failed' | 'running' = 'ready') => ({
      dataset_version,
      status,
    });
    const of = (present: number, ...lists: ReturnType<typeof one>[][]) => ofOneVersion(lists, present);
    const complete = of(2, [one(2), one(1)], [one(2)]);
    expect(complete).toMatchObject({ backtests: [one(2), one(2)], isOfPresent: true });
    expect(of(2, [one(2, 'failed'), one(2)], [one(1)]).backtests[0]).toEqual(one(2));
    expect(of(2, [one(1)], [])).toMatchObject({ backtests: [null, null], isOfPresent: true });
    expect(of(2, [one(2)], [])).toMatchObject({ backtests: [one(2), null], isOfPresent: true });
    // An earlier version that all have stays, also while data arrive.
    expect(of(4, [one(3, 'running')], [one(3), one(2)])).toEqual({
      ...{ backtests: [one(3, 'running'), one(3)], ofPresent: [null, null], isOfPresent: false },
    });
    expect(of(4, [one(3), one(2)], [one(3, 'failed'), one(2)])).toMatchObject({
      ...{ backtests: [one(2), one(2)], isOfPresent: false },
    });
    // It stays until each model was measured on the present data.
    expect(of(2, [one(2), one(1)], [one(1)])).toEqual({
      ...{ backtests: [one(1), one(1)], ofPresent: [one(2), null], isOfPresent: false },
    });
    expect(of(2, [one(2), one(1)], [one(2, 'failed'), one(1)])).toEqual({
      ...{ backtests: [one(1), one(1)], ofPresent: [one(2), one(2, 'failed')], isOfPresent: false },
    });
    expect(of(2, [one(2), one(1)], [one(2, 'running'), one(1)])).toEqual({
      ...{ backtests: [one(1), one(1)], ofPresent: [one(2), one(2, 'running')], isOfPresent: false },
    });
    expect(of(2, [one(2)], [one(2, 'running'), one(1)]).isOfPresent).toBe(true);
  });

  test('the interval of a difference holds zero when it is chance, and not when it is not', () => {
    const noise = (i: number) => 1 + 0.8 * Math.sin(7 * i * i);
    const of = (...errors: ((i: number) => number)[]) =>
      compareWindows(
        errors.map((error) => windows(origins, error)),
        2,
        'median',
      )!.models;
    const [reference, same, better] = of(
      noise,
      (i) => noise(i + 100),
      (i) => 0.6 * noise(i),
    );
    const chance = differenceOf(same!, reference!, 4);
    expect(chance.range![0]).toBeLessThan(0);
    expect(chance.range![1]).toBeGreaterThan(0);
    const real = differenceOf(better!, reference!, 4);
    expect(real.value).toBeCloseTo(0.4, 6);
    expect(real.range![0]).toBeGreaterThan(0);
    expect(differenceOf(better!, reference!, 20).range).toBeNull(); // two separate stretches are too few
  });
});

describe.skipIf(!hasChromium)('the page Compare', { timeout: 400_000 }, () => {
  let dashboard: Dashboard;
  let ids: string[];
  let other: string;
  beforeAll(async () => {
    dashboard = await startDashboard();
    const api = createApiClient(dashboard);
    const trained = async (datasetId: string, settings: object) => {
      const request = {
        dataset_id: datasetId,
        horizon: 4,
        preset: 'fast',
        steps: 20,
        members: 1,
        ...settings,
      };
      const { job, model } = await api.train(request);
      await api.pollJob(job.id, ({ finished_at }) => finished_at !== null, ended.timeout);
      return model.id;
    };
    const { id: datasetId } = await api.upload(months(160), '2010-01-01');
    ids = [
      await trained(datasetId, { name: 'with gru' }),
      await trained(datasetId, { name: 'with rnn', cell: 'rnn', horizon: 3 }),
    ];
    const { id: otherData } = await api.upload(walk(200));
    other = await trained(otherData, { name: 'of other data', validation: { windows: 0 } });
  });
  afterAll(() => dashboard?.stop());

  test('two models are measured on the same windows, chosen with the keyboard', async () => {
    const { page, faults } = await dashboard.open('/app/compare');
    await page.getByText('Choose at least two models').waitFor();
    await page.getByLabel('Add a model').selectOption({ label: 'with gru · GRU' });
    await page.getByLabel('Add a model').selectOption({ label: 'with rnn · RNN' });
    await page.getByText('have different horizons. The first 3 steps are compared.').waitFor();
    // Only the first backtest begins, and a second try does not begin it again.
    const begun: { model_id: string; key: string | undefined }[] = [];
    await page.route('**/v1/backtests', (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      begun.push({ ...request.postDataJSON(), key: request.headers()['idempotency-key'] });
      const problem = {
        ...{ type: 'about:blank', title: 'Away', status: 503, code: 'queue_unavailable' },
        ...{ detail: 'The queue is away.', remedy: '', retryable: true },
      };
      return begun.length === 2
        ? route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem })
        : route.continue();
    });
    await page.getByRole('button', { name: 'Measure on the same windows' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The queue is away.').waitFor();
    await page.getByRole('button', { name: 'Measure on the same windows' }).click();
    await expect.poll(() => begun.map(({ model_id }) => ids.indexOf(model_id))).toEqual([0, 1, 1]);
    expect(new Set(begun.map(({ key }) => key)).size).toBe(2);
    await page.getByText(/Measured on \d+ common windows of 1 series/).waitFor(ended);
    await page
      .getByText(/(less error than|may be chance|too few windows)/)
      .first()
      .waitFor();
    await page.getByRole('img', { name: 'Error of each model at each step ahead.' }).waitFor();
    expect(await openTables(page)).toBe(1);
    await page.getByText('Whole fan').click();
    await page.getByText(/Mean pinball loss/).waitFor();
    await expectAccessible(page);

    // The address shows the same to others, and the backtests are not run again.
    await page.setViewportSize(sizes.phone);
    await page.reload();
    await page.getByText(/Measured on \d+ common windows/).waitFor(ended);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    faults.expectNone(/status of 503/);
    await page.context().close();
  });

  test('models of symbols are compared on the same symbols, and their training is watched', async () => {
    const api = createApiClient(dashboard);
    const words = await fetch(`${dashboard.url}/v1/datasets`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({
        ...{ kind: 'symbols', name: 'words' },
        sequences: Array.from({ length: 40 }, (_, i) => ({
          text: ['TRIANGLE', 'INTEGRAL', 'GRADIENT'][i % 3],
        })),
      }),
    });
    const { id: dataset_id } = await words.json();
    const trained = [];
    for (const cell of ['gru', 'rnn'] as const) {
      const { job, model } = await api.train({ dataset_id, cell, preset: 'fast', name: `words ${cell}` });
      await api.pollJob(job.id, ({ finished_at }) => finished_at !== null, ended.timeout);
      trained.push({ job: job.id, model: model.id });
    }
    const { page, faults } = await dashboard.open(
      `/app/compare?models=${trained.map(({ model }) => model).join(',')}`,
      { viewport: sizes.phone },
    );
    await page
      .getByText(/^words (gru|rnn) (predicts best: it )?needs .* fewer bits than words/)
      .waitFor(ended);
    const { card } = await api.model(trained[0]!.model);
    const bits = card !== null && 'evaluation' in card ? card.metrics.auto!.bits_per_symbol : Number.NaN;
    const row = page.getByRole('row').filter({ hasText: 'words gru' });
    expect(Number(await row.getByRole('cell').first().textContent())).toBeCloseTo(bits, 2);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.goto(`/app/train/${trained[0]!.job}`);
    await page.getByText(/^The right symbol gets .* on \(geometric\) average/).waitFor();
    await expect.poll(() => page.locator('.chart, .model-columns').count()).toBe(2);
    expect(await openTables(page)).toBe(2);
    await page.goto(`/app/compare?models=${trained[0]!.model},${ids[0]}`);
    await page.getByText('Some of them are models of symbols and others of numbers.').waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('models of different data are not compared, and the page says why', async () => {
    const { page, faults } = await dashboard.open(`/app/compare?models=${ids[0]},${other}`, {
      locale: 'ko-KR',
    });
    await page.getByText('이 모델들은 비교할 수 없습니다').waitFor();
    await page.getByText('서로 다른 데이터셋으로 학습해서').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'of other data 빼기' }).click();
    await page.getByText('모델을 두 개 이상 고르세요').waitFor();
    faults.expectNone();
    await page.context().close();
  });
});
