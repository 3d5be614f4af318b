/** A name that every object has by itself: columns and attributes with this name get lost in objects, and so in JSON. It is refused. */
export const lostName = '__proto__';

/** The first `lengthMax` UTF-16 units of a text, without half of a surrogate pair at the end: PostgreSQL refuses such a text. */
export function cutText(text: string, lengthMax: number): string {
  const isPairCut = (text.codePointAt(lengthMax - 1) ?? 0) > 0xffff;
  return text.slice(0, isPairCut ? lengthMax - 1 : lengthMax);
}

/** Why a text cannot be stored; null if it can. PostgreSQL refuses U+0000 and half of a surrogate pair, which JSON, workbooks and Parquet
 *  files can have, and UTF-8 does not. */
export function unstorableReason(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000';
  return text.isWellFormed() ? null : 'half of a surrogate pair';
}
