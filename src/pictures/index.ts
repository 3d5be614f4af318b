/** Pictures of stored forecasts, drawn in the threads of the API. What draws them is loaded with the first picture. */
import type { Piscina } from 'piscina';
import type { Painter, PictureTask } from '../contracts/ports/index.ts';

type Pool = Pick<Piscina, 'run'>;

/** @param threads those of forecasts: they look into stored forecasts, and write SVG, which takes a millisecond
 *  @param pngThreads threads for PNG, which need more time and memory */
export function createPainter(threads: Pool, pngThreads: Pool): Painter {
  return {
    seriesIn: (packed, series) => threads.run({ packed, series }, { name: 'storedSeries' }),
    draw: (task) => (task.scale === null ? threads : pngThreads).run(task, { name: 'picture' }),
  };
}

/** Tasks of a thread. */
export async function storedSeries(task: { packed: Uint8Array; series?: string }) {
  const { seriesIn } = await import('./stored-series.ts');
  return seriesIn(task);
}

export async function picture(task: PictureTask): Promise<Uint8Array> {
  const { picture } = await import('./picture.ts');
  return picture(task);
}
