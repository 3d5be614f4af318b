import type { Painter, PictureTask } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { currentCall } from '../../sharing/index.ts';
import { BoundedEntries } from './bounded-entries.ts';

/** Bytes of the pictures that are kept. One has 20 to 200 KB. */
const keptBytesMax = 8 * 1024 * 1024;

interface Drawing {
  picture: Promise<Uint8Array>;
  /** Whether the call that began it was opened by the token of an embed. */
  isByToken: boolean;
}

/** Calls by token wait in a queue of their own. A call with a key does not wait in it: link holders
 *  would hold up the owner. */
function mayJoin({ isByToken }: Drawing): boolean {
  return !isByToken || currentCall().isByToken === true;
}

/** Draws each PNG once: a page with a picture has many viewers, and a PNG takes a fifth of a second.
 *  SVG takes a millisecond.
 *  @returns draws a picture, whose tag is that of all that it depends on */
export function createPictureCache(
  painter: Pick<Painter, 'draw'>,
): (task: PictureTask, tag: string) => Promise<Uint8Array> {
  const kept = new BoundedEntries<Uint8Array>(keptBytesMax);
  const underWay = new Map<string, Drawing>();

  async function drawn(task: PictureTask, tag: string): Promise<Uint8Array> {
    const drawing = { picture: painter.draw(task), isByToken: currentCall().isByToken === true };
    underWay.set(tag, drawing);
    try {
      const picture = await drawing.picture;
      kept.keep(tag, picture, picture.byteLength);
      return picture;
    } finally {
      if (underWay.get(tag) === drawing) underWay.delete(tag);
    }
  }

  return async (task, tag) => {
    if (task.scale === null) return painter.draw(task);
    for (;;) {
      const known = kept.take(tag);
      if (known !== undefined) return known;
      const present = underWay.get(tag);
      if (present === undefined || !mayJoin(present)) return drawn(task, tag);
      try {
        return await present.picture;
      } catch (error) {
        // The caller for whom it was drawn has hung up: one of those who wait draws it.
        if (!(error instanceof AppError) || error.code !== 'call_abandoned') throw error;
      }
    }
  };
}
