/** Entry of the thread in which large JSON uploads of symbols are read. */
import { flushCompileCache } from 'node:module';
import type { ParsedSymbols } from '../../contracts/symbol-ports.ts';
import { symbolsInSchema } from '../../contracts/symbols.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import { parseJsonBody } from '../../validation/json.ts';
import { validated } from '../../validation/validate.ts';
import { readSymbolJson } from './json.ts';

/** Null where the body has no symbols. An error class does not survive the way back. */
export type SymbolJsonAnswer =
  | { parsed: ParsedSymbols | null }
  | { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

flushCompileCache();

export default function read(bytes: Uint8Array): SymbolJsonAnswer {
  try {
    const body = parseJsonBody(bytes) as { kind?: unknown };
    if (body?.kind !== 'symbols') return { parsed: null };
    const result = validated(symbolsInSchema, body, 'body');
    if ('error' in result) throw result.error;
    return { parsed: readSymbolJson(result.value) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
  }
}
