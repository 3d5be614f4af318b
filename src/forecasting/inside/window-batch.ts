import type { PredictionWindow } from '../prediction.ts';
import type { Member } from '../weights-file.ts';
import { type Batch, createBatch, tailBefore, writeContext, writeTargets } from '../windows.ts';

/** Windows with their targets. Those of which too little is known are not usable: they are zeros, without targets. */
export function windowsBatch(
  { layout }: Member,
  windows: readonly PredictionWindow[],
): { batch: Batch; usable: boolean[] } {
  const batch = createBatch(layout, windows.length);
  const usable = windows.map(({ values, origin }, b) => {
    const known = writeContext(batch, b, tailBefore(values, origin, layout.tail), layout);
    if (known) writeTargets(batch, b, values.subarray(origin, origin + layout.horizon), layout);
    return known;
  });
  return { batch, usable };
}
