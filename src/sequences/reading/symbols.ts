import { codes, type SymbolUnit, symbolsOf } from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { quoted } from '../../series/index.ts';

const carriageReturn = '\r';

/** A context as symbols and as codes; symbols outside the vocabulary become the unknown one.
 *  @throws AppError request_invalid for a text of several symbols whose split is open */
export function codesIn(
  given: string | string[],
  unit: SymbolUnit,
  vocabulary: readonly string[],
): { context: string[]; read: number[] } {
  const byName = new Map(vocabulary.map((symbol, i) => [symbol, codes.first + i]));
  // Earlier versions kept the carriage returns of texts in JSON: such a model reads them as it learnt them.
  const isVerbatim = typeof given === 'string' && unit === 'character' && byName.has(carriageReturn);
  const context = isVerbatim ? Array.from(given) : symbolsOf(given, unit);
  if (typeof given === 'string' && context.length > 1) requireSplit(unit, vocabulary);
  return { context, read: context.map((symbol) => byName.get(symbol) ?? codes.unknown) };
}

/** The first symbol that a text would split into several, as an event such as `check ticket`;
 *  undefined if there is none. */
export function splitSymbolOf(unit: SymbolUnit, vocabulary: readonly string[]): string | undefined {
  return vocabulary.find((symbol) => (unit === 'word' ? /\s/u.test(symbol) : Array.from(symbol).length > 1));
}

/** @throws AppError request_invalid */
function requireSplit(unit: SymbolUnit, vocabulary: readonly string[]): void {
  const symbol = splitSymbolOf(unit, vocabulary);
  if (symbol === undefined) return;
  refuse('request_invalid', {
    path: '/context',
    message: `\`context\` is a text of several ${unit}s, and the model has symbols that a text splits, such as ${quoted(symbol)}`,
    accepted: `a list of symbols, such as ${JSON.stringify([symbol])}`,
  });
}
