export type Chunks = AsyncIterable<Buffer>;

/** Reads chunks until `isEnough`. The returned chunks start at the beginning again.
 *  `isWhole`: they ended before that.
 *  @param isEnough is asked after each chunk, with all bytes so far and with the last chunk */
export async function readHead(
  chunks: Chunks,
  isEnough: (head: Buffer, last: Buffer) => boolean,
): Promise<{ head: Buffer; chunks: Chunks; isWhole: boolean }> {
  const rest = chunks[Symbol.asyncIterator]();
  let held = Buffer.alloc(0); // grows by doubling
  let length = 0;
  let isWhole = true;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    const chunk: Buffer = next.value;
    if (length + chunk.length > held.length) {
      const grown = Buffer.alloc(Math.max(2 * held.length, length + chunk.length));
      held.copy(grown, 0, 0, length);
      held = grown;
    }
    chunk.copy(held, length);
    length += chunk.length;
    if (!isEnough(held.subarray(0, length), chunk)) continue;
    isWhole = false;
    break;
  }
  const head = held.subarray(0, length);
  return { head, chunks: prepended(head, rest), isWhole };
}

async function* prepended(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** All bytes of a body. */
export async function collected(chunks: Chunks): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
