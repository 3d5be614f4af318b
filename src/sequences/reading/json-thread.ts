/** Entry of the thread that reads large JSON uploads of symbols. */
import { flushCompileCache } from 'node:module';
import { type ThreadError, toThreadError } from '../../bodies/index.ts';
import type { ParsedSymbols } from '../../contracts/ports/index.ts';
import { symbolsInSchema } from '../../contracts/schemas/index.ts';
import { movedAnswer } from '../../moved-answer.ts';
import { movable } from '../../transfer.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { readSymbolJson } from './json.ts';

/** Null if the body is not one of symbols. */
export interface SymbolJsonAnswer {
  parsed: ParsedSymbols | null;
}

flushCompileCache();

export default function read({ bytes }: { bytes: Uint8Array }): SymbolJsonAnswer | ThreadError {
  try {
    const body = parseJsonBody(bytes) as { kind?: unknown };
    if (body?.kind !== 'symbols') return { parsed: null };
    const result = validated(symbolsInSchema, body, 'body');
    if ('error' in result) throw result.error;
    const { value, buffers } = movable<SymbolJsonAnswer>({ parsed: readSymbolJson(result.value) }, true);
    return movedAnswer(value, buffers);
  } catch (error) {
    return toThreadError(error);
  }
}
