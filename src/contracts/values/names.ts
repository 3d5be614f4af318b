/** A name that every object has by itself: columns and attributes with this name get lost in objects, and so
 *  in JSON. It is refused. */
export const lostName = '__proto__';

/** The first `lengthMax` UTF-16 units of a text, without half of a surrogate pair at the end:
 *  PostgreSQL refuses such a text. */
export function cutText(text: string, lengthMax: number): string {
  const isPairCut = (text.codePointAt(lengthMax - 1) ?? 0) > 0xffff;
  return text.slice(0, isPairCut ? lengthMax - 1 : lengthMax);
}

/** A text without what is hardly seen: the form of Unicode, invisible characters, and kinds of blanks. */
export function seenText(text: string): string {
  if (/^[!-~]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text in quotes, with the codes of parts of Hangul syllables, and of characters outside of
 *  letters, digits and ASCII. */
export function spelledOut(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~\p{L}\p{N}]|[\u1100-\u11ff]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

/** Sentence without its end about two texts that look the same. */
export function hiddenDifference(first: string, second: string): string {
  return first.normalize() === second.normalize()
    ? `The first is in ${unicodeForm(first)}, the second in ${unicodeForm(second)}`
    : 'They differ only in blanks or characters that cannot be seen';
}

function unicodeForm(text: string): string {
  const form = ['NFC', 'NFD'].find((one) => text.normalize(one) === text);
  return form === undefined ? 'a mixed form of Unicode' : `the Unicode form ${form}`;
}

/** Why a text cannot be stored; null if it can. PostgreSQL refuses U+0000 and half of a surrogate pair, which JSON,
 *  workbooks and Parquet files can have, and UTF-8 does not. */
export function unstorableReason(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000';
  return text.isWellFormed() ? null : 'half of a surrogate pair';
}
