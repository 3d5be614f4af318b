/** Languages of Intl whose names of months and weekdays are read. */
export const languages = [
  ...['en', 'de', 'de-AT', 'fr', 'es', 'it', 'pt', 'nl', 'ca', 'ko', 'ja', 'zh', 'sv', 'da', 'nb', 'fi'],
  ...['pl', 'cs', 'sk', 'hu', 'ro', 'el', 'tr', 'ru', 'uk', 'bg', 'id'],
];

/** Letters and digits in lower case, without accents. The Turkish dotless ı is an i, and Greek names have the ending that
 *  they have beside a day. */
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
