import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createJoinedReads, currentCall, inCall } from '../../src/sharing/index.ts';

/** Reads that end when they are told to, and what each one was begun as. */
function slowReads() {
  const begun: { tenant: string; end: (value: unknown) => void; fail: (error: Error) => void }[] = [];
  const read = () => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    begun.push({ tenant: currentCall().tenant, end: resolve, fail: reject });
    return promise;
  };
  return { begun, read };
}

/** A few turns of the event loop. */
const settled = async () => {
  for (let i = 0; i < 4; i++) await turn();
};

test('callers that arrive during a read share the next one, which begins after it', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const first = joined('a', 'list', read);
  const others = [1, 2, 3].map(() => joined('a', 'list', read));
  await settled();
  expect(begun).toHaveLength(1);
  begun[0].end('old');
  expect(await first).toBe('old');
  await settled();
  expect(begun).toHaveLength(2);
  const later = joined('a', 'list', read);
  begun[1].end('new');
  expect(await Promise.all(others)).toEqual(['new', 'new', 'new']);
  await settled();
  expect(begun).toHaveLength(3); // the last caller came after the second read had begun
  begun[2].end('newest');
  expect(await later).toBe('newest');
  await settled();
  const alone = joined('a', 'list', read);
  expect(begun).toHaveLength(4);
  begun[3].end('alone');
  expect(await alone).toBe('alone');
});

test('callers that call again in the turn after their answer share the next read', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const first = joined('a', 'list', read);
  const waiting = joined('a', 'list', read);
  begun[0].end('old');
  await first;
  await turn();
  const again = joined('a', 'list', read);
  await settled();
  expect(begun).toHaveLength(2);
  begun[1].end('new');
  expect(await Promise.all([waiting, again])).toEqual(['new', 'new']);
});

test('other tenants and other reads do not wait, and a read is done for its tenant, whoever began it', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const gone = new AbortController();
  const all = [
    inCall({ tenant: 'a', signal: gone.signal }, () => joined('a', 'list', read)),
    joined('b', 'list', read),
    joined('a', 'other', read),
    inCall({ tenant: 'a', signal: null }, () => joined('a', 'list', read)),
  ];
  expect(begun.map(({ tenant }) => tenant)).toEqual(['a', 'b', 'a']);
  gone.abort();
  for (const [i, one] of begun.entries()) one.end(i);
  await settled();
  expect(begun[3].tenant).toBe('a');
  begun[3].end(3);
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test('an error is that of the callers of this read; those after it read again', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const first = joined('a', 'list', read);
  const second = joined('a', 'list', read);
  begun[0].fail(new Error('the database is away'));
  await expect(first).rejects.toThrow('the database is away');
  await settled();
  begun[1].end('there');
  expect(await second).toBe('there');
});

test('a read that throws at once is an error of its callers, and not of those after them', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const first = joined('a', 'list', read);
  const faulty = joined('a', 'list', () => {
    throw new Error('not even begun');
  });
  begun[0].end('first');
  expect(await first).toBe('first');
  await expect(faulty).rejects.toThrow('not even begun');
  await settled();
  const later = joined('a', 'list', read);
  begun[1].end('later');
  expect(await later).toBe('later');
});

test('the next read begins beside one that hangs', async () => {
  const { begun, read } = slowReads();
  const joined = createJoinedReads();
  const hanging = joined('a', 'list', read);
  const next = joined('a', 'list', read);
  await expect.poll(() => begun.length).toBe(2);
  begun[1].end('next');
  expect(await next).toBe('next');
  begun[0].end('late');
  expect(await hanging).toBe('late');
});
