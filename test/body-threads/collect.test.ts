import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { bodyBounds } from '../../src/bodies/index.ts';
import { collectBody } from '../../src/body-threads/index.ts';

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

test('the errors of a body go to the caller', async () => {
  const broken = async function* () {
    yield* chunksOf(text(2_000_000));
    throw new Error('the sender has gone');
  };
  await expect(collectBody(broken())).rejects.toBeDefined();
});
