/** `npm run screenshots`: writes docs/screenshots/<page>-{light,dark}.png of every page, from a real service.
 *  `-- --only start,train`: some pages. `-- --phone`: 360 px wide, to build/screenshots. `-- --language ko`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pagePaths, sizes, startDashboard } from '../test/dashboard/support/index.ts';
import { forecastScenes, type Scene } from './screenshots/forecasts.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    phone: { type: 'boolean', default: false },
    language: { type: 'string', default: 'en' },
  },
});
const isForDocs = !flags.phone && flags.language === 'en';
const folder = isForDocs ? 'docs/screenshots' : 'build/screenshots';
mkdirSync(folder, { recursive: true });

const dashboard = await startDashboard();
try {
  const wanted = flags.only?.split(',');
  const isWanted = (name: string) => wanted === undefined || wanted.includes(name);
  const scenes: Record<string, Scene> = Object.fromEntries(
    Object.entries(pagePaths).map(([name, path]) => [name, { path }]),
  );
  if (['forecast', 'memory', 'memory-series'].some(isWanted))
    Object.assign(scenes, await forecastScenes(dashboard.url));
  for (const [name, { path, prepare }] of Object.entries(scenes)) {
    if (!isWanted(name)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await dashboard.open(path, {
        ...{ colorScheme, locale: flags.language, viewport: flags.phone ? sizes.phone : sizes.desktop },
        ...(flags.phone ? { hasTouch: true, isMobile: true } : {}),
      });
      await prepare?.(page);
      await page.waitForLoadState('networkidle');
      const file = join(folder, `${name}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: flags.phone });
      process.stdout.write(`${file}\n`);
      await page.context().close();
    }
  }
} finally {
  await dashboard.stop();
}
