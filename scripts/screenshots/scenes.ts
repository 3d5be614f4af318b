/** Pictures of each page: its address, and what a reader does before the picture. */
import type { Page } from 'playwright-core';
import { pagePaths } from '../../test/dashboard/support/index.ts';
import { modelScenes } from './model-scenes.ts';
import type { Scene } from './scene.ts';

const longest = { timeout: 120_000 };

const chosen: Scene[] = [
  ...modelScenes,
  { page: 'start', name: 'start', path: () => pagePaths.start },
  {
    page: 'start',
    name: 'start-preview',
    path: () => pagePaths.start,
    prepare: async (page) => {
      await page.getByRole('button', { name: /S&P 500/ }).click();
      await page.getByRole('img').waitFor();
    },
  },
  {
    page: 'dataset',
    name: 'dataset',
    path: ({ dataset }) => `/app/datasets/${dataset}`,
    prepare: (page) => page.getByRole('img').waitFor(),
  },
  {
    page: 'dataset',
    name: 'dataset-panel',
    path: ({ panel }) => `/app/datasets/${panel}?series=Berlin`,
    prepare: (page) => page.getByRole('img').waitFor(),
  },
  {
    page: 'jobs',
    name: 'jobs',
    path: () => pagePaths.jobs,
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    page: 'settings',
    name: 'settings',
    path: () => pagePaths.settings,
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    page: 'settings',
    name: 'settings-storage',
    path: () => `${pagePaths.settings}/storage`,
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    page: 'forecast',
    name: 'forecast',
    path: ({ model }) => `/app/forecast/${model}?as_of=2020-03-13&with=instant,last`,
    prepare: (page) => page.locator('.forecast-sentence').waitFor(longest),
  },
  { page: 'memory', name: 'memory', path: () => '/app/memory?cell=gru&learnt=little', prepare: stepBack },
  {
    page: 'memory',
    name: 'memory-series',
    path: ({ model }) => `/app/memory/${model}`,
    prepare: (page) => page.locator('.memory-why').waitFor(longest),
  },
];

/** A page without a scene of its own is pictured at its first address. */
export const scenes: Scene[] = [
  ...chosen,
  ...(Object.keys(pagePaths) as Scene['page'][])
    .filter((page) => !chosen.some((scene) => scene.page === page))
    .map((page) => ({ page, name: page, path: () => pagePaths[page] })),
];

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
