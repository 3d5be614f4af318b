/** What is pictured of each page: its address, and what a reader does before the picture. */
import type { Page } from 'playwright-core';
import { pagePaths } from '../../test/dashboard/support/index.ts';
import type { Pictured } from './data.ts';

export interface Scene {
  page: keyof typeof pagePaths;
  /** Name of the file, without the theme. */
  name: string;
  path: (made: Pictured) => string;
  prepare?: (page: Page) => Promise<void>;
}

const chosen: Scene[] = [
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
];

/** A page without a scene of its own is pictured at its first address. */
export const scenes: Scene[] = [
  ...chosen,
  ...(Object.keys(pagePaths) as Scene['page'][])
    .filter((page) => !chosen.some((scene) => scene.page === page))
    .map((page) => ({ page, name: page, path: () => pagePaths[page] })),
];
