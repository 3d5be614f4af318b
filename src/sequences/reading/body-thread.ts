/** Entry of the threads that read texts and event logs while they arrive. A thread reads several at the same time. */
import { flushCompileCache } from 'node:module';
import { Readable } from 'node:stream';
import {
  holdBytes,
  receiveBody,
  type ThreadError,
  tellHeldBytes,
  toThreadError,
} from '../../bodies/index.ts';
import type { BodyTask } from '../../body-threads/index.ts';
import type { ParsedSymbols } from '../../contracts/ports/index.ts';
import type { SymbolOptions } from '../../contracts/schemas/index.ts';
import { movedAnswer } from '../../moved-answer.ts';
import { movable } from '../../transfer.ts';
import { readEventLog } from './events.ts';
import { readSymbolText } from './text.ts';

export interface SymbolBodyTask {
  format: 'text' | 'events';
  options: SymbolOptions;
}

export interface SymbolBodyAnswer {
  parsed: ParsedSymbols;
}

flushCompileCache();

export default async function read({
  format,
  options,
  port,
}: SymbolBodyTask & BodyTask): Promise<SymbolBodyAnswer | ThreadError> {
  try {
    const body = Readable.from(receiveBody(port));
    let isHeld = false;
    const hold = (bytes: number) => {
      isHeld = true;
      tellHeldBytes(port, bytes);
    };
    const readBody = format === 'text' ? readSymbolText : readEventLog;
    const parsed = await readBody(body, options, hold);
    if (isHeld) await holdBytes(port, 0);
    const { value, buffers } = movable<SymbolBodyAnswer>({ parsed }, true);
    return movedAnswer(value, buffers);
  } catch (error) {
    return toThreadError(error);
  }
}
