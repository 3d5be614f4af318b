/** Finds ids of different series that people write for the same one: they differ in what is hardly seen. */
import { cutText, hiddenDifference, seenText, spelledOut } from '../../contracts/values/index.ts';
import { quoted, type Warnings } from '../faults/index.ts';

/** Pairs that a message shows. */
const pairsShown = 3;

/** An id without what is hardly seen: case, blanks, invisible characters, forms of Unicode, and zeros
 *  around a whole number. */
export function foldedId(id: string): string {
  return seenText(id)
    .toLowerCase()
    .replace(/^0+(?=(?:0|[1-9]\d*)(?:\.0+)?$)/, '')
    .replace(/^(\d+)\.0+$/, '$1');
}

export function warnOfSimilarIds(ids: readonly string[], warnings: Warnings): void {
  const known = new Map<string, string>();
  const pairs: string[] = [];
  let count = 0;
  for (const id of ids) {
    const folded = foldedId(id);
    const other = known.get(folded);
    if (other === undefined) known.set(folded, id);
    else if (count++ < pairsShown) pairs.push(`${shown(other)} and ${shown(id)}`);
  }
  if (count === 0) return;
  warnings.add(
    'ids_similar',
    `${count === 1 ? 'Two ids differ' : `${count} ids differ from another one`} only in case, blanks, leading zeros or characters that cannot be seen: ${pairs.join('; ')}. They were read as different series. If they are the same, write them in one way and upload again.`,
  );
}

/** An id in quotes, with the codes of characters outside of letters, digits and ASCII. */
function shown(id: string): string {
  return spelledOut(id.length > 60 ? `${cutText(id, 60)}…` : id);
}

/** How a message asks for the id that was meant. Ids that look the same are written with the
 *  codes of their characters. */
export function unknownId(id: string, similar: string | null): string {
  const missing = (name: string) => `the dataset has no series ${name}`;
  if (similar === null) return missing(quoted(id));
  if (foldedId(similar) !== foldedId(id)) return `${missing(quoted(id))}; did you mean ${quoted(similar)}?`;
  const difference =
    seenText(similar) === seenText(id)
      ? hiddenDifference(id, similar)
      : 'They differ only in case, blanks, leading zeros or characters that cannot be seen';
  return `${missing(shown(id))}; did you mean ${shown(similar)}? ${difference}`;
}
