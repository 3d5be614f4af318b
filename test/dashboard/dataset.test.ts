import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Dashboard,
  dropFile,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  openTables,
  overloaded,
  sizes,
  startDashboard,
} from './support/index.ts';

const seriesCount = 700;

describe.skipIf(!hasChromium)('the datasets', () => {
  let dashboard: Dashboard;
  let index: string;
  let shops: string;
  beforeAll(async () => {
    dashboard = await startDashboard();
    index = await upload('Index', readFileSync('node_modules/vega-datasets/data/sp500-2000.csv', 'utf8'));
    const rows = Array.from({ length: seriesCount }, (_, s) =>
      Array.from(
        { length: 12 },
        (_, t) => `shop-${String(s).padStart(4, '0')},2024-${String(t + 1).padStart(2, '0')}-01,${s + t * t}`,
      ),
    ).flat();
    shops = await upload('Shops', `id,date,sales\n${rows.join('\n')}\n`);
  });
  afterAll(() => dashboard?.stop());

  async function upload(name: string, csv: string): Promise<string> {
    const headers = { 'content-type': 'text/csv' };
    const answer = await fetch(`${dashboard.url}/v1/datasets?name=${name}`, {
      method: 'POST',
      headers,
      body: csv,
    });
    const body = await answer.json();
    expect(answer.status, JSON.stringify(body)).toBe(201);
    return body.id;
  }

  test('are listed and found by name', async () => {
    const { page, faults } = await dashboard.open('/app/datasets');
    await page.getByRole('link', { name: /Shops/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('ind');
    await page.getByText('Found: 1').waitFor();
    await page.getByRole('searchbox').fill('nothing');
    await page.getByRole('heading', { name: 'No dataset has a name like this.' }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('link', { name: /Index/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Index' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('show a series with its gaps and calendar, which is zoomed and moved by mouse and keyboard', async () => {
    const { page, faults } = await dashboard.open(`/app/datasets/${index}`);
    await page.getByRole('img', { name: /5,105 values over time/ }).waitFor();
    await page.getByText('Places where times are missing: 5').waitFor();
    const from = page.getByRole('slider', { name: 'Start of the part shown' });
    const shown = () => from.getAttribute('aria-valuetext');
    expect(await shown()).toBe('2000-01-03');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(shown).not.toBe('2000-01-03');
    const zoomed = await shown();
    await page.getByRole('button', { name: 'Later' }).press('Enter');
    await expect.poll(shown).not.toBe(zoomed);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(shown).toBe('2000-01-03');
    await from.focus();
    await page.keyboard.press('End');
    await expect.poll(shown).toMatch(/^20(19|20)/);
    await page.getByRole('button', { name: 'Show everything' }).click();

    const box = await page.locator('.u-over').boundingBox();
    if (box === null) throw new Error('the chart has no place');
    const drag = async (fromX: number, toX: number) => {
      await page.mouse.move(box.x + fromX * box.width, box.y + 80);
      await page.mouse.down();
      await page.mouse.move(box.x + toX * box.width, box.y + 90, { steps: 4 });
      await page.mouse.up();
    };
    await drag(0.5, 0.75);
    await expect.poll(shown).toMatch(/^20(09|10)/);
    await page.keyboard.down('Shift');
    await drag(0.2, 0.9);
    await page.keyboard.up('Shift');
    await expect.poll(shown).toMatch(/^200[5-8]/);
    await page.getByRole('radio', { name: 'Logarithmic' }).check({ force: true });
    await expect.poll(shown).toMatch(/^200[5-8]/);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });

  test('have their values as a table with a file of all rows, by keyboard, in both languages', async () => {
    for (const [locale, before, all] of [
      ['en-GB', 'Rows before', 'All 5,105 rows as CSV'],
      ['ko-KR', '이전 행', '5,105행 전체를 CSV로 저장'],
    ] as const) {
      const { page, faults } = await dashboard.open(`/app/datasets/${index}`, {
        ...{ locale, viewport: sizes.phone },
      });
      await page.getByRole('img', { name: /5,105/ }).waitFor();
      expect(await openTables(page)).toBe(1);
      const rows = page.getByRole('rowheader');
      expect(await rows.count()).toBe(50);
      const newest = await rows.last().textContent();
      await page.getByRole('button', { name: before }).press('Enter');
      await expect.poll(() => rows.last().textContent()).not.toBe(newest);
      expect(await rows.count()).toBe(50);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: all }).press('Enter'),
      ]);
      const lines = readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\n');
      expect(lines).toHaveLength(1 + 5_105);
      expect(lines[1]).toBe('2000-01-03,1455.219971');
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      faults.expectNone();
      await page.context().close();
    }
  });

  test('list their series with search, and every row is drawn while it scrolls', async () => {
    const { page, faults } = await dashboard.open(`/app/datasets/${shops}`);
    await page.getByText('700 of 700').waitFor();
    await page.getByRole('group', { name: 'Series of the dataset' }).evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await page.getByRole('link', { name: /shop-0699/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Search series' }).fill('0123');
    await page.getByText('1 of 700').waitFor();
    await page.getByRole('link', { name: /shop-0123/ }).press('Enter');
    await page.getByRole('heading', { level: 2, name: 'shop-0123' }).waitFor();
    expect(new URL(page.url()).searchParams.get('series')).toBe('shop-0123');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const from = () => page.getByRole('slider', { name: 'Start of the part shown' }).inputValue();
    const zoomed = await from();
    expect(zoomed).not.toBe('0');
    // Rows that somebody else adds leave the search and the window.
    const added = await fetch(`${dashboard.url}/v1/datasets/${shops}/observations/file`, {
      ...{ method: 'POST', headers: { 'content-type': 'text/csv' } },
      body: 'id,date,sales\nshop-0123,2025-01-01,7\n',
    });
    expect(added.status).toBe(200);
    // A list of several answers is read again when the reader wants it.
    const reads: string[] = [];
    page.on('request', (request) => reads.push(request.url()));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByText('The data have changed since they were read.').waitFor();
    expect(reads.filter((url) => url.includes('/series'))).toEqual([]);
    await page.getByRole('button', { name: 'Show the new data' }).click();
    await page.getByText('13 values').first().waitFor();
    await page.getByText('1 of 700').waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search series' }).inputValue()).toBe('0123');
    expect(Number(await from())).toBeGreaterThan(0);
    await page.reload();
    await page.getByRole('heading', { level: 2, name: 'shop-0123' }).waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('take more rows after a dry run, and go back to a version', async () => {
    const { page, faults } = await dashboard.open(`/app/datasets/${index}?tab=add`);
    await page.getByLabel('Or paste rows').fill('date,close\n2020-04-20,ten\n');
    await page.getByRole('button', { name: 'See what it would do' }).click();
    await page.getByText('Line 2').waitFor();
    await page.getByText('"ten" is not a number').waitFor();
    await dropFile(page, 'rows.csv', 'date,close\n2020-04-17,2800\n');
    await page.getByText('Values to add: 0. Values to change: 1.').waitFor();
    await page.getByRole('button', { name: 'Choose other rows' }).click();
    await page.getByLabel('Or paste rows').fill('date,close\n2020-04-20,2823.16\n2020-04-17,2800\n');
    await page.getByRole('button', { name: 'See what it would do' }).click();
    await page.getByText('Values to add: 1. Values to change: 1.').waitFor();
    await expectAccessible(page);
    const stored = async () => (await (await fetch(`${dashboard.url}/v1/datasets/${index}`)).json()).version;
    expect(await stored()).toBe(1);
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByText('5,106 values').first().waitFor();

    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Restore: Version 1' }).click();
    await page.getByRole('dialog', { name: 'Restore version 1?' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('restored version 1').waitFor();
    expect(await stored()).toBe(3);
    faults.expectNone(/status of 422/);
    await page.context().close();
  });

  test('are downloaded, renamed and deleted with what they take along', async () => {
    const id = await upload('Short', 'date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,4\n');
    const { page, faults } = await dashboard.open(`/app/datasets/${id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Short.csv');
    expect(readFileSync(await download.path(), 'utf8')).toContain('2024-01-03,4');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('Shorter');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Shorter' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No model was trained on it.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/app\/datasets$/);
    expect((await fetch(`${dashboard.url}/v1/datasets/${id}`)).status).toBe(404);
    faults.expectNone(/status of 404/); // the page may look for changes before it leaves

    await page.goto(`/app/datasets/${id}`);
    await page.getByText(/There is no dataset/).waitFor();
    await page.context().close();
  });

  test('say why their series cannot be read, or that there are none', async () => {
    const stored = await fetch(`${dashboard.url}/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'symbols', name: 'words', sequences: [{ text: 'TRIANGLE' }] }),
    });
    const { id: words } = await stored.json();
    const { page, faults } = await dashboard.open('/app/datasets');
    const list = /\/v1\/datasets\/[^/]+\/series\?/;
    await page.route(list, (route) => route.fulfill({ status: 503, json: overloaded }));
    await page.goto(`/app/datasets/${words}`);
    await page.getByText('Too many calls wait.').waitFor();
    await expectAccessible(page);
    await page.unroute(list);
    await page.route(list, (route) => route.fulfill({ json: { data: [], next_cursor: null } }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'This dataset has no sequences' }).waitFor();
    await page.unroute(list);

    // The first rows of a list that cannot be read to its end are not taken for all of it.
    const later = /\/v1\/datasets\/[^/]+\/series\?.*cursor=/;
    await page.route(later, (route) => route.fulfill({ status: 503, json: overloaded }));
    await page.goto(`/app/datasets/${shops}`);
    await page.getByText('Too many calls wait.').waitFor();
    await page.getByRole('link', { name: /shop-0000/ }).waitFor();
    await page.unroute(later);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('700 of 700').waitFor();
    expect(await page.getByText('Too many calls wait.').count()).toBe(0);
    faults.expectNone(/status of 503/);
    await page.context().close();
  });

  test('fit a phone, in Korean', async () => {
    for (const path of ['', `/${index}`, `/${index}?tab=versions`, `/${index}?tab=about`, `/${shops}`]) {
      const { page, faults } = await dashboard.open(`/app/datasets${path}`, {
        viewport: sizes.phone,
        locale: 'ko-KR',
      });
      await page.waitForLoadState('networkidle');
      await expectNoSidewaysScroll(page);
      faults.expectNone();
      await page.context().close();
    }
  });
});
