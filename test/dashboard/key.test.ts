import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, expectAccessible, hasChromium, startDashboard } from './support/index.ts';

const key = 'a-key-of-at-least-32-characters-0123456789';

describe.skipIf(!hasChromium)('the key of the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard({ GATECAST_API_KEY: key });
  });
  afterAll(() => dashboard?.stop());

  test('is asked for after a 401, kept for the tab only, and can be forgotten', async () => {
    const { page, faults } = await dashboard.open('/app/jobs');
    const prompt = page.getByRole('dialog', { name: 'This service needs a key' });
    await prompt.waitFor();
    await expectAccessible(page);

    await page.getByLabel('API key').fill('a-wrong-key-of-at-least-32-characters-012345');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('The service does not accept this key.').waitFor();

    // No header can carry these. The prompt stays, and nothing is said about the service.
    for (const text of ['gck_x7Qm…', '한글', `${key}\u200b0`]) {
      await page.getByLabel('API key').fill(text);
      await page.keyboard.press('Enter');
      await page.getByText('This cannot be a key').waitFor();
      expect(await page.getByText('The service does not answer').count()).toBe(0);
      await page.getByLabel('API key').fill('');
      await page.keyboard.press('Enter');
      await page.getByText('Paste the key first.').waitFor();
    }

    // Invisible characters around a key are not a part of it.
    await page.getByLabel('API key').fill(`\ufeff${key}\u200b `);
    await page.keyboard.press('Enter');
    await prompt.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Forget key' }).waitFor();
    expect(page.url()).not.toContain(key);
    const places = await page.evaluate(() => [JSON.stringify(localStorage), document.cookie]);
    expect(places.join()).not.toContain(key);

    // An earlier version stored keys that no call can carry.
    await page.evaluate((stored) => sessionStorage.setItem('gatecast.key', stored), `${key}\u200b`);
    await page.reload();
    await prompt.waitFor();
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Forget key' }).click();
    await prompt.waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(key);
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('heading', { name: 'A key is needed to see this' }).waitFor();
    await expectAccessible(page);
    faults.expectNone(/status of 401/);

    const other = await page.context().newPage();
    await other.goto('/app/jobs');
    await other.getByRole('dialog', { name: 'This service needs a key' }).waitFor();
    await page.context().close();
  });

  test('that may only read is told what it may not do, where it is asked for', async () => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'display', scopes: ['read'] });
    const answer = await fetch(`${dashboard.url}/v1/keys`, { method: 'POST', headers, body });
    const { secret } = await answer.json();
    const { page, faults } = await dashboard.open('/app/settings');
    await page.getByLabel('API key').fill(secret);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your key does not allow this' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('main').getByRole('button', { name: 'Enter key' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.getByText('does not accept this key').count()).toBe(0);
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.goto('/');
    await page.getByLabel('Numbers, or a small table').fill('1, 2, 3, 4, 5');
    await page.getByRole('button', { name: 'Look at them' }).click();
    await page.getByRole('heading', { name: 'Your key does not allow this' }).waitFor();
    faults.expectNone(/status of 40[13]/);
    await page.context().close();
  });
});
