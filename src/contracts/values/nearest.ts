import { closest, distance } from 'fastest-levenshtein';

/** Maximum edit distance between a misspelt name and the suggestion. */
const typoDistanceMax = 3;
/** Only this many characters of a caller's text are compared. */
const comparedLengthMax = 64;

/** The known name that is most similar to a misspelt name; null if none is similar. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const spelt = name.slice(0, comparedLengthMax).toLowerCase();
  const candidate = closest(spelt, [...known]);
  return distance(spelt, candidate) <= Math.min(typoDistanceMax, candidate.length - 1) ? candidate : null;
}
