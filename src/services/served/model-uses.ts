import type { ModelStore } from '../../contracts/ports/index.ts';
import { type Model, oneShotTag } from '../../contracts/schemas/index.ts';

/** Models that were marked today, at most. A model beyond them is marked again. */
const markedMax = 10_000;

/** Remembers which one-shot models made forecasts that are not stored: the cleaner deletes unused ones. Each process
 *  writes at most once a day for a model. */
export function createModelUses(
  models: Pick<ModelStore, 'markUsed'>,
  now: () => Date = () => new Date(),
): (model: Pick<Model, 'id' | 'tags'>) => Promise<void> {
  const marked = new Set<string>();
  let markedOn = '';
  return async ({ id, tags }) => {
    if (!tags.includes(oneShotTag)) return;
    const today = now().toISOString().slice(0, 10);
    if (today !== markedOn || marked.size >= markedMax) marked.clear();
    markedOn = today;
    if (marked.has(id)) return;
    await models.markUsed(id);
    marked.add(id);
  };
}
