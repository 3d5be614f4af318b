import { createRng } from '../../src/engine/index.ts';
import type { Dashboard } from '../../test/dashboard/support/index.ts';
import { median, rounded } from '../statistics.ts';
import { upload } from './upload.ts';

const points = 100_000;
const repeats = 5;
const panMs = 3_000;

/** A series of 100,000 hourly values: time to draw it, and frames per second while half of it is moved. */
export async function measureChart(dashboard: Dashboard) {
  const rng = createRng(1);
  let level = 100;
  const rows = Array.from({ length: points }, (_, i) => {
    level += rng.normal();
    return `${new Date(Date.UTC(2012, 0, 1, i)).toISOString().slice(0, 16)},${level.toFixed(3)}`;
  });
  const id = await upload(dashboard, 'hours', `time,y\n${rows.join('\n')}\n`);
  const { page } = await dashboard.open(`/app/datasets/${id}`);
  const drawn: number[] = [];
  for (let i = 0; i < repeats; i++) {
    await page.goto(`/app/datasets/${id}`);
    await page.waitForFunction(() => performance.getEntriesByName('chart').length > 0);
    drawn.push(await page.evaluate(() => performance.getEntriesByName('chart')[0].duration));
  }
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const frames = await page.evaluate(pan, panMs);
  await page.context().close();
  return {
    points,
    draw_ms: rounded(median(drawn)),
    pan_frames_per_second: Math.round(
      (1_000 * (frames.length - 1)) / (frames[frames.length - 1] - frames[0]),
    ),
    longest_frame_ms: Math.round(Math.max(...frames.slice(1).map((at, i) => at - frames[i]))),
  };
}

/** Drags the chart with Shift, one step in each frame, to and fro. @returns the times of the frames */
async function pan(lengthMs: number): Promise<number[]> {
  const over = document.querySelector('.u-over');
  if (over === null) throw new Error('there is no chart');
  const { left, top, width } = over.getBoundingClientRect();
  const at = (x: number) => ({ bubbles: true, shiftKey: true, clientX: x, clientY: top + 50 });
  const begun = left + width / 2;
  over.dispatchEvent(new MouseEvent('mousedown', at(begun)));
  const shown = () => document.querySelector<HTMLInputElement>('.brush-end')?.value;
  const before = shown();
  let hasMoved = false;
  const frames: number[] = [];
  await new Promise<void>((resolve) => {
    const step = (now: number) => {
      frames.push(now);
      hasMoved ||= shown() !== before;
      if (now - frames[0] > lengthMs) return resolve();
      const swing = Math.sin((2 * Math.PI * (now - frames[0])) / 1_500);
      window.dispatchEvent(new MouseEvent('mousemove', at(begun + 0.4 * width * swing)));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  window.dispatchEvent(new MouseEvent('mouseup', at(begun)));
  if (!hasMoved) throw new Error('the chart did not move');
  return frames;
}
