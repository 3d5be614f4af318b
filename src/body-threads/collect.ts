/** Collects bodies that are needed as a whole. */
import { createHash } from 'node:crypto';
import { createJsonScanner, extraBytesOf, type JsonBounds, KeptChunks } from '../bodies/index.ts';
import { type BodyCall, createBodyThreads, threadFailure } from './body-threads.ts';
import type { CollectAnswer, CollectTask } from './collect-thread.ts';

/** Larger bodies are scanned, hashed and joined in a thread. This much takes the main thread a few milliseconds. */
const ownBytesMax = 256 * 1024;
/** Bodies that arrive at the same time. The thread waits for the network most of the time. */
const bodiesPerThread = 1_000;

export interface Collected {
  bytes: Buffer<ArrayBuffer>;
  /** SHA-256 of the bytes; null if it was not asked for. */
  digest: Buffer | null;
}

interface CollectOptions {
  bounds?: JsonBounds | null;
  hashes?: boolean;
  hold?: (bytes: number) => void;
}

/** The thread of this process. It starts when it is needed, and ends when it is idle. */
let thread: ReturnType<typeof createBodyThreads<CollectTask, CollectAnswer>> | null = null;

/** The bytes of a body.
 *  @param options.bounds bounds of its JSON, which are checked while it arrives
 *  @param options.hold counts memory that its JSON will take beyond that of its bytes
 *  @throws AppError json_too_complex, overloaded, and the errors of the body */
export async function collectBody(
  body: AsyncIterable<Buffer>,
  { bounds = null, hashes = false, hold = () => {} }: CollectOptions = {},
): Promise<Collected> {
  const rest = body[Symbol.asyncIterator]();
  const start = await startOf(rest, bounds);
  if (!start.isWhole) return inThread({ body: continued(start.chunks, rest), hold }, { bounds, hashes });
  const bytes = Buffer.concat(start.chunks);
  hold(extraBytesOf(start.parts, bytes.length));
  return { bytes, digest: hashes ? createHash('sha256').update(bytes).digest() : null };
}

/** Reads a body to its end, or until it has to go to the thread. A refused body is closed. */
async function startOf(
  body: AsyncIterator<Buffer>,
  bounds: JsonBounds | null,
): Promise<{ chunks: Buffer[]; parts: number; isWhole: boolean }> {
  const scan = bounds === null ? null : createJsonScanner(bounds);
  const chunks = new KeptChunks();
  let [length, parts] = [0, 0];
  try {
    for (let next = await body.next(); next.done !== true; next = await body.next()) {
      if (scan !== null) parts = scan(next.value);
      chunks.add(next.value);
      length += next.value.length;
      if (length > ownBytesMax) return { chunks: chunks.all(), parts, isWhole: false };
    }
    return { chunks: chunks.all(), parts, isWhole: true };
  } catch (error) {
    await body.return?.();
    throw error;
  }
}

async function inThread(call: BodyCall, task: CollectTask): Promise<Collected> {
  thread ??= createBodyThreads<CollectTask, CollectAnswer>({
    entry: new URL('./collect-thread.ts', import.meta.url),
    msMax: null,
    threadsMax: 1,
    tasksPerThread: bodiesPerThread,
    heapMiBMax: 1_024,
    youngMiBMax: 6,
    toError: threadFailure,
  });
  const { bytes, digest } = (await thread(task, call)).answer;
  return {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    digest: digest === null ? null : Buffer.from(digest),
  };
}

async function* continued(chunks: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) yield chunk;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
