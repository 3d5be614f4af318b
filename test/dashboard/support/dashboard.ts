import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createTestDatabase } from '../../support/postgres.ts';
import { serve, signalled } from '../../support/service.ts';
import buildDashboard from './build.ts';
import { closeContexts, openBrowser } from './chromium.ts';
import { type Faults, watchFaults } from './faults.ts';

export const sizes = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1440, height: 900 },
} as const;

/** Longest wait of a page for what has to appear, if a test names no other. Busy machines need longer
 *  than the default of 30 s. */
const pageMsMax = 100_000;

/** A page of a browser, and its faults. */
export interface OpenPage {
  page: Page;
  faults: Faults;
}

/** The real service with its built dashboard, and a browser. */
export interface Dashboard {
  url: string;
  /** Null outside the suite: only the service reaches its embedded PostgreSQL. */
  databaseUrl: string | null;
  browser: Browser;
  /** Opens a path in a browser profile of its own. The language is English and the theme light
   *  unless `options` say so. */
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Sends the signal to the service. */
  signal(name: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** The suite has built the dashboard and has a PostgreSQL. Screenshots and benches, which use this file
 *  too, do not run in it. */
const isInSuite = process.env.VITEST !== undefined;

/** Starts the API and a worker as `npm start` does, and a browser. One for each test file is enough.
 *  The database is one of the suite; outside the suite, the service has an embedded PostgreSQL.
 *  @param environment settings of the service, such as GATECAST_API_KEY */
export async function startDashboard(environment: NodeJS.ProcessEnv = {}): Promise<Dashboard> {
  if (!isInSuite) buildDashboard();
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-dashboard-'));
  const database = isInSuite ? await createTestDatabase() : null;
  const [{ child, url }, browser] = await Promise.all([
    // A core stays free for the pages while a long training runs.
    serve(dataDir, '0', {
      ...(database !== null && { DATABASE_URL: database.url }),
      GATECAST_TRAINING_CORES: '1',
      ...environment,
    }),
    openBrowser(),
  ]);
  return {
    url,
    databaseUrl: database?.url ?? null,
    browser,
    async open(path, options = {}) {
      const context = await browser.newContext({
        ...{ baseURL: url, viewport: sizes.desktop, locale: 'en-GB', colorScheme: 'light' },
        ...{ reducedMotion: 'reduce', timezoneId: 'UTC' },
        ...options,
      });
      context.setDefaultTimeout(pageMsMax);
      const page = await context.newPage();
      const close = context.close.bind(context);
      context.close = async (reason) => {
        // An answer that a route handler still waits for would end as an error of no test.
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await close(reason);
      };
      const faults = watchFaults(page, url);
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      return { page, faults };
    },
    signal: (name) => signalled(child, name),
    async stop() {
      await closeContexts(browser);
      await signalled(child, 'SIGTERM');
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
