import { codes, type SymbolUnit, symbolsOf } from '../../contracts/schemas/index.ts';

const carriageReturn = '\r';

/** A context as symbols and as codes; symbols outside the vocabulary become the unknown one. */
export function codesIn(
  given: string | string[],
  unit: SymbolUnit,
  vocabulary: readonly string[],
): { context: string[]; read: number[] } {
  const byName = new Map(vocabulary.map((symbol, i) => [symbol, codes.first + i]));
  // Earlier versions kept the carriage returns of texts in JSON: such a model reads them as it learnt them.
  const isVerbatim = typeof given === 'string' && unit === 'character' && byName.has(carriageReturn);
  const context = isVerbatim ? Array.from(given) : symbolsOf(given, unit);
  return { context, read: context.map((symbol) => byName.get(symbol) ?? codes.unknown) };
}
