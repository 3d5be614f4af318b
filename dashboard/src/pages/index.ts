import type { Page } from '../shell/index.ts';

/** All pages, in the order of the navigation. */
export const pages: readonly Page[] = [
  {
    name: 'start',
    group: 'groupData',
    icon: 'home',
    paths: ['/', '/app', '/app/start'],
    load: () => import('./start/index.tsx'),
  },
  {
    name: 'dataset',
    group: 'groupData',
    icon: 'data',
    paths: ['/app/datasets', '/app/datasets/:dataset'],
    load: () => import('./dataset/index.tsx'),
  },
  {
    name: 'train',
    group: 'groupModels',
    icon: 'train',
    paths: ['/app/train', '/app/train/:job'],
    load: () => import('./train/index.tsx'),
  },
  {
    name: 'model',
    group: 'groupModels',
    icon: 'model',
    paths: ['/app/models', '/app/models/:model'],
    load: () => import('./model/index.tsx'),
  },
  {
    name: 'memory',
    group: 'groupModels',
    icon: 'memory',
    paths: ['/app/memory', '/app/memory/:model'],
    load: () => import('./memory/index.tsx'),
  },
  {
    name: 'forecast',
    group: 'groupForecasts',
    icon: 'forecast',
    paths: ['/app/forecast', '/app/forecast/:model'],
    load: () => import('./forecast/index.tsx'),
  },
  {
    name: 'compare',
    group: 'groupForecasts',
    icon: 'compare',
    paths: ['/app/compare'],
    load: () => import('./compare/index.tsx'),
  },
  {
    name: 'jobs',
    group: 'groupService',
    icon: 'jobs',
    paths: ['/app/jobs', '/app/jobs/:job'],
    load: () => import('./jobs/index.tsx'),
  },
  {
    name: 'settings',
    group: 'groupService',
    icon: 'settings',
    paths: ['/app/settings', '/app/settings/:section'],
    load: () => import('./settings/index.tsx'),
  },
];
