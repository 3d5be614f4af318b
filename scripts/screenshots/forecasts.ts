import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { answered, createClient, waitForJob } from '../../clients/typescript/src/index.ts';

const prices = 'node_modules/vega-datasets/data/sp500-2000.csv';
const horizon = 20;

/** A page to draw, and what to do in it first. */
export interface Scene {
  path: string;
  prepare?: (page: Page) => Promise<void>;
}

const longest = { timeout: 120_000 };

/** Trains on prices of the S&P 500, and gives the pages that show the forecast and the memory of the model. */
export async function forecastScenes(url: string): Promise<Record<string, Scene>> {
  const client = createClient({ url });
  const response = await fetch(`${url}/v1/datasets?name=${encodeURIComponent('S&P 500')}`, {
    ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: readFileSync(prices) },
  });
  const { id } = (await response.json()) as { id: string };
  const { model, job } = await answered(
    client.POST('/v1/models', { body: { dataset_id: id, horizon, preset: 'fast', name: 'S&P 500' } }),
  );
  await waitForJob(client, job.id);
  return {
    forecast: {
      path: `/app/forecast/${model.id}?as_of=2020-03-13&with=instant,last`,
      prepare: (page) => page.locator('.forecast-sentence').waitFor(longest),
    },
    memory: { path: '/app/memory?cell=gru&learnt=little', prepare: stepBack },
    'memory-series': {
      path: `/app/memory/${model.id}`,
      prepare: (page) => page.locator('.memory-why').waitFor(longest),
    },
  };
}

/** Trains the networks of the page if they are not there, and goes some steps backwards. */
async function stepBack(page: Page): Promise<void> {
  const train = page.getByRole('button', { name: /Train them now|지금 학습하기/ });
  const play = page.getByRole('button', { name: /Play|재생/ });
  await train.or(play).waitFor(longest);
  if (await train.isVisible()) await train.click();
  await play.waitFor(longest);
  await page.getByRole('radio', { name: /Learning, backwards|배우기, 뒤로/ }).check({ force: true });
  for (let step = 0; step < 4; step++)
    await page.getByRole('button', { name: /One step on|한 단계 앞으로/ }).click();
  await page.locator('.memory-controls').evaluate((element) => element.closest('.panel')?.scrollIntoView());
}
