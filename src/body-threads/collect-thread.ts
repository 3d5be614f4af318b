/** Entry file of the thread that collects large bodies. It scans and hashes them while they arrive. */
import { createHash } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import {
  createJsonScanner,
  extraBytesOf,
  holdBytes,
  type JsonBounds,
  KeptChunks,
  receiveBody,
  type ThreadError,
  tellHeldBytes,
  toThreadError,
} from '../bodies/index.ts';
import { movedAnswer } from '../moved-answer.ts';

/** Memory of keys, objects and arrays is counted in steps of this size. */
const heldBytesMin = 256 * 1024;

export interface CollectTask {
  bounds: JsonBounds | null;
  hashes: boolean;
}

export interface CollectAnswer {
  bytes: Uint8Array<ArrayBuffer>;
  digest: Uint8Array | null;
}

flushCompileCache();

export default async function collect({
  bounds,
  hashes,
  port,
}: CollectTask & { port: MessagePort }): Promise<CollectAnswer | ThreadError> {
  try {
    const scan = bounds === null ? null : createJsonScanner(bounds);
    let [length, heldBytes] = [0, 0];
    const hash = hashes ? createHash('sha256') : null;
    const chunks = new KeptChunks();
    for await (const chunk of receiveBody(port)) {
      length += chunk.length;
      const moreBytes = scan === null ? 0 : extraBytesOf(scan(chunk), length) - heldBytes;
      if (moreBytes > heldBytesMin) {
        heldBytes += moreBytes;
        tellHeldBytes(port, moreBytes);
      }
      hash?.update(chunk);
      chunks.add(chunk);
    }
    if (heldBytes > 0) await holdBytes(port, 0);
    const bytes = joined(chunks.all());
    return movedAnswer({ bytes, digest: hash?.digest() ?? null }, [bytes.buffer]);
  } catch (error) {
    return toThreadError(error);
  }
}

/** One array of all chunks, whose memory is free at once. */
function joined(chunks: Buffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
    (chunk.buffer as ArrayBuffer).transfer(0);
  }
  return bytes;
}
