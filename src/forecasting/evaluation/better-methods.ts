/** Methods that forecast better than the model. */
import type { TestedSkill } from '../../training/index.ts';

/** Probability that any method is named which is not better. */
const level = 0.05;

/** Finds the methods whose loss is lower than that of the model beyond chance. Of many methods that are as good as the
 *  model, one is better by luck, so their p-values are corrected for their number by Holm's step-down.
 *  @param skills skill of the model over each method; null if there are too few windows
 *  Source: Holm (1979). */
export function betterMethods<Name>(skills: ReadonlyMap<Name, TestedSkill | null>): Name[] {
  const tested = [...skills]
    .flatMap(([name, skill]) => (skill === null ? [] : [{ name, pValue: skill.pValueWorse }]))
    .sort((a, b) => a.pValue - b.pValue);
  const kept = tested.findIndex(({ pValue }, i) => pValue > level / (tested.length - i));
  return tested.slice(0, kept === -1 ? tested.length : kept).map(({ name }) => name);
}
