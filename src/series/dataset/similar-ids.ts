/** Finds ids of different series that people write for the same one: they differ in what is hardly seen. */
import { cutText } from '../../contracts/values/index.ts';
import type { Warnings } from '../faults/index.ts';

/** Pairs that a message shows. */
const pairsShown = 3;

/** An id without what is hardly seen: case, blanks, invisible characters, forms of Unicode, and zeros around a whole number. */
export function foldedId(id: string): string {
  const plain = /^[!-~]*$/.test(id)
    ? id
    : id
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .replace(/\s+/g, ' ')
        .trim();
  return plain
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
  return JSON.stringify(id.length > 60 ? `${cutText(id, 60)}…` : id).replace(
    /[^ -~\p{L}\p{N}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
