import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '../../src/contracts/schemas/models/model.ts';
import { newSecret } from '../../src/http/routing/api-keys.ts';
import { createStore, openDatabase } from '../../src/store/index.ts';
import { closeContexts, hasChromium, openBrowser } from '../dashboard/support/chromium.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase } from '../support/postgres.ts';

const firstKey = 'a-key-of-more-than-thirty-two-characters';

/** Faults of the element. Those of the small page around it do not count. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('gatecast-forecast').analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe.skipIf(!hasChromium)('<gatecast-forecast> in a page of another origin', () => {
  let service: TestApp;
  let address: string;
  let model: Model;
  let readKey: string;
  let pages: Server;
  let pageOrigin: string;
  let browser: Browser;
  let page: Page;
  /** The element of the page, and messages of its console. */
  let body = '';
  let messages: string[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build-embed.ts', '--require']);
    const database = await createTestDatabase();
    const open = await startApp({}, { ...database, drop: async () => {} });
    open.startWorker();
    model = await open.trained(dailyCsv(90), { name: 'Sales <b>', horizon: 7, steps: 5, members: 1 });
    await open.app.inject({ method: 'POST', url: `/v1/models/${model.id}/forecasts`, payload: {} });
    await open.stop();
    // The page stands on another origin, and its policy allows nothing but the service.
    pages = createServer((_, reply) => {
      const policy = `default-src 'none'; script-src ${address}; connect-src ${address}; require-trusted-types-for 'script'`;
      reply.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
      reply.end(
        `<!doctype html><title>A page</title><script type="module" src="${address}/embed/gatecast-forecast.js"></script><main>${body}</main>`,
      );
    });
    await new Promise<void>((resolve) => void pages.listen(0, '127.0.0.1', resolve));
    pageOrigin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    service = await startApp({ apiKey: firstKey, corsOrigins: [pageOrigin] }, database);
    address = await service.app.listen({ host: '127.0.0.1', port: 0 });
    const db = openDatabase(database.url);
    const { secret, hint, digest } = newSecret();
    await createStore(db).keys.create({ tenant: 'default', name: null, scopes: ['read'], hint, digest });
    readKey = secret;
    await db.destroy();
    browser = await openBrowser();
  });
  afterEach(() => page?.context().close());
  afterAll(async () => {
    if (browser !== undefined) await closeContexts(browser);
    pages?.close();
    await service?.stop();
  });

  async function embed(): Promise<{ id: string; token: string }> {
    const answer = await service.app.inject({
      method: 'POST',
      url: `/v1/models/${model.id}/embeds`,
      headers: { authorization: `Bearer ${firstKey}` },
      payload: {},
    });
    const { embed, token } = answer.json();
    return { id: embed.id, token };
  }

  async function show(
    attributes: string,
    { bypassCSP = false, ...options }: { colorScheme?: 'dark' | 'light'; bypassCSP?: boolean } = {},
  ): Promise<void> {
    body = `<gatecast-forecast model="${model.id}" ${attributes}></gatecast-forecast>`;
    const context = await browser.newContext({
      viewport: { width: 700, height: 500 },
      bypassCSP,
      ...options,
    });
    context.setDefaultTimeout(100_000); // a busy machine needs longer than 30 s
    page = await context.newPage();
    messages = [];
    page.on('console', (message) => void messages.push(message.text()));
    page.on('pageerror', (error) => void messages.push(error.message));
    await page.clock.install();
    await page.goto(pageOrigin);
  }

  const styleOf = (selector: string, property: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector('gatecast-forecast').shadowRoot.querySelector('${selector}')).${property}`,
    );
  const reached = (state: string) =>
    page.locator(`gatecast-forecast[state=${state}]`).waitFor({ state: 'attached' });
  /** Lets the time until the next read pass. */
  const pass = () => page.clock.fastForward(61_000);
  const answers = () =>
    service.logs.filter(({ url }) => String(url).endsWith('/latest')).map(({ status }) => status);

  test('shows the forecast by the token of an embed, under the strictest policy', async () => {
    const before = answers().length;
    await show(`token="${(await embed()).token}" history="20" theme="light" refresh="60"`);
    await reached('ready');
    expect(answers().length - before).toBe(1); // and not one for each attribute
    const svg = page.locator('gatecast-forecast svg');
    expect(await svg.getAttribute('role')).toBe('img');
    expect(await svg.locator('title').textContent()).toBe('Forecast of Sales <b>');
    expect(await svg.locator('desc').textContent()).toContain('80 % interval');
    expect(await svg.getAttribute('width')).toBe('684');
    const stroke = () => styleOf('path.median', 'stroke');
    expect(await stroke()).toBe('rgb(53, 89, 224)');
    await page.locator('gatecast-forecast').evaluate((element) => element.setAttribute('theme', 'dark'));
    expect(await stroke()).toBe('rgb(122, 162, 255)');
    expect(await styleOf('.status', 'height')).toBe('0px');
    expect(messages).toEqual([]);
  });

  test('follows the colours of the visitor', async () => {
    await show(`token="${(await embed()).token}"`, { colorScheme: 'dark' });
    await reached('ready');
    expect(await styleOf('rect.paper', 'fill')).toBe('rgb(13, 17, 23)');
  });

  test('reads again, and the service answers 304 while nothing has changed', async () => {
    await show(`token="${(await embed()).token}"`);
    await reached('ready');
    const before = answers().length;
    await pass();
    await expect.poll(() => answers().slice(before)).toEqual([304]);
    await reached('ready');
  });

  test('a lost connection leaves the picture in sight, and its return is noticed', async () => {
    await show(`token="${(await embed()).token}"`);
    await reached('ready');
    await page.context().setOffline(true);
    await pass();
    await reached('offline');
    expect(await page.locator('gatecast-forecast svg').count()).toBe(1);
    expect(await page.locator('gatecast-forecast .status').textContent()).toContain('You are offline');
    await page.context().setOffline(false);
    await reached('ready');
    expect(await page.locator('gatecast-forecast .status').textContent()).toBe('');
  });

  test('a read that the return of the connection causes ends an earlier one that still waits', async () => {
    await show(`token="${(await embed()).token}"`);
    await reached('ready');
    await page.route('**/forecasts/latest?*', (route) => route.abort());
    await pass();
    await reached('offline');
    await page.unrouteAll();
    const asked = page.waitForRequest('**/forecasts/latest?*');
    await page.route('**/forecasts/latest?*', () => {}, { times: 1 }); // never answered
    await pass();
    const waiting = await asked;
    const ended = page.waitForEvent('requestfailed', (request) => request === waiting);
    await page.evaluate("dispatchEvent(new Event('online'))");
    await ended;
    await reached('ready');
  });

  test('a revoked token takes the picture away', async () => {
    const { id, token } = await embed();
    await show(`token="${token}"`);
    await reached('ready');
    const headers = { authorization: `Bearer ${firstKey}` };
    await service.app.inject({ method: 'DELETE', url: `/v1/embeds/${id}`, headers });
    await pass();
    await reached('error');
    expect(await page.locator('gatecast-forecast svg').count()).toBe(0);
    expect(await page.locator('gatecast-forecast .status').textContent()).toContain('revoked');
  });

  test('says what is missing', async () => {
    await show('token="gce_wrong"');
    await reached('error');
    expect(await page.locator('gatecast-forecast .status').textContent()).toContain('does not open');
    await page.locator('gatecast-forecast').evaluate((element) => element.removeAttribute('model'));
    await expect
      .poll(() => page.locator('gatecast-forecast .status').textContent())
      .toContain('Set the attribute `model`');
    const told = page.locator('gatecast-forecast').evaluate((element) => {
      const event = new Promise((resolve) =>
        element.addEventListener('gatecast-error', (error: { detail?: { code: string } }) =>
          resolve(error.detail?.code),
        ),
      );
      element.setAttribute('src', 'http://');
      element.setAttribute('model', 'sales');
      return event;
    });
    expect(await told).toBe('attribute_invalid');
    await reached('error');
    expect(await page.locator('gatecast-forecast .status').textContent()).toContain('`src`');
    expect(messages.filter((message) => message.includes('Invalid URL'))).toEqual([]);
    // No header can carry this key, which says nothing about the service.
    await page.locator('gatecast-forecast').evaluate((element) => {
      element.removeAttribute('src');
      element.setAttribute('key', 'gck_x7Qm…');
    });
    await expect
      .poll(() => page.locator('gatecast-forecast .status').textContent())
      .toContain('The attribute `key` has a character that no key has.');
  });

  test('a pause that is longer than any timer is the longest there is', async () => {
    await show(`token="${(await embed()).token}" refresh="Infinity"`);
    await reached('ready');
    const before = answers().length;
    await pass();
    expect(answers().length).toBe(before);
  });

  test('a key with the scope `read` works in a page whose origin is allowed', async () => {
    await show(`key="${readKey}" src="${address}"`);
    await reached('ready');
    expect(messages).toEqual([]);
  });

  test('the values are read by pointer and by keys, and in words', async () => {
    await show(`token="${(await embed()).token}" history="20"`);
    await reached('ready');
    const slider = page.locator('gatecast-forecast').getByRole('slider', { name: 'Time' });
    await page.keyboard.press('Tab');
    const words = () => slider.getAttribute('aria-valuetext');
    expect(await words()).toMatch(/^6 Apr 2024: Median \S+, 80 % from \S+ to \S+$/);
    await page.keyboard.press('Home');
    expect(await words()).toMatch(/^11 Mar 2024: Observed \S+$/);
    await page.keyboard.press('ArrowRight');
    expect(await words()).toMatch(/^12 Mar 2024: Observed/);
    await slider.hover({ position: { x: 590, y: 150 } });
    expect(await page.locator('gatecast-forecast .card').textContent()).toMatch(/Apr 2024Median/);
    if (process.env.SCREENSHOT !== undefined) await page.screenshot({ path: process.env.SCREENSHOT });
  });

  test('has no fault that axe finds, in both themes, nor in an error', async () => {
    for (const attributes of [`token="${(await embed()).token}"`, 'token="gce_wrong"'])
      for (const theme of ['light', 'dark']) {
        await show(`${attributes} theme="${theme}"`, { bypassCSP: true }); // axe brings a script
        await reached(attributes.includes('wrong') ? 'error' : 'ready');
        await page.locator('gatecast-forecast').hover(); // the card is checked too
        expect(await violations(page)).toEqual([]);
        await page.context().close();
      }
  });

  test('the picture follows the width of its place', async () => {
    await show(`token="${(await embed()).token}"`);
    await reached('ready');
    await page.setViewportSize({ width: 360, height: 600 });
    const width = () => page.locator('gatecast-forecast svg').getAttribute('width');
    await expect.poll(width).toBe('344');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
