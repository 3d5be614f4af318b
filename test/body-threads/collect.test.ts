import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { bodyBounds, KeptChunks, sendBody } from '../../src/bodies/index.ts';
import { collectBody } from '../../src/body-threads/index.ts';
import { AppError } from '../../src/errors.ts';
import { soonMs } from '../support/soon.ts';

const chunkBytes = 64 * 1024;
const text = (bytes: number) => Buffer.from(`[${'1,'.repeat(bytes / 2 - 1)}1]`);

afterEach(() => vi.restoreAllMocks());

/** A body as it comes from a socket: each chunk has a buffer of its own. */
async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes)
    yield Buffer.from(Uint8Array.from(bytes.subarray(at, at + chunkBytes)).buffer);
}

/** Most bytes that this thread joins at once. */
function watchJoins(): { bytes: number } {
  const largest = { bytes: 0 };
  const concat = Buffer.concat.bind(Buffer);
  vi.spyOn(Buffer, 'concat').mockImplementation((chunks, length) => {
    const joined = concat(chunks, length);
    largest.bytes = Math.max(largest.bytes, joined.length);
    return joined;
  });
  return largest;
}

test.each([100, 300_000, 5_000_000])('a body of %i bytes is collected as it was sent', async (size) => {
  const sent = text(size);
  const { bytes, digest } = await collectBody(chunksOf(sent), { bounds: bodyBounds, hashes: true });
  expect(bytes.equals(sent)).toBe(true);
  expect(digest).toEqual(createHash('sha256').update(sent).digest());
  expect((await collectBody(chunksOf(sent))).digest).toBeNull();
});

test.each([200_000, 2_000_000])('%i bytes of empty objects count the memory that they take', async (size) => {
  const sent = Buffer.from(`[${'{},'.repeat(size / 3)}{}]`);
  let held = 0;
  const hold = (bytes: number) => {
    held += bytes;
  };
  const bounds = { ...bodyBounds, partsMax: size };
  await collectBody(chunksOf(sent), { bounds, hold });
  expect(held).toBeGreaterThan(18 * size);
  const refused = new AppError('overloaded');
  const full = () => {
    throw refused;
  };
  await expect(collectBody(chunksOf(sent), { bounds, hold: full })).rejects.toBe(refused);
  // Numbers count by their bytes alone.
  held = 0;
  await collectBody(chunksOf(text(size)), { bounds, hold });
  expect(held).toBe(0);
});

test('this thread joins only short bodies', async () => {
  const largest = watchJoins();
  const { bytes } = await collectBody(chunksOf(text(5_000_000)), { bounds: bodyBounds });
  expect(bytes.length).toBeGreaterThan(4_999_000);
  expect(largest.bytes).toBeLessThan(1_000_000);
});

test('this thread scans only the beginning of a long body', async () => {
  let [read, whole] = [0, 0];
  const watched = async function* () {
    for await (const chunk of chunksOf(text(5_000_000))) {
      whole += chunk.length;
      // A scanner reads each byte by its index.
      yield new Proxy(chunk, {
        get(target, key) {
          if (key === 'length') return target.length;
          if (typeof key === 'string' && /^\d+$/.test(key)) read++;
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    }
  };
  await collectBody(watched(), { bounds: bodyBounds }).catch(() => {}); // a proxy cannot be sent to a thread
  expect(read).toBeGreaterThan(100_000);
  expect(read).toBeLessThan(1_000_000);
  expect(whole).toBeLessThan(5_000_000);
});

test('a fault at the end of a long body is found, and one at its beginning ends the reading', async () => {
  const deep = Buffer.concat([text(3_000_000).subarray(0, -1), Buffer.from(`,${'['.repeat(100)}`)]);
  await expect(collectBody(chunksOf(deep), { bounds: bodyBounds })).rejects.toMatchObject({
    code: 'json_too_complex',
  });
  let sent = 0;
  const endless = async function* () {
    for (;;) {
      sent++;
      yield Buffer.from(new Uint8Array(chunkBytes).fill('['.charCodeAt(0)).buffer);
    }
  };
  await expect(collectBody(endless(), { bounds: bodyBounds })).rejects.toMatchObject({
    code: 'json_too_complex',
  });
  expect(sent).toBeLessThan(3);
});

test.each([
  ['at its beginning', bodyBounds.depthMax],
  ['beyond what this thread reads', 400_000],
])('a body that is refused %s is closed', async (_, depthMax) => {
  const body = Readable.from(chunksOf(Buffer.alloc(2_000_000, '[')), { objectMode: false });
  const bounds = { ...bodyBounds, depthMax, partsMax: Number.MAX_SAFE_INTEGER };
  await expect(collectBody(body, { bounds })).rejects.toMatchObject({ code: 'json_too_complex' });
  await vi.waitFor(() => expect(body.destroyed).toBe(true), soonMs);
});

test('a body is closed when its thread dies before it has taken what was sent', async () => {
  const { port1: own, port2: port } = new MessageChannel();
  const body = Readable.from(chunksOf(text(5_000_000)), { objectMode: false });
  const sent = sendBody(own, body, () => false); // the end of the task is known later than that of the port
  await vi.waitFor(() => expect(body.readableLength).toBeGreaterThan(0), soonMs);
  port.close();
  await sent;
  expect(body.destroyed).toBe(true);
});

test('a body whose bytes come one by one is whole, and needs little memory beside them', async () => {
  const sent = text(300_000);
  const bytewise = async function* () {
    yield* chunksOf(sent.subarray(0, 270_000));
    for (let i = 270_000; i < sent.length; i++) yield sent.subarray(i, i + 1);
  };
  expect((await collectBody(bytewise(), { bounds: bodyBounds })).bytes.equals(sent)).toBe(true);

  const kept = new KeptChunks();
  for (let i = 0; i < 100_000; i++) kept.add(sent.subarray(i, i + 1));
  for (let i = 100_000; i < sent.length; ) {
    const length = i % 2 === 0 ? 1 : 4_096; // a long chunk after each short one
    kept.add(Buffer.from(sent.subarray(i, i + length)));
    i += length;
  }
  const chunks = kept.all();
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
  expect(chunks.length).toBeLessThan(150);
  const own = chunks.filter(({ length }) => length < 4_096);
  for (const { buffer, length } of own) expect(buffer.byteLength).toBe(length);
});

test('few messages are on their way to a thread, however short they are', async () => {
  const { port1: own } = new MessageChannel();
  let count = 0;
  const bytewise = async function* () {
    for (; count < 100_000; count++) yield Buffer.from('1');
  };
  const sent = sendBody(own, bytewise(), () => false);
  await setTimeout(200);
  expect(count).toBeLessThan(2_000);
  own.close();
  await sent;
});

test('the errors of a body go to the caller', async () => {
  const broken = async function* () {
    yield* chunksOf(text(2_000_000));
    throw new Error('the sender has gone');
  };
  await expect(collectBody(broken())).rejects.toBeDefined();
});
