import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { statedRange } from './target.ts';

/** Note of the model card about data outside the bounds of the model; null if all data are within them. */
export function boundsNote(series: readonly Float64Array[], spec: Pick<ModelSpec, 'bounds'>): string | null {
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
  const faults = [
    ...(below > 0 ? [`${below} below ${lower}`] : []),
    ...(above > 0 ? [`${above} above ${upper}`] : []),
    ...(broken > 0 ? [`${broken} not whole`] : []),
  ];
  if (faults.length === 0) return null;
  return `Some data are outside the bounds of the model (of ${observed} observations ${faults.join(', ')}); forecasts stay within them.`;
}
