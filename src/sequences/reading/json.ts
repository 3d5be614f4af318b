import type { ParsedSymbols } from '../../contracts/ports/index.ts';
import { type SymbolsIn, symbolsOf } from '../../contracts/schemas/index.ts';
import { SymbolCollector } from './symbol-collector.ts';

export function readSymbolJson(body: SymbolsIn): ParsedSymbols {
  const hasText = body.sequences.some(({ text }) => text !== undefined);
  const unit = body.unit ?? (hasText ? 'character' : 'word');
  const collector = new SymbolCollector(body.vocabulary_size);
  for (const [i, { id, text, symbols }] of body.sequences.entries()) {
    const path = `/sequences/${i}`;
    const place = { path: `${path}${text === undefined ? '/symbols' : '/text'}` };
    const idPlace = { path: id === undefined ? path : `${path}/id` };
    collector.add(id ?? `sequence_${i}`, symbols ?? symbolsOf(text ?? '', unit), place, idPlace);
  }
  return collector.finish(body.name ?? 'symbols', unit, []);
}
