import type { Dashboard } from '../../test/dashboard/support/index.ts';
import { median, rounded } from '../statistics.ts';

const repeats = 7;

/** The start page with an empty cache, in milliseconds from the navigation: until something is painted, and until its
 *  button is there and the page has nothing else to do. Medians. */
export async function measureLoad(dashboard: Dashboard) {
  const paints: number[] = [];
  const ready: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const context = await dashboard.browser.newContext({ baseURL: dashboard.url }); // with a cache of its own
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector('main button') === null) requestAnimationFrame(look);
        // After the frame and the tasks that wait.
        else setTimeout(() => performance.mark('interactive'));
      };
      requestAnimationFrame(look);
    });
    await page.goto('/');
    await page.waitForFunction(() => performance.getEntriesByName('interactive').length > 0);
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const [paint, interactive] = await page.evaluate(() =>
      ['first-contentful-paint', 'interactive'].map(
        (name) => performance.getEntriesByName(name)[0].startTime,
      ),
    );
    paints.push(paint);
    ready.push(interactive);
    await context.close();
  }
  return {
    repeats,
    first_contentful_paint_ms: rounded(median(paints)),
    interactive_ms: rounded(median(ready)),
  };
}
