import type { Dashboard } from '../../test/dashboard/support/index.ts';
import { upload } from './upload.ts';

const series = 10_000;
const pointsEach = 36;
/** Faster than a fling of a touch pad. */
const pixelsPerFrame = 400;
const frameCount = 240;

/** A list of 10,000 series with sparklines that scrolls: frames in which a part of it has no row. */
export async function measureList(dashboard: Dashboard) {
  const rows: string[] = [];
  for (let s = 0; s < series; s++)
    for (let t = 0; t < pointsEach; t++)
      rows.push(
        `s${s},${2020 + Math.floor(t / 12)}-${String(1 + (t % 12)).padStart(2, '0')}-01,${s + ((t * 7) % 12)}`,
      );
  const id = await upload(dashboard, 'many', `id,date,y\n${rows.join('\n')}\n`);
  const { page } = await dashboard.open('/app/datasets');
  const begun = performance.now();
  await page.goto(`/app/datasets/${id}`);
  await page.getByText('10,000 of 10,000').waitFor({ timeout: 120_000 });
  const read_ms = Math.round(performance.now() - begun);
  const result = await page.evaluate(scroll, { pixelsPerFrame, frameCount });
  await page.context().close();
  return { series, read_ms, ...result };
}

/** Scrolls down and up. What a frame paints is known when its scroll has been set: the rows
 *  follow in the next frame. */
async function scroll(options: { pixelsPerFrame: number; frameCount: number }) {
  const list = document.querySelector('.virtual');
  if (list === null) throw new Error('there is no list');
  const isCovered = () => {
    const { top, bottom } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('.virtual-row')]
      .map((row) => row.getBoundingClientRect())
      .sort((a, b) => a.top - b.top);
    let covered = top;
    for (const row of rows) if (row.top <= covered + 1) covered = Math.max(covered, row.bottom);
    return covered >= bottom - 1;
  };
  let blank = 0;
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    const step = (now: number) => {
      times.push(now);
      const n = times.length;
      if (n > options.frameCount) return resolve();
      list.scrollTop += n <= options.frameCount / 2 ? options.pixelsPerFrame : -options.pixelsPerFrame;
      if (!isCovered()) blank++;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const seconds = (times[times.length - 1] - times[0]) / 1_000;
  return { blank_frames: blank, frames: times.length, frames_per_second: Math.round(times.length / seconds) };
}
