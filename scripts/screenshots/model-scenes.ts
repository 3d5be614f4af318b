import type { Scene } from './scene.ts';

/** Pictures of Train, Models and Compare. */
export const modelScenes: readonly Scene[] = [
  {
    page: 'train',
    name: 'train',
    path: ({ trained }) => `/app/train?dataset=${trained.dataset}`,
    prepare: (page) => page.locator('.train-presets').waitFor(),
  },
  {
    page: 'train',
    name: 'train-job',
    path: ({ trained }) => `/app/train/${trained.best.job}`,
    prepare: (page) => page.getByRole('slider').waitFor(),
  },
  {
    page: 'model',
    name: 'models',
    path: () => '/app/models',
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    page: 'model',
    name: 'model',
    path: ({ trained }) => `/app/models/${trained.best.model}`,
    prepare: (page) => page.getByRole('img').first().waitFor(),
  },
  {
    page: 'model',
    name: 'model-errors',
    path: ({ trained }) => `/app/models/${trained.best.model}?tab=errors`,
    prepare: (page) => page.getByRole('img').nth(3).waitFor(),
  },
  {
    page: 'compare',
    name: 'compare',
    path: ({ trained }) => `/app/compare?models=${trained.models.join(',')}`,
    prepare: (page) => page.getByRole('img').first().waitFor(),
  },
];
