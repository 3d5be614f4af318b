import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  openTables,
  overloaded,
  sizes,
  startDashboard,
} from './support/index.ts';

const horizon = 10;
const patience = { timeout: 150_000 };

describe.skipIf(!hasChromium)('the forecast page', () => {
  let dashboard: Dashboard;
  let api: ReturnType<typeof createApiClient>;
  let datasetId: string;
  let modelId: string;
  const values = walk(500);

  beforeAll(async () => {
    dashboard = await startDashboard();
    api = createApiClient(dashboard);
    const empty = await dashboard.open('/app/forecast');
    await empty.page.getByRole('heading', { name: 'There is nothing to forecast yet' }).waitFor(patience);
    await expectAccessible(empty.page);
    await empty.page.getByRole('link', { name: 'Go to the start' }).waitFor();
    empty.faults.expectNone();
    await empty.page.context().close();

    const { id } = await api.upload(values.slice(0, 480));
    datasetId = id;
    const small = { steps: 20, members: 1, hidden_size: 8, validation: { windows: 0 } };
    const { model, job } = await api.train({
      dataset_id: id,
      horizon,
      preset: 'fast',
      name: 'Small',
      ...small,
    });
    modelId = model.id;
    await api.pollJob(job.id, ({ status }) => status === 'succeeded', patience.timeout);
  });
  afterAll(() => dashboard?.stop());

  test('shows the fan of the newest model, in words too, on any screen and for axe', async () => {
    for (const viewport of [sizes.phone, sizes.desktop]) {
      const { page, faults } = await dashboard.open('/app/forecast', { viewport });
      await sentence(page, 'In 10 days').waitFor(patience);
      await page.getByText('Small', { exact: true }).last().waitFor();
      await page.getByRole('img', { name: /History of A and the fan/ }).waitFor();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      faults.expectNone();
      await page.context().close();
    }
  });

  test('times are on the clock of the zone of the data', async () => {
    const hours = Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2024, 3, 1, i)).toISOString());
    const rows = hours.map((time, i) => `${time},${100 + (i % 24)}`);
    const stored = await fetch(`${dashboard.url}/v1/datasets?time_zone=Europe/Berlin`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `time,load\n${rows.join('\n')}\n`,
    });
    const { id, end } = await stored.json();
    expect(end).toBe('2024-04-05T05:00:00+02:00');
    const { page, faults } = await dashboard.open(`/app/forecast?dataset=${id}&horizon=5`);
    await page.getByText(/^Apr 5, 2024, 5:00\sAM$/).waitFor(patience);
    await page.getByText(/^In 5 hours \(Apr 5, 2024, 10:00\sAM\)/).waitFor(patience);
    faults.expectNone();
    await page.context().close();
  });

  test('steps and a name of many series are typed before they take effect', async () => {
    const days = Array.from({ length: 30 }, (_, i) => new Date(Date.UTC(2024, 3, 1 + i)).toISOString());
    const rows = Array.from({ length: 101 }, (_, s) => days.map((day, i) => `${day},s${s},${s + (i % 7)}`));
    const stored = await fetch(`${dashboard.url}/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `time,series,value\n${rows.flat().join('\n')}\n`,
    });
    const { id } = await stored.json();
    const { page, faults } = await dashboard.open(`/app/forecast?dataset=${id}&horizon=5`);
    await sentence(page, 'In 5 days').waitFor(patience);
    const steps = page.getByLabel('Steps ahead');
    await steps.fill('');
    expect(await steps.inputValue()).toBe('');
    await steps.fill('3');
    await sentence(page, 'In 3 days').waitFor(patience);
    const series = page.getByLabel('Series', { exact: true });
    await series.fill('s5x');
    await series.fill('s57');
    await expect.poll(() => new URL(page.url()).searchParams.get('series')).toBe('s57');
    await series.fill('s5');
    await series.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('series')).toBe('s5');
    await sentence(page, 'In 3 days').waitFor(patience);
    faults.expectNone();
    await page.context().close();
  });

  test('the sentence has the numbers of the API', async () => {
    const { page } = await dashboard.open(`/app/forecast/${modelId}?horizon=5`);
    const text = await sentence(page, 'In 5 days').textContent(patience);
    const answer = await post(`/v1/models/${modelId}/forecasts`, { horizon: 5, levels: [80], store: false });
    const { lower, upper } = answer.forecasts[0].intervals['80'];
    const [, ...ends] = /between ([\d.,]+) and ([\d.,]+)\./.exec(text ?? '') ?? [];
    expect(Number(ends[0])).toBeCloseTo(lower[4], 1);
    expect(Number(ends[1])).toBeCloseTo(upper[4], 1);
    await page.context().close();
  });

  test('the keyboard looks back with the slider, and compares with what happened', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}`);
    const slider = page.getByRole('slider', { name: 'Forecast made on' });
    await slider.waitFor(patience);
    await slider.focus();
    for (let day = 27; day >= 16; day--) {
      await page.keyboard.press('ArrowLeft');
      await page.locator('.forecast-time', { hasText: `Apr ${day}, 2016` }).waitFor();
    }
    await page.getByRole('heading', { name: 'What happened' }).waitFor(patience);
    await page.getByText('On the 10 steps whose values are known.').waitFor(patience);
    await page.getByText(/inside the 80% range\.|outside the 80% range\./).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('as_of')).toBe('2016-04-16');
    await page.getByText('The model learnt from data that include this time').waitFor();

    await page.getByRole('checkbox', { name: 'Last value' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('cell', { name: 'Last value' }).waitFor(patience);
    await page.getByRole('checkbox', { name: 'Instant forecast' }).check();
    await page.getByRole('cell', { name: 'Instant forecast' }).waitFor(patience);
    const errors = async () =>
      (await page.locator('tbody td.number:nth-child(2)').allTextContents()).map(Number);
    const [last, ...actual] = values.slice(467, 478);
    const expected = actual.reduce((sum, value) => sum + Math.abs(value - last!), 0) / horizon;
    await expect.poll(errors).toContainEqual(expect.closeTo(expected, 2));
    const row = page.getByRole('row', { name: /Instant forecast/ });
    await row.getByRole('cell', { name: '10', exact: true }).waitFor();
    await row.getByRole('cell', { name: /^\d+ of 10$/ }).waitFor();
    await expectAccessible(page);

    await page.reload(); // the address has everything
    await page.getByRole('cell', { name: 'Instant forecast' }).waitFor(patience);
    await page.getByRole('button', { name: 'Back to the newest' }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor({ state: 'hidden', ...patience });
    faults.expectNone();
    await page.context().close();
  });

  test('moves of the slider right after one has settled are kept', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}`);
    await page.getByRole('slider', { name: 'Forecast made on' }).waitFor(patience);
    await page.evaluate(async () => {
      const slider = document.querySelector<HTMLInputElement>('.forecast-slider')!;
      const back = () => {
        slider.stepDown();
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      };
      const { replaceState } = history;
      const settled = new Promise((resolve) => {
        history.replaceState = (...change) => {
          history.replaceState = replaceState;
          replaceState.apply(history, change);
          setTimeout(resolve); // the page has the new time, and its effects wait for the next frame
        };
      });
      back();
      await settled;
      back();
      for (let frames = 0; frames < 2; frames++)
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      back();
    });
    await page.waitForURL('**as_of=2016-04-25**');
    await page.locator('.forecast-time', { hasText: 'Apr 25, 2016' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('files have the numbers of the chart, and the commands have no key', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}`);
    await sentence(page, 'In 10 days').waitFor(patience);
    const rows = (await download(page, 'CSV')).toString().trimEnd().split('\n');
    expect(rows[0]).toBe('series,time,value,median,lower_50,upper_50,lower_80,upper_80,lower_95,upper_95');
    const answer = await post(`/v1/models/${modelId}/forecasts`, { levels: [80], store: false });
    const [forecast] = answer.forecasts;
    const ofForecast = rows.slice(-horizon).map((row) => row.split(','));
    expect(ofForecast.map(([, time]) => time)).toEqual(forecast.times);
    expect(ofForecast.map((row) => Number(row[6]))).toEqual(forecast.intervals['80'].lower);
    expect(rows.at(-horizon - 1)).toMatch(new RegExp(`^A,2016-04-28,${values[479]},`));

    const svg = (await download(page, 'SVG')).toString();
    expect(svg).toMatch(/^<svg xmlns=.*<\/svg>$/s);
    expect(svg).not.toContain('NaN');
    const png = await download(page, 'PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1_920);

    const code = page.getByRole('group', { name: 'The same call from a shell or a program' });
    const curl = (await code.textContent()) ?? '';
    expect(curl).not.toMatch(/authorization/i);
    const [, url, body] = /curl -s '([^']+)'.*-d '(.*)'/s.exec(curl) ?? [];
    const same = await fetch(url ?? '', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? '' },
    });
    expect((await same.json()).forecasts[0].median).toEqual(forecast.median);
    await page.getByRole('tab', { name: 'TypeScript' }).click();
    expect(await code.textContent()).toContain(
      `client.forecast('${modelId}', { series_ids: ['A'], horizon: 10`,
    );
    faults.expectNone();
    await page.context().close();
  });

  test('the table below the fan has the numbers of the API, and none from before it as a forecast', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}?with=last`);
    await sentence(page, 'In 10 days').waitFor(patience);
    expect(await openTables(page)).toBe(1);
    const answer = await post(`/v1/models/${modelId}/forecasts`, { levels: [80], store: false });
    const [{ median }] = answer.forecasts;
    const table = page.locator('.chart-table');
    await table.getByRole('columnheader', { name: 'Last value' }).waitFor(patience);
    const shown = () => table.locator('tbody td:nth-of-type(1)').allTextContents();
    expect((await shown()).map((text) => Number(text.replaceAll(',', '')))).toEqual(
      median.map((value: number) => expect.closeTo(value, 1)),
    );
    await table.getByRole('button', { name: 'Rows before' }).press('Enter');
    await expect.poll(shown).toEqual(Array.from({ length: 50 }, () => '–'));
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('without a model the forecast is instant', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast?dataset=${datasetId}&horizon=3`);
    await sentence(page, 'In 3 days').waitFor(patience);
    await page.getByText('Nothing was trained on your data').waitFor();
    await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Small' });
    await page.waitForURL(`**/app/forecast/${modelId}`);
    await sentence(page, 'In 10 days').waitFor(patience);
    faults.expectNone();
    await page.context().close();
  });

  test('a refusal is said in its place, with what to do', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}?series=nothing`);
    await page
      .getByText(/nothing/)
      .first()
      .waitFor(patience);
    await page.getByRole('combobox', { name: 'Series' }).waitFor();
    await expectAccessible(page);
    const calls = '**/v1/models/*/forecasts';
    await page.route(calls, (route) => route.fulfill({ status: 503, json: overloaded }));
    await page.getByRole('combobox', { name: 'Series' }).selectOption('A');
    await page.getByText('Too many calls wait.').waitFor(patience);
    await page.unroute(calls);
    await page.getByRole('button', { name: 'Try again' }).click();
    await sentence(page, 'In 10 days').waitFor(patience);
    faults.expectNone(/status of (4\d\d|503)/);
    await page.context().close();
  });

  test('a model of letters continues a word, with probabilities', async () => {
    const words = await post('/v1/datasets', {
      ...{ kind: 'symbols', name: 'words' },
      sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }],
    });
    const { model, job } = await api.train({ dataset_id: words.id, cell: 'gru', name: 'Letters' });
    await api.pollJob(job.id, ({ status }) => status === 'succeeded', patience.timeout);
    const { page, faults } = await dashboard.open(`/app/forecast/${model.id}`, { viewport: sizes.phone });
    await page.getByText('TRIANGLE', { exact: false }).first().waitFor(patience);
    await page.getByLabel('The sequence so far').fill('INTE');
    await page
      .getByRole('list', { name: 'What comes next' })
      .getByRole('listitem')
      .first()
      .getByText('G')
      .waitFor(patience);
    await page.getByText('The sequence ends here.').waitFor();
    const context = () => new URL(page.url()).searchParams.get('context');
    expect(context()).toBe('INTE');
    // The address of a long text could not be loaded again.
    const long = 'INTEGRAL'.repeat(300);
    await page.getByLabel('The sequence so far').fill(long);
    await page.locator('.forecast-continuation', { hasText: long }).waitFor(patience);
    await page.getByText('too long for the address').waitFor();
    expect(context()).toBeNull();
    await page.getByLabel('The sequence so far').fill('IN?');
    await page.getByText('The model has never seen ?.').waitFor(patience);
    expect(context()).toBe('IN?');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('a model that a list of choices does not have is found by its name', async () => {
    const { page, faults } = await dashboard.open('/app/forecast');
    // The list begins with newer models of one name, and says that there are more.
    await page.route('**/v1/models?*', async (route) => {
      const json = await (await route.fetch()).json();
      const isSearched = new URL(route.request().url()).searchParams.has('name');
      const newer = ['02', '01'].map((day) => ({
        ...{ ...json.data[0], id: `mdl_${day.padStart(32, '0')}`, name: 'Newer' },
        created_at: `2027-03-${day}T12:00:00Z`,
      }));
      await route.fulfill({ json: isSearched ? json : { data: newer, next_cursor: 'more' } });
    });
    const select = page.getByRole('combobox', { name: 'Model' });
    const expectFound = async () => {
      await page.getByText('There are more than the list shows.').waitFor(patience);
      expect(await select.getByText('Small', { exact: true }).count()).toBe(0);
      expect((await select.locator('option').allTextContents()).join()).toMatch(
        /Newer · Mar 2, 2027\b.*,Newer · Mar 1, 2027\b/,
      );
      await page.getByLabel('Name begins with').fill('Sma');
      await select.getByText('Small', { exact: true }).waitFor({ state: 'attached', ...patience });
      await select.selectOption('Small');
    };
    await page.goto(`/app/forecast?dataset=${datasetId}`);
    // A search that fails says so, and keeps the list.
    await page.route('**/v1/datasets?*name=none*', (route) =>
      route.fulfill({ status: 503, json: overloaded }),
    );
    await page.getByLabel('Name begins with').fill('none');
    await page.getByText('Too many calls wait.').waitFor(patience);
    expect(await select.locator('option', { hasText: 'Newer' }).count()).toBe(2);
    await page.unroute('**/v1/datasets?*name=none*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Too many calls wait.').waitFor({ state: 'hidden', ...patience });
    await page.getByLabel('Name begins with').fill('');
    await expectFound();
    expect(await page.getByText('Too many calls wait.').count()).toBe(0);
    await page.waitForURL(`**/app/forecast/${modelId}`);
    await page.goto('/app/settings/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await expectFound();
    await page.getByLabel('Name begins with').fill('none');
    await page.getByLabel('Name begins with').press('Enter');
    await expect.poll(() => select.locator('option').allTextContents()).toEqual(['Small']);
    const models = await (await fetch(`${dashboard.url}/v1/models?name=Letters`)).json();
    await page.goto(`/app/memory/${models.data[0].id}`);
    await expectFound();
    await page.waitForURL(`**/app/memory/${modelId}`);
    faults.expectNone(/status of 503/);
    await page.context().close();
  });

  test('a model of another column is drawn with the values of that column, up to the last observed one', async () => {
    const days = Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString());
    // The rows at the end have no load yet.
    const rows = days.map((day, i) => `${day.slice(0, 10)},${i},${i < 85 ? 5_000 + (i % 7) : ''}`);
    const stored = await fetch(`${dashboard.url}/v1/datasets?target=value`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `time,value,load\n${rows.join('\n')}\n`,
    });
    const { id } = await stored.json();
    const trained = async (target: string) => {
      const { model, job } = await api.train({
        ...{ dataset_id: id, target, name: `model of ${target}`, horizon: 4, cell: 'gru', preset: 'fast' },
        ...{ steps: 10, members: 1, hidden_size: 8, validation: { windows: 0 } },
      });
      await api.pollJob(job.id, ({ status }) => status === 'succeeded', patience.timeout);
      return model.id;
    };
    const [load] = [await trained('load'), await trained('value')];
    const { page, faults } = await dashboard.open(`/app/forecast/${load}?with=last`);
    await page.locator('.forecast-time', { hasText: 'Mar 25, 2024' }).waitFor(patience);
    const history = (await download(page, 'CSV')).toString().trimEnd().split('\n').slice(1, -4);
    expect(history.at(-1)).toMatch(/,2024-03-25,5000,/);
    const offered = page.getByRole('group', { name: /^Compare/ }).getByRole('checkbox');
    await page.getByRole('checkbox', { name: 'Last value' }).waitFor();
    expect(await offered.count()).toBe(2);
    expect(await page.getByRole('checkbox', { name: 'Instant forecast' }).count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: 'model of value' }).count()).toBe(0);
    await page.goto(`/app/memory/${load}`);
    await page.getByText('5,000', { exact: true }).first().waitFor(patience);

    // A corrected value reaches the open page.
    await page.goto(`/app/forecast/${load}`);
    await page.locator('.forecast-time', { hasText: 'Mar 25, 2024' }).waitFor(patience);
    const [{ id: name }] = (await (await fetch(`${dashboard.url}/v1/datasets/${id}/series`)).json()).data;
    const series = [{ id: name, times: ['2024-03-24'], values: [83], covariates: { load: [5_500] } }];
    await post(`/v1/datasets/${id}/observations`, { series });
    await expect
      .poll(async () => (await download(page, 'CSV')).toString(), { timeout: 120_000, interval: 1_000 })
      .toContain(',2024-03-24,5500,');
    faults.expectNone();
    await page.context().close();
  });

  // Last: it adds observations.
  test('observations that arrive are drawn over the fan, and the next forecast starts from them', async () => {
    const { page, faults } = await dashboard.open(`/app/forecast/${modelId}`, { locale: 'ko-KR' });
    await page.getByText(/10일 뒤/).waitFor(patience);
    const times = ['2016-04-29', '2016-04-30', '2016-05-01'];
    const series = [{ id: 'A', times, values: values.slice(480, 483) }];
    await post(`/v1/datasets/${datasetId}/observations`, { series });
    await page.getByText('관측값 3개가 도착했습니다').waitFor(patience);
    await page.getByRole('heading', { name: '실제 결과' }).waitFor();
    await page.getByRole('button', { name: '최근 값으로 다시 예측' }).click();
    await page.getByText('관측값 3개가 도착했습니다').waitFor({ state: 'hidden', ...patience });
    faults.expectNone();
    await page.context().close();
  });

  async function post(path: string, body: object) {
    const response = await fetch(dashboard.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    expect(response.ok, JSON.stringify(answer)).toBe(true);
    return answer;
  }
});

function sentence(page: Page, beginning: string) {
  return page.getByText(new RegExp(`^${beginning} \\(.+ between`));
}

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return readFileSync(await file.path());
}
