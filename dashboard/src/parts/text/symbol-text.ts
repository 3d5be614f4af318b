/** Symbols as a text to read and change. Words are separated by spaces; a symbol with white space or quotes, such as
 *  one of several words, stands in quotes, and quotes in it are doubled. */
export function textOfSymbols(symbols: readonly string[], isWords: boolean): string {
  if (!isWords) return symbols.join('');
  const quoted = (symbol: string) => `"${symbol.replaceAll('"', '""')}"`;
  return symbols.map((symbol) => (/[\s"]/u.test(symbol) ? quoted(symbol) : symbol)).join(' ');
}

/** The context of a call from such a text: the text itself if nothing in it is quoted, null if it has no symbols. */
export function contextOfText(text: string, isWords: boolean): string | string[] | null {
  if (text.trim() === '') return null;
  if (!isWords || !text.includes('"')) return text;
  const found = text.matchAll(/"((?:[^"]|"")*)(?:"|$)|[^\s"]\S*/gu);
  const symbols = [...found].map(([word, quoted]) => quoted?.replaceAll('""', '"') ?? word);
  const written = symbols.filter((symbol) => symbol !== '');
  return written.length === 0 ? null : written;
}
