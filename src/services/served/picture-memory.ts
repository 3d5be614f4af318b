import type { Painter, PictureTask } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { BoundedEntries } from './bounded-entries.ts';

/** Bytes of the pictures that are kept. One has 20 to 200 KB. */
const keptBytesMax = 8 * 1024 * 1024;

/** Draws each PNG once: a page with a picture has many viewers, and a PNG takes a fifth of a second. SVG takes a millisecond.
 *  @returns draws a picture, whose tag is that of all that it depends on */
export function createPictureMemory(
  painter: Pick<Painter, 'draw'>,
): (task: PictureTask, tag: string) => Promise<Uint8Array> {
  const kept = new BoundedEntries<Uint8Array>(keptBytesMax);
  const underWay = new Map<string, Promise<Uint8Array>>();

  async function drawn(task: PictureTask, tag: string): Promise<Uint8Array> {
    const drawing = painter.draw(task);
    underWay.set(tag, drawing);
    try {
      const picture = await drawing;
      kept.keep(tag, picture, picture.byteLength);
      return picture;
    } finally {
      underWay.delete(tag);
    }
  }

  return async (task, tag) => {
    if (task.scale === null) return painter.draw(task);
    for (;;) {
      const known = kept.take(tag);
      if (known !== undefined) return known;
      const present = underWay.get(tag);
      if (present === undefined) return drawn(task, tag);
      try {
        return await present;
      } catch (error) {
        // The caller for whom it was drawn has hung up: one of those who wait draws it.
        if (!(error instanceof AppError) || error.code !== 'call_abandoned') throw error;
      }
    }
  };
}
