import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  pagePaths,
  sizes,
  startDashboard,
} from './support/index.ts';

describe.skipIf(!hasChromium)('the frame of the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.stop());

  test('GET / shows the start, without a fault and without a request to another host', async () => {
    const { page, faults } = await dashboard.open('/');
    expect(await page.title()).toBe('Start · Gatecast');
    await page.waitForLoadState('networkidle');
    faults.expectNone();
    await page.context().close();
  });

  for (const [name, path] of Object.entries(pagePaths))
    test(`${name} opens by its address on a phone and on a wide screen, and axe finds nothing`, async () => {
      const { page, faults } = await dashboard.open(path, { viewport: sizes.phone });
      for (const viewport of [sizes.phone, sizes.desktop]) {
        await page.setViewportSize(viewport);
        if (viewport === sizes.desktop) await page.reload();
        await page.locator('h1').first().waitFor();
        await page.waitForLoadState('networkidle');
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      faults.expectNone();
      await page.context().close();
    });

  test('the navigation leads to every page without loading the document again', async () => {
    for (const viewport of [sizes.phone, sizes.desktop]) {
      const { page, faults } = await dashboard.open('/', { viewport });
      await page.evaluate(() => {
        document.body.dataset.kept = 'yes';
      });
      const names = await page.locator('nav a').allTextContents();
      expect(names).toHaveLength(Object.keys(pagePaths).length);
      for (const name of names) {
        if (viewport === sizes.phone) await page.getByRole('button', { name: 'Menu' }).click();
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        await page.getByRole('heading', { level: 1, name }).waitFor();
        expect(await page.locator('nav a[aria-current=page]').textContent()).toBe(name);
        await expectNoSidewaysScroll(page);
      }
      expect(await page.evaluate(() => document.body.dataset.kept)).toBe('yes');
      faults.expectNone();
      await page.context().close();
    }
  });

  test('an unknown address says so and leads back', async () => {
    const { page, faults } = await dashboard.open('/app/nothing/here');
    expect(await page.locator('h1').textContent()).toContain('no such page');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('theme and language follow the browser, and a choice is kept', async () => {
    const { page } = await dashboard.open('/', { locale: 'ko-KR', colorScheme: 'dark' });
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    await page.getByRole('radio', { name: 'English' }).check({ force: true });
    await page.getByRole('radio', { name: 'Light' }).check({ force: true });
    await expect.poll(ground).not.toBe(dark);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await ground()).not.toBe(dark);
    await page.context().close();
  });

  test('a lost connection is said, what was read stays, and the page goes on when it is back', async () => {
    const { page, faults } = await dashboard.open('/app/jobs');
    await page.getByText('appears here as soon as it is started').waitFor();
    await page.context().setOffline(true);
    await page.getByText('The service does not answer').waitFor();
    expect(await page.getByText('appears here as soon as it is started').isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.getByText('The service does not answer').waitFor({ state: 'hidden' });
    faults.expectNone(/ERR_INTERNET_DISCONNECTED/);
    await page.context().close();
  });

  test('the keyboard skips to the content', async () => {
    const { page } = await dashboard.open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.context().close();
  });
});
