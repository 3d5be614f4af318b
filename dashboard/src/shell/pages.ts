import type { ComponentType } from 'preact';
import type { IconName } from '../parts/index.ts';

export const pageNames = [
  'start',
  'dataset',
  'train',
  'model',
  'memory',
  'forecast',
  'compare',
  'jobs',
  'settings',
] as const;
export type PageName = (typeof pageNames)[number];

export interface PageProps {
  /** Values of the names in the path. */
  params: Record<string, string>;
}

/** A page of the dashboard. Its code is a file of its own, which is loaded when the page is shown. */
export interface Page {
  name: PageName;
  group: 'groupData' | 'groupModels' | 'groupForecasts' | 'groupService';
  icon: IconName;
  /** Patterns of its paths. The navigation leads to the first. */
  paths: readonly [string, ...string[]];
  load(): Promise<{ default: ComponentType<PageProps> }>;
}
