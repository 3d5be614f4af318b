import { expect, test } from 'vitest';
import { createBodyThreads, threadFailure } from '../../src/body-threads/index.ts';

test('only a failure of memory is called one; other errors are bugs and keep their message', async () => {
  const run = createBodyThreads<{ kind: string }, object>({
    entry: new URL('./failing-thread.ts', import.meta.url),
    ...{ msMax: null, threadsMax: 1, heapMiBMax: 32, toError: threadFailure },
  });
  for (const kind of ['array', 'heap'])
    await expect(run({ kind }), kind).rejects.toMatchObject({ code: 'overloaded' });
  await expect(run({ kind: 'bug' })).rejects.toThrow('BigInt');
  await expect(run({ kind: 'assertion' })).rejects.toThrow('assert(false)');
});
