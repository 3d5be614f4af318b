import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelCard } from '../../../src/contracts/schemas/models/card.ts';
import { createRng } from '../../../src/engine/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

const naives = ['naive', 'seasonal_naive', 'mean', 'seasonal_mean', 'rw_empirical'];

async function cardOf(columns: Record<string, number[]>, settings: object): Promise<ModelCard> {
  const rows = Object.entries(columns).flatMap(([id, values]) => values.map((y, t) => `${id},${t},${y}`));
  const model = await service.trained(`id,t,y\n${rows.join('\n')}\n`, { seed: 1, ...settings });
  return model.card as ModelCard;
}

/** AR(1) around 100. */
function autoregression(seed: number, coefficient: number, length: number): number[] {
  const rng = createRng(seed);
  let x = 0;
  return Array.from({ length }, () => {
    x = coefficient * x + rng.normal();
    return Number((100 + 5 * x).toFixed(3));
  });
}

test('an AR(1) has skill on its first steps, and the card says on which', async () => {
  const card = await cardOf({ a: autoregression(7, 0.8, 1_000) }, { horizon: 10, steps: 60 });
  expect(card.leads!.map(({ steps }) => steps)).toEqual([3, 5, 10]);
  expect(card.has_skill, JSON.stringify(card.leads)).toBe(true);
  const longest = card.leads!.findLast(({ has_skill }) => has_skill)!;
  expect(card.summary).toMatch(
    longest.steps === 10 ? /% better than .*–/ : new RegExp(`on the first ${longest.steps} steps \\(`),
  );
  // The hardest naive forecast of the whole horizon is that of the comparisons.
  const hardest = Math.min(
    ...card.comparisons!.filter(({ baseline }) => naives.includes(baseline)).map(({ skill }) => skill!),
  );
  expect(card.leads!.at(-1)!.skill).toBeCloseTo(hardest, 12);
});

test('noise has no skill on any step: the mean is as good', async () => {
  const card = await cardOf({ a: autoregression(3, 0, 400) }, { horizon: 8, steps: 20 });
  expect(card).toMatchObject({ has_skill: false, skill: { baseline: 'mean' } });
  expect(card.leads!.map(({ has_skill }) => has_skill)).toEqual([false, false, false]);
  expect(card.summary).toMatch(/(Hardly|No) better than the mean|Worse than the mean/);
  const listed = (await service.app.inject('/v1/models')).json().data[0];
  expect(listed).toMatchObject({ has_skill: false, summary: card.summary });
});

test('the first sentence names no method whose lead over the model may be luck', async () => {
  const rng = createRng(2);
  const broken = Array.from({ length: 300 }, (_, t) =>
    Number((100 + (t >= 90 && t < 210 ? 20 * rng.normal() : 2 * (t - 210) + rng.normal())).toFixed(3)),
  );
  const card = await cardOf({ a: broken }, { horizon: 10, steps: 20 });
  // Of all the methods that were compared, one is ahead by its own interval.
  expect(card.comparisons!.filter(({ upper }) => upper! < 0)).toHaveLength(1);
  expect(card.summary).not.toContain('forecasts this better than the model');
});

test('the card has the weights of the mixture: of all series, by kind, and of the most different series', async () => {
  const rng = createRng(5);
  const length = 120;
  const columns = Object.fromEntries(
    Array.from({ length: 24 }, (_, i) => [
      `s${i}`,
      i % 2 === 0
        ? Array.from({ length }, () => (rng.uniform() < 0.7 ? 0 : 1 + Math.floor(4 * rng.uniform())))
        : autoregression(i, 0.9, length),
    ]),
  );
  const { mixture, series } = await cardOf(columns, { horizon: 4, steps: 20 });
  expect(series).toHaveLength(20);
  const all = [
    mixture!.overall,
    ...Object.values(mixture!.kinds),
    ...mixture!.series.map((one) => one.weights),
  ];
  for (const weights of all) {
    expect(Object.values(weights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2);
    expect(Object.values(weights).every((weight) => weight > 0)).toBe(true);
  }
  expect(Object.keys(mixture!.kinds)).toContain('intermittent');
  expect(mixture!.series.length).toBeLessThanOrEqual(20);
  expect(mixture!.series_count).toBeGreaterThanOrEqual(mixture!.series.length);
});

test('a season is named with `dataset_id`, in one-shot forecasts and in trainings', async () => {
  const values = Array.from({ length: 96 }, (_, t) => 50 + 20 * Math.sin((2 * Math.PI * t) / 8) + (t % 3));
  const csv = `t,y\n${values.map((y, t) => `${t},${y.toFixed(3)}`).join('\n')}\n`;
  const model = await service.trained(csv, { horizon: 4, season_length: 8, family: 'short' });
  expect(model.spec).toMatchObject({ season_length: 8, family: 'short' });
  const forecast = async (body: object) => {
    const payload = { dataset_id: model.dataset_id, horizon: 8, ...body };
    const answer = await service.app.inject({ method: 'POST', url: '/v1/forecasts', payload });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  expect((await forecast({ season_length: 8 })).forecasts[0].season_length).toBe(8);
  const flat = await forecast({ season_length: 1 });
  expect(flat.forecasts[0].season_length).toBe(1);
  const several = await forecast({ season_length: [8, 1] });
  expect(several.request.season_lengths).toEqual([8, 1]);
  const inline = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts',
    payload: {
      series: [{ values: values.map((y) => Number(y.toFixed(3))) }],
      horizon: 8,
      season_length: [8, 1],
    },
  });
  expect(several.forecasts[0].median).toEqual(inline.json().forecasts[0].median);
});

test('a training without a backtest has a card without scores, and is tested with refits', async () => {
  const untested = await service.trained(dailyCsv(120), {
    ...{ horizon: 3, preset: 'fast', steps: 5, validation: { windows: 0 } },
  });
  expect(untested.spec).toMatchObject({ validation: { windows: 0 } });
  expect(untested.card).toMatchObject({
    summary: 'Not tested: no backtest was requested',
    ...{ backtest: null, skill: null, has_skill: false, metrics: {} },
    summary_parts: [{ code: 'untested', values: {} }],
  });
  expect(untested.card?.note_parts).toHaveLength(untested.card?.notes.length ?? 0);
  expect(untested.card?.note_parts).toContainEqual({ code: 'no_backtest_requested', values: {} });
  expect(untested.card?.notes.join(' ')).toContain('No backtest was requested');
  const forecast = await service.app.inject({
    ...{ method: 'POST', url: `/v1/models/${untested.id}/forecasts`, payload: {} },
  });
  expect(forecast.statusCode).toBe(200);
  const backtest = await service.app.inject({
    ...{ method: 'POST', url: '/v1/backtests', payload: { model_id: untested.id, refit: true } },
  });
  expect(backtest.statusCode).toBe(202);
});
