/** Writes times and numbers of a table with plain characters. Names and ids keep theirs. */

const asciiMax = 0x7f;
/** Longer cells are no times and no numbers. */
const lengthMax = 256;

/** Characters that cannot be seen, forms of ASCII in full width, and Arabic and Persian digits with their marks. A soft
 *  hyphen stays: it may stand for a minus. */
const unusual = /(?!\u00ad)\p{Cf}|[\uff01-\uff5e\u0660-\u066c\u06f0-\u06f9]/gu;

const fullWidth = { from: 0xff01, to: 0xff5e, asciiFrom: 0x21 };
/** The mark of thousands is one that never separates decimals. */
const arabicMarks: Record<string, string> = { '٪': '%', '٫': '.', '٬': "'" };

/** The text of a cell without characters that cannot be seen, such as U+200E, and with ASCII digits. */
export function plainCharacters(text: string): string {
  if (text.length > lengthMax || isAscii(text)) return text;
  return text.replace(unusual, plainCharacter).trim();
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > asciiMax) return false;
  return true;
}

function plainCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= fullWidth.from && code <= fullWidth.to)
    return String.fromCharCode(code - fullWidth.from + fullWidth.asciiFrom);
  const mark = arabicMarks[character];
  if (mark !== undefined) return mark;
  return /\p{Nd}/u.test(character) ? String(code % 16) : '';
}
