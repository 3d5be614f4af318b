/** Entry file of the threads that write tables. A thread writes several downloads in turn. */

import { on } from 'node:events';
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import type { AttributeType, SeriesPart } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import type { Formulas } from '../../contracts/values/index.ts';
import { movable } from '../../transfer.ts';
import { exportCsv } from './csv.ts';
import { exportParquet } from './parquet.ts';

flushCompileCache();

export interface ExportTask {
  format: 'csv' | 'parquet';
  header: DatasetHeader;
  attributes: readonly AttributeType[];
  formulas: Formulas;
}

/** Parts to write; null: there are no more. The thread answers each of them with what is written so far.
 *  `sequence` grows with each message of all downloads. */
export interface PartsMessage {
  parts: SeriesPart[] | null;
  sequence: number;
}

export interface BytesMessage {
  bytes: Uint8Array[];
  isEnd: boolean;
}

/** Messages that have arrived and wait for their turn. */
const arrived: { sequence: number; begin: () => void }[] = [];

/** Resolves when no message is there that was sent before. The loop of a thread reads its ports in the order in which
 *  they were opened: a download with an early port could be answered, and send its next part, again and again before a
 *  later port is read. So each turn begins after all ports were read. */
function turnOf(sequence: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  arrived.push({ sequence, begin: resolve });
  if (arrived.length === 1) setImmediate(beginNext);
  return promise;
}

function beginNext(): void {
  arrived.sort((a, b) => a.sequence - b.sequence);
  arrived.shift()?.begin();
  if (arrived.length > 0) setImmediate(beginNext);
}

const namesOf = (attributes: readonly AttributeType[]) => attributes.map(({ name }) => name);

export default async function write({
  format,
  header,
  attributes,
  formulas,
  port,
}: ExportTask & { port: MessagePort }): Promise<void> {
  let written: Uint8Array[] = [];
  const answer = (isEnd: boolean) => {
    const { value, buffers } = movable<BytesMessage>({ bytes: written, isEnd }, true);
    written = [];
    port.postMessage(value, buffers);
  };
  async function* received(): AsyncGenerator<SeriesPart> {
    for await (const [message] of on(port, 'message', { close: ['close'] })) {
      const { parts, sequence } = message as PartsMessage;
      await turnOf(sequence);
      if (parts === null) return;
      yield* parts;
      answer(false);
    }
    throw new Error('the download was given up');
  }
  const pieces =
    format === 'csv'
      ? exportCsv(header, namesOf(attributes), received(), formulas)
      : exportParquet(header, attributes, received());
  try {
    for await (const piece of pieces) written.push(piece);
    answer(true);
  } catch (error) {
    port.close();
    throw error;
  }
}
