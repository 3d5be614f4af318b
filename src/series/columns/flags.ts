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
/** Words that mean little else: a column of one of them has it as a flag. Other words, such as `no`, may be codes of countries. */
const plain = pairs[0];
const letters: typeof pairs = [
  ['t', 'f'],
  ['y', 'n'],
  ['j', 'n'],
];

/** The numbers of the words of a column. */
export type FlagWords = ReadonlyMap<string, 0 | 1>;

/** The words of a column whose cells all are words for yes and no, or 0 and 1; null for other columns.
 *  @param isKnown whether earlier rows show that the column has such words, so that one of them is enough */
export function flagWordsOf(cells: readonly string[], isKnown: boolean): FlagWords | null {
  const words = new Set<string>();
  for (const cell of cells) {
    const word = cell.trim().toLowerCase();
    if (word !== '0' && word !== '1') words.add(word);
    if (words.size > 2) return null;
  }
  if (words.size === 0) return null;
  const isIn = (pair: readonly string[]) => [...words].every((word) => pair.includes(word));
  const areBoth = words.size === 2 || isKnown;
  const found = areBoth ? [...pairs, ...letters].find(isIn) : isIn(plain) ? plain : undefined;
  return found === undefined
    ? null
    : new Map([
        [found[0], 1],
        [found[1], 0],
      ]);
}
