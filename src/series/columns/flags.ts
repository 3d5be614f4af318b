/** Columns of words for yes and no, such as `true` and `false`. They are read as 1 and 0. */

/** Pairs of words for yes and no, in lower case. */
const pairs: readonly (readonly [yes: string, no: string])[] = [
  ...([
    ['true', 'false'],
    ['yes', 'no'],
    ['on', 'off'],
    ['ja', 'nein'],
    ['wahr', 'falsch'],
    ['oui', 'non'],
  ] as const),
  ...([
    ['vrai', 'faux'],
    ['sí', 'no'],
    ['si', 'no'],
    ['verdadero', 'falso'],
    ['sim', 'não'],
    ['sim', 'nao'],
  ] as const),
  ...([
    ['verdadeiro', 'falso'],
    ['sì', 'no'],
    ['vero', 'falso'],
    ['ja', 'nee'],
    ['waar', 'onwaar'],
  ] as const),
  ...([
    ['tak', 'nie'],
    ['prawda', 'fałsz'],
    ['ano', 'ne'],
    ['pravda', 'nepravda'],
    ['igen', 'nem'],
  ] as const),
  ...([
    ['ja', 'nej'],
    ['ja', 'nei'],
    ['kyllä', 'ei'],
    ['evet', 'hayır'],
    ['doğru', 'yanlış'],
  ] as const),
  ...([
    ['да', 'нет'],
    ['истина', 'ложь'],
    ['так', 'ні'],
    ['예', '아니요'],
    ['예', '아니오'],
  ] as const),
  ...([
    ['はい', 'いいえ'],
    ['是', '否'],
    ['真', '假'],
  ] as const),
];
/** Words that mean little else: a column of one of them has it as a flag. Other words, such as `no`, may
 *  be codes of countries. */
const plain = pairs[0];
const letters: typeof pairs = [
  ['t', 'f'],
  ['y', 'n'],
  ['j', 'n'],
];

/** The numbers of the words of a column. */
export type FlagWords = ReadonlyMap<string, 0 | 1>;

export interface Flag {
  words: FlagWords;
  /** Whether the cells show that the column has such words. Otherwise both 0 and 1 have to occur in the end. */
  isSure: boolean;
}

/** The words of a column whose cells all are words for yes and no, or 0 and 1; null for other columns.
 *  @param isKnown whether earlier rows or the caller say that the column has such words, so that
 *  one of them is enough */
export function flagOf(cells: readonly string[], isKnown: boolean): Flag | null {
  const words = new Set<string>();
  let hasBits = false;
  for (const cell of cells) {
    const word = cell.trim().toLowerCase();
    if (isBit(word)) hasBits = true;
    else words.add(word);
    if (words.size > 2) return null;
  }
  if (words.size === 0) return null;
  // A single letter beside 0 and 1 may mean much else.
  const known = hasBits && words.size === 1 && !isKnown ? pairs : [...pairs, ...letters];
  const found = known.filter((pair) =>
    [...words].every((word) => (pair as readonly string[]).includes(word)),
  );
  if (found.length === 0) return null;
  return { words: wordsOf(found), isSure: words.size === 2 || isKnown || found.includes(plain) };
}

/** All words for yes and no, for a column that has had some of them in earlier rows. */
export const allFlagWords = wordsOf([...pairs, ...letters]);

function isBit(word: string): boolean {
  return /^[01](?:\.0+)?$/.test(word);
}

function wordsOf(found: typeof pairs): FlagWords {
  return new Map(
    found.flatMap(([yes, no]) => [
      [yes, 1],
      [no, 0],
    ]),
  );
}
