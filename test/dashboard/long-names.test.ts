import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  expectNothingSpills,
  fillLongNames,
  fillMoreLongNames,
  hasChromium,
  type LongText,
  longName,
  longNamedCsv,
  longTexts,
  sizes,
  startDashboard,
} from './support/index.ts';

const widths = [sizes.phone.width, 768, 1280];
type Named = Awaited<ReturnType<typeof fillLongNames>>;
type More = Awaited<ReturnType<typeof fillMoreLongNames>>;

describe.skipIf(!hasChromium)('the longest names', { timeout: 900_000 }, () => {
  let dashboard: Dashboard;
  const all = new Map<LongText, Named>();
  let more: More;
  beforeAll(async () => {
    dashboard = await startDashboard();
    const kinds = Object.keys(longTexts) as LongText[];
    await Promise.all(kinds.map(async (kind) => all.set(kind, await fillLongNames(dashboard.url, kind))));
    more = await fillMoreLongNames(dashboard.url, all.get('letters')!);
  }, 900_000);
  afterAll(() => dashboard?.stop());

  const pathsOf = ({ dataset, model }: Named) => [
    ...['/', '/app/datasets', `/app/datasets/${dataset}`],
    ...['/app/models', `/app/models/${model}`, `/app/forecast/${model}`],
  ];
  const otherPaths = ({ dataset, model, job }: Named, { symbols, other, words }: More) => [
    ...[`/app/datasets/${symbols}`, `/app/train?dataset=${dataset}`, `/app/train/${job}`],
    ...['errors', 'training', 'manage'].map((tab) => `/app/models/${model}?tab=${tab}`),
    ...[`/app/models/${words}`, `/app/forecast/${words}`, `/app/memory/${words}`, `/app/memory/${model}`],
    ...[`/app/forecast?dataset=${dataset}`, `/app/compare?models=${model},${other}`],
    ...['/app/jobs', `/app/jobs/${job}`],
    ...['keys', 'webhooks', 'schedules', 'embeds', 'storage'].map((name) => `/app/settings/${name}`),
  ];
  /** Everything that is folded away is seen too. */
  const unfold = (page: Page) =>
    page.evaluate(async () => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
      // What has opened is drawn in the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    });
  const expectFits = async (page: Page, width: number) => {
    await page.setViewportSize({ width, height: sizes.phone.height });
    await unfold(page);
    await expectNoSidewaysScroll(page);
    await expectNothingSpills(page);
  };

  for (const kind of Object.keys(longTexts) as LongText[])
    test(`${kind}: no page is wider than the window, and no text runs out of its box`, async () => {
      const { page, faults } = await dashboard.open('/', { locale: kind === 'characters' ? 'ko' : 'en' });
      const named = all.get(kind)!;
      for (const path of [...pathsOf(named), ...(kind === 'letters' ? otherPaths(named, more) : [])]) {
        await page.goto(path);
        await page.locator('h1').first().waitFor();
        await page.waitForLoadState('networkidle');
        for (const width of kind === 'letters' ? widths : [sizes.phone.width]) await expectFits(page, width);
      }
      faults.expectNone();
      await page.context().close();
    });

  test('a file with long columns, an error with long details, and dialogs and messages fit', async () => {
    const { dataset, model, job } = all.get('letters')!;
    const { page } = await dashboard.open('/', { viewport: sizes.phone });
    const buffer = Buffer.from(longNamedCsv('letters'));
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: `${longName('letters', 1)}.csv`, mimeType: 'text/csv', buffer },
    });
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    for (const width of widths) await expectFits(page, width);

    await page.goto(`/app/datasets/${dataset}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').waitFor();
    for (const width of widths) await expectFits(page, width);

    await page.goto(`/app/models/${model}?tab=manage`);
    await page.getByLabel('Alias', { exact: true }).fill('b'.repeat(63));
    await page.getByRole('button', { name: 'Set alias' }).click();
    await page.locator('.toast').waitFor();
    for (const width of widths) await expectFits(page, width);

    const failed = {
      ...(await createApiClient(dashboard).job(job)),
      status: 'failed',
      error: {
        ...{ type: '/problems/series_too_short', title: 'A series is too short', status: 422 },
        ...{ code: 'series_too_short', retryable: false, remedy: `Add rows to ${longName('letters', 1)}.` },
        detail: `Series ${longName('letters', 1, 2_000)} has 3 observations.`,
      },
    };
    await page.route(`**/v1/jobs/${job}`, (route) => route.fulfill({ json: failed }));
    await page.route('**/events', (route) => route.fulfill({ status: 204 }));
    for (const path of [`/app/jobs/${job}`, `/app/train/${job}`]) {
      await page.goto(path);
      await page.getByText('has 3 observations').first().waitFor();
      for (const width of widths) await expectFits(page, width);
    }
    for (const path of ['models/mdl_', 'datasets/ds_', 'jobs/job_', 'forecast/mdl_']) {
      await page.goto(`/app/${path}${'0'.repeat(32)}`);
      await page.getByText(/There is no/).waitFor();
      for (const width of widths) await expectFits(page, width);
    }
    await page.context().close();
  });

  test('a shortened name has its whole text as its title, and shows the focus', async () => {
    const name = longName('letters', 1);
    const { page, faults } = await dashboard.open('/app/datasets', { viewport: sizes.phone });
    await page.getByTitle(name, { exact: true }).waitFor();
    const link = page.getByRole('link', { name });
    await link.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    expect(await link.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    await expectAccessible(page);
    await page.goto(`/app/forecast/${all.get('letters')!.model}`);
    expect(await page.getByLabel('Model', { exact: true }).getAttribute('title')).toBe(name);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });
});
