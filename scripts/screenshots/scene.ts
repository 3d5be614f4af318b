import type { Page } from 'playwright-core';
import type { pagePaths } from '../../test/dashboard/support/index.ts';
import type { Pictured } from './data.ts';

/** A picture of a page. */
export interface Scene {
  page: keyof typeof pagePaths;
  /** Name of the file, without the theme. */
  name: string;
  path: (made: Pictured) => string;
  prepare?: (page: Page) => Promise<void>;
}
