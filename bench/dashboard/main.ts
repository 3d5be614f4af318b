/** `npm run bench:dashboard`: the dashboard in Chromium, served by the real service with a database of its own. The
 *  last line of `--json` is the report; without it, one line for each goal. Goals are for a machine that does nothing
 *  else. `--only chart,list` measures these parts. */
import { parseArgs } from 'node:util';
import { firstLoadBytes, firstLoadBytesMax } from '../../scripts/dashboard/bundle-size.ts';
import { type Dashboard, hasChromium, startDashboard } from '../../test/dashboard/support/index.ts';
import { atLeast, atMost, goalLines, jsonLine } from '../goals.ts';
import { someOf } from '../named-options.ts';
import { measureChart } from './chart.ts';
import { measureEvents } from './events.ts';
import { measureList } from './list.ts';
import { measureLoad } from './load.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const parts = ['load', 'chart', 'list', 'events'] as const;
const wanted = someOf('--only', values.only, parts);
const measured = <T>(
  name: (typeof parts)[number],
  measure: (dashboard: Dashboard) => Promise<T>,
): Promise<T | null> =>
  wanted === undefined || wanted.includes(name) ? measure(dashboard) : Promise.resolve(null);
if (!hasChromium)
  throw new Error(
    'bench:dashboard needs Chromium (Debian: apt-get install chromium-headless-shell; or set CHROMIUM).',
  );

const dashboard = await startDashboard();
try {
  const load = await measured('load', measureLoad);
  const chart = await measured('chart', measureChart);
  const list = await measured('list', measureList);
  const events = await measured('events', measureEvents);
  const bundle_kb = Math.max(...Object.values(firstLoadBytes('build/dashboard'))) / 1024;
  const goals = [
    ...atMost('first_contentful_paint_ms', 1_000, load?.first_contentful_paint_ms),
    ...atMost('interactive_ms', 1_000, load?.interactive_ms),
    ...atMost('draw_100k_points_ms', 100, chart?.draw_ms),
    ...atLeast('pan_100k_points_frames_per_second', 50, chart?.pan_frames_per_second),
    ...atMost('list_10k_series_blank_frames', 0, list?.blank_frames),
    ...atMost('event_to_pixel_ms', 200, events?.event_to_pixel_ms),
    ...atMost('largest_page_kb', firstLoadBytesMax / 1024, bundle_kb),
  ];
  if (values.json) process.stdout.write(jsonLine({ load, chart, list, events, bundle_kb }, goals));
  else process.stdout.write(`${goalLines(goals).join('\n')}\n`);
} finally {
  await dashboard.stop();
}
