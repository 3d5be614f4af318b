import { codes, type SymbolUnit } from '../../contracts/schemas/index.ts';

/** Symbols of a text; a list of symbols is returned unchanged. */
export function symbolsOf(text: string | string[], unit: SymbolUnit): string[] {
  if (typeof text !== 'string') return text;
  return unit === 'character' ? Array.from(text) : text.split(/\s+/u).filter((word) => word !== '');
}

/** A context as symbols and as codes; symbols outside the vocabulary become the unknown one. */
export function codesIn(
  given: string | string[],
  unit: SymbolUnit,
  vocabulary: readonly string[],
): { context: string[]; read: number[] } {
  const context = symbolsOf(given, unit);
  const byName = new Map(vocabulary.map((symbol, i) => [symbol, codes.first + i]));
  return { context, read: context.map((symbol) => byName.get(symbol) ?? codes.unknown) };
}
