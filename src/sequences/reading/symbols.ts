import type { SymbolUnit } from '../../contracts/symbols.ts';

/** The symbols of a text, or the ones that are given. */
export function symbolsOf(text: string | string[], unit: SymbolUnit): string[] {
  if (typeof text !== 'string') return text;
  return unit === 'character' ? Array.from(text) : text.split(/\s+/u).filter((word) => word !== '');
}
