import type { CardSentence, ModelSpec } from '../../contracts/schemas/index.ts';
import { statedRange } from './target.ts';

/** Note of the model card about data outside the bounds of the model; null if all data are within them. */
export function boundsNote(
  series: readonly Float64Array[],
  spec: Pick<ModelSpec, 'bounds'>,
): CardSentence | null {
  const { lower, upper, isWhole } = statedRange(spec);
  let [below, above, broken, observed] = [0, 0, 0, 0];
  for (const values of series)
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      observed++;
      if (value < lower) below++;
      if (value > upper) above++;
      if (isWhole && !Number.isInteger(value)) broken++;
    }
  if (below + above + broken === 0) return null;
  const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);
  const counts = { observed, below, above, not_whole: broken };
  return { code: 'outside_bounds', values: { ...counts, lower: finite(lower), upper: finite(upper) } };
}
