import type { Readable } from 'node:stream';
import type { Warning } from '../../contracts/dataset.ts';
import type { ParsedSymbols } from '../../contracts/symbol-ports.ts';
import type { SymbolOptions } from '../../contracts/symbols.ts';
import { AppError } from '../../errors.ts';
import { SymbolCollector } from './parsed.ts';
import { symbolsOf } from './symbols.ts';

/** Reads a text in UTF-8: a sequence for each line, or one for all of it. */
export async function readSymbolText(body: Readable, options: SymbolOptions): Promise<ParsedSymbols> {
  const text = (await collect(body)).replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  if (text.trim() === '')
    throw new AppError('body_empty', { detail: 'The text is empty; accepted is a text in UTF-8.' });
  const unit = options.unit ?? 'character';
  const collector = new SymbolCollector(options.vocabulary_size);
  const warnings: Warning[] = [];
  if (options.split === 'none') collector.add('sequence_0', symbolsOf(text, unit), { path: '' });
  else {
    let blank = 0;
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() === '') blank++;
      else collector.add(`sequence_${collector.size}`, symbolsOf(line, unit), { line: i + 1 });
    }
    if (text.endsWith('\n')) blank--; // what comes after the last line break is no line
    if (blank > 0) {
      const message = `${blank} blank lines are no sequences.`;
      warnings.push({ code: 'lines_blank', message, series_id: null, line: null });
    }
  }
  return collector.finish(options.name ?? 'text', unit, warnings);
}

/** @throws AppError text_invalid with the byte at which it is not UTF-8 */
async function collect(body: Readable): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const pieces: string[] = [];
  let line = 1;
  try {
    for await (const chunk of body) {
      const piece = decoder.decode(chunk, { stream: true });
      line += piece.split('\n').length - 1;
      pieces.push(piece);
    }
    pieces.push(decoder.decode());
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new AppError('text_invalid', {
      detail: `The body is not valid UTF-8, from line ${line} on; accepted is a text in UTF-8.`,
      faults: [{ line, message: 'is not valid UTF-8, here or a little after', accepted: 'a text in UTF-8' }],
      cause,
    });
  }
  const text = pieces.join('');
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  const nulLine = text.slice(0, nul).split('\n').length;
  throw new AppError('text_invalid', {
    detail: `Line ${nulLine} has a NUL character: this is binary, not text.`,
    faults: [{ line: nulLine, message: 'has a NUL character', accepted: 'a text in UTF-8' }],
  });
}
