import { setImmediate } from 'node:timers/promises';
import { hiddenDifference, limits, nearest, seenText, spelledOut } from '../../values/index.ts';

/** Known names that misspelt ones are compared with, the first of them. */
export const comparedNamesMax = 5_000;
/** Comparisons of at most some milliseconds. */
const comparedAtOnce = 500;

/** The nearest of many known names to each misspelt one. Other work goes between parts of the comparisons. */
export async function nearestToEach(
  names: readonly string[],
  known: readonly string[],
): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (const name of names) {
    const candidates: string[] = [];
    for (let first = 0; first < known.length; first += comparedAtOnce) {
      const candidate = nearest(name, known.slice(first, first + comparedAtOnce));
      if (candidate !== null) candidates.push(candidate);
      await setImmediate();
    }
    found.push(nearest(name, candidates));
  }
  return found;
}

/** Sentence about an id that a dataset does not have. @param similar the id that is spelt most alike;
 *  null if there is none */
export function noSeries(id: string, similar: string | null): string {
  const named = id.slice(0, limits.seriesIdLengthMax);
  if (similar === null)
    return `The dataset has no series ${JSON.stringify(named)}; GET its \`series\` lists them`;
  if (seenText(named) !== seenText(similar))
    return `The dataset has no series ${JSON.stringify(named)}; did you mean ${JSON.stringify(similar)}?`;
  return `The dataset has no series ${spelledOut(named)}; did you mean ${spelledOut(similar)}? ${hiddenDifference(named, similar)}`;
}
