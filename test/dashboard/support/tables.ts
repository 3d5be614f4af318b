import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Opens the table below each chart of the page with the keyboard. Fails for a chart without a table that has its name,
 *  and for a table without rows.
 *  @returns the number of charts */
export async function openTables(page: Page): Promise<number> {
  const charts = await page
    .locator('.chart, .model-columns')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  for (const name of charts) {
    const folds = await page
      .locator('summary')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
    const at = folds.findIndex((label) => label.endsWith(`: ${name}`));
    expect(at, `no table for the chart "${name}" among ${folds.join('; ')}`).toBeGreaterThanOrEqual(0);
    const fold = page.locator('summary').nth(at);
    await fold.focus();
    await page.keyboard.press('Enter');
    const table = fold.locator('xpath=..').getByRole('table');
    await table.waitFor();
    expect(await table.getByRole('rowheader').count()).toBeGreaterThan(0);
    expect(await table.getByRole('cell').allTextContents()).toContainEqual(expect.stringMatching(/\d/));
    // The region that scrolls is reached by the keyboard.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('group');
  }
  return charts.length;
}
