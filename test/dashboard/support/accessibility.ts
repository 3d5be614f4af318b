import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Rules whose result depends on the theme. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];
const checks = {
  light: { type: 'tag', values: tags },
  dark: { type: 'rule', values: rulesOfColours },
} as const;

/** Fails if axe finds anything in the page as it is, or in its colours in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .options({
        runOnly: { ...checks[colorScheme], values: [...checks[colorScheme].values] },
        resultTypes: ['violations'],
      }) // no selectors of what passes
      .setLegacyMode() // no frame has another origin, and the other mode evaluates each result in a page of its own
      .analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${colorScheme} ${id}: ${help}: ${target} ${failureSummary}`),
    );
    expect(found).toEqual([]);
  }
}

/** Fails if the page is wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    const { clientWidth } = document.body; // without the place of the scroll bar
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect(wide).toEqual([]);
}

/** Fails if a text runs out of its box, such as an id out of its card. What scrolls in a box of
 *  its own is let through. */
export async function expectNothingSpills(page: Page): Promise<void> {
  const spilt = await page.evaluate(() => {
    const isWhole = (element: Element) => {
      const { overflowX, display } = getComputedStyle(element);
      const isBox = element.clientWidth > 0 && overflowX === 'visible' && !display.startsWith('inline');
      return !isBox || element.scrollWidth <= element.clientWidth + 2;
    };
    return [...document.querySelectorAll('main *, dialog[open] *')]
      .filter((element) => !isWhole(element) && element.closest('svg, pre, .visually-hidden') === null)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect(spilt).toEqual([]);
}
