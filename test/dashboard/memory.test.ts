import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  sizes,
  startDashboard,
} from './support/index.ts';

/** One click trains six networks in turn. */
const patience = { timeout: 400_000 };

describe.skipIf(!hasChromium)('the page about memory', { timeout: 600_000 }, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.stop());

  test('one click trains the networks, and they can be stepped through forwards and backwards', async () => {
    const { page, faults } = await dashboard.open('/app/memory');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Train them now' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor(patience);
    await says(page, '1 of 9: The network starts with a state of zeros').waitFor();

    // The numbers are those of the API.
    const [model] = await models('gru', 'fully');
    await page.getByRole('radio', { name: 'GRU' }).check({ force: true });
    const trace = await traceOf(model, 'TRIANGLE');
    await page.getByRole('button', { name: 'One step on' }).click();
    await says(page, '2 of 9: It reads T.').waitFor();
    const kept = mean(trace.layers[0].gates.z[1]);
    await says(page, `keeps ${Math.round(100 * kept)}% of the old state`).waitFor();
    await page.getByRole('heading', { name: 'Why it expects R here' }).waitFor(patience);
    const { explanation } = await json(
      `/v1/models/${model}/forecasts`,
      posted({ context: 'T', explain: true }),
    );
    const probability = (100 * 2 ** explanation.forecast).toFixed(1);
    await page.getByText(`With these letters it has ${probability}%.`).waitFor();
    await page.getByText('Numbers at this step').click();
    const shown = await page.locator('table tbody tr td:nth-child(2)').allTextContents();
    expect(shown.map(Number)).toEqual(trace.layers[0].h[1].map((value: number) => Number(value.toFixed(3))));

    await page.getByRole('radio', { name: 'Learning, backwards' }).check({ force: true });
    await says(page, 'At E: The loss here is').waitFor();
    await page.getByRole('button', { name: 'To the end' }).click();
    await says(page, 'Training now changes the weights, once').waitFor();
    const { gradients } = trace;
    const shared = gradients.weights.find(({ name }: { name: string }) => name.includes('weight_hh'));
    await says(page, `The sum so far has the size ${significant(shared.norm)}.`).waitFor();
    const sizesShown = await page.locator('.memory-sums .soft').allTextContents();
    expect(sizesShown).toEqual([
      `size ${significant(shared.norms[0])}`,
      ...Array(2).fill(`size ${significant(shared.norm)}`),
    ]);
    await expectAccessible(page);

    // One loss alone.
    await page
      .getByRole('combobox', { name: 'Whose loss flows back' })
      .selectOption({ label: 'Step 9, where end came next' });
    await says(
      page,
      `arrives at this state has the size ${significant(gradients.sources[8].states[0])}.`,
    ).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('the arrow keys step, the space bar plays, and the words end in different states', async () => {
    const { page, faults } = await dashboard.open('/app/memory?cell=rnn&word=INTEGRAL');
    const drawing = page.getByRole('group', { name: 'The network, unrolled in time' });
    await drawing.focus(patience);
    await page.keyboard.press('ArrowRight');
    await says(page, '2 of 9: It reads I.').waitFor();
    await page.keyboard.press('End');
    await says(page, '9 of 9: It reads L.').waitFor();
    await page.keyboard.press('Home');
    await says(page, '1 of 9: The network starts with a state of zeros').waitFor();
    await page.keyboard.press('End');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
    await says(page, '7 of 9: It reads R.').waitFor();
    await page.keyboard.press(' '); // it plays to the end, and stops there
    await says(page, '9 of 9: It reads L.').waitFor();
    await page.getByRole('button', { name: 'Play' }).waitFor();

    const [model] = await models('rnn', 'fully');
    const [first, second] = await Promise.all(['TRIANGLE', 'INTEGRAL'].map((word) => traceOf(model, word)));
    const states = [first, second].map(({ layers }) => layers[0].h.at(-1) as number[]);
    const distance = Math.hypot(...states[0]!.map((value, unit) => value - states[1]![unit]!));
    expect(distance).toBeGreaterThan(0.1);
    await page.getByText(`The two states are ${significant(distance)} apart.`).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('fits on a phone, in Korean and in both themes', async () => {
    const { page, faults } = await dashboard.open('/app/memory?cell=lstm&learnt=little', {
      ...{ viewport: sizes.phone, locale: 'ko-KR' },
    });
    await page.getByRole('button', { name: '재생' }).waitFor(patience);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('radio', { name: '배우기, 뒤로' }).check({ force: true });
    await page.getByText('각 셀 상태에 도착하는 기울기').first().waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('a series: how far back, what a forecast is made of, and the gradient of the forecast', async () => {
    const empty = await dashboard.open('/app/memory?view=series');
    await empty.page.getByRole('heading', { name: 'No model has learnt a series yet' }).waitFor(patience);
    empty.faults.expectNone();
    await empty.page.context().close();

    const api = createApiClient(dashboard);
    const dataset = await api.upload(walk(400));
    const small = { steps: 30, members: 1, hidden_size: 8, validation: { windows: 0 }, family: 'short' };
    const { model, job } = await api.train({ dataset_id: dataset.id, horizon: 5, preset: 'fast', ...small });
    await api.pollJob(job.id, ({ status }) => status === 'succeeded', patience.timeout);
    const { page, faults } = await dashboard.open(`/app/memory/${model.id}`);
    await page.getByRole('heading', { name: 'What one forecast is made of' }).waitFor(patience);
    await page.getByRole('img', { name: /^Contribution of each observation/ }).waitFor();
    await page.getByText(/^95% of what the networks add comes from/).waitFor(patience);
    await page.getByRole('radio', { name: 'Learning, backwards' }).check({ force: true });
    await says(page, 'The forecast is read from the last state.').waitFor();
    await expectAccessible(page);
    const slider = page.getByRole('slider', { name: 'Forecast made on' });
    await slider.focus();
    const earlier = page.waitForRequest(asksForTrace('2016-02-07'));
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL('**as_of=2016-02-07**');
    await earlier;

    // A series after the first ones of a list, and a time before the points that are read, stay those of the address.
    await page.route('**/series?*', async (route) => {
      const json = await (await route.fetch()).json();
      await route.fulfill({ json: { ...json, data: [{ ...json.data[0], id: 'first' }] } });
    });
    await page.route('**/series/A?*', async (route) => {
      const json = await (await route.fetch()).json();
      const [times, values] = [json.times.slice(300), json.values.slice(300)];
      await route.fulfill({ json: { ...json, times, values } });
    });
    // A late request of the page before may come first, so the request is found by its time.
    const traced = page.waitForRequest(asksForTrace('2015-09-01'), patience);
    await page.goto(`/app/memory/${model.id}?series=A&as_of=2015-09-01`);
    expect((await traced).postDataJSON()).toMatchObject({ series_id: 'A' });
    expect(await slider.getAttribute('aria-valuetext')).toBe('Sep 1, 2015');
    expect(await page.getByRole('combobox', { name: 'Series' }).inputValue()).toBe('A');
    faults.expectNone();
    await page.context().close();
  });

  async function models(cell: string, learnt: string): Promise<string[]> {
    const { data } = await json('/v1/models?tag=how-it-remembers');
    return data
      .filter((model: { cell: string; tags: string[] }) => model.cell === cell && model.tags.includes(learnt))
      .map(({ id }: { id: string }) => id);
  }

  function traceOf(model: string | undefined, context: string) {
    return json(`/v1/models/${model}/trace`, posted({ context, ends: true, gradients: 'norms' }));
  }

  async function json(path: string, init?: RequestInit) {
    return (await fetch(dashboard.url + path, init)).json();
  }
});

function posted(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function asksForTrace(asOf: string) {
  return (request: Request) => request.url().endsWith('/trace') && request.postDataJSON().as_of === asOf;
}

function says(page: Page, text: string) {
  return page.locator('.memory-says').getByText(text);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A number as the page writes it. */
function significant(value: number): string {
  const options: Intl.NumberFormatOptions =
    value !== 0 && Math.abs(value) < 1e-4
      ? { notation: 'scientific', maximumSignificantDigits: 3 }
      : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat('en', options).format(value);
}
