import { closest, distance } from 'fastest-levenshtein';

/** A misspelt name is at most this far from the one that was meant. */
const typoDistanceMax = 3;
/** Characters of a caller's text that are compared. */
const comparedLengthMax = 64;

/** The nearest of some names, or null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const spelt = name.slice(0, comparedLengthMax).toLowerCase();
  const candidate = closest(spelt, [...known]);
  return distance(spelt, candidate) <= Math.min(typoDistanceMax, candidate.length - 1) ? candidate : null;
}
