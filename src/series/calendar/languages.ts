/** Languages of Intl whose names of months and weekdays are read. */
export const languages = [
  'en',
  'de',
  'de-AT',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'ca',
  'ko',
  'ja',
  'zh',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'sk',
  'hu',
  'ro',
  'el',
  'tr',
  'ru',
  'uk',
  'bg',
  'id',
];

/** Letters and digits in lower case, without accents. The Turkish dotless ı is an i, and Greek names have the ending
 *  that they have beside a day. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replace(/ος$/u, 'ου')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const wordsMax = 500;

/** The function with a memory of the last words, which follow each other in a column. It forgets all of them when they
 *  are many, so that the words of one table do not stay. */
export function remembered<T>(meaningOf: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const meaning = meaningOf(word);
    if (known.size >= wordsMax) known.clear();
    known.set(word, meaning);
    return meaning;
  };
}

/** Beginnings of a name that mean it, the name itself included. */
export function startsOf(name: string): string[] {
  return Array.from({ length: Math.max(0, name.length - startMin + 1) }, (_, i) =>
    name.slice(0, startMin + i),
  );
}

/** Characters that the beginning of a name has at least. */
const startMin = 3;
