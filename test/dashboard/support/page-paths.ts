/** The first path of each page of the navigation. */
export const pagePaths = {
  start: '/',
  dataset: '/app/datasets',
  train: '/app/train',
  model: '/app/models',
  memory: '/app/memory',
  forecast: '/app/forecast',
  compare: '/app/compare',
  jobs: '/app/jobs',
  settings: '/app/settings',
} as const;
