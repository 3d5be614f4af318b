/** `npm run screenshots`: writes docs/screenshots/<page>-{light,dark}.png of every page, from a real service.
 *  `-- --only start,train`: some pages. `-- --phone`: 360 px wide, to build/screenshots. `-- --language ko`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { someOf } from '../bench/named-options.ts';
import { sizes, startDashboard } from '../test/dashboard/support/index.ts';
import { fill } from './screenshots/data.ts';
import { scenes } from './screenshots/scenes.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    phone: { type: 'boolean', default: false },
    language: { type: 'string', default: 'en' },
  },
});
const pages = someOf('--only', flags.only, [...new Set(scenes.map(({ page }) => page))]);
const isForDocs = !flags.phone && flags.language === 'en';
const folder = isForDocs ? 'docs/screenshots' : 'build/screenshots';
mkdirSync(folder, { recursive: true });

const dashboard = await startDashboard();
try {
  const made = await fill(dashboard);
  for (const { page: of, name, path, prepare } of scenes) {
    if (pages !== undefined && !pages.includes(of)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await dashboard.open(path(made), {
        colorScheme,
        locale: flags.language,
        viewport: flags.phone ? sizes.phone : sizes.desktop,
        ...(flags.phone ? { hasTouch: true, isMobile: true } : {}),
      });
      await page.waitForLoadState('networkidle');
      await prepare?.(page);
      const file = join(folder, `${name}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: flags.phone });
      process.stdout.write(`${file}\n`);
      await page.context().close();
    }
  }
} finally {
  await dashboard.stop();
}
