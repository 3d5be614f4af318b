import { expect, test } from 'vitest';
import { inJsonThread } from '../../../src/http/json/index.ts';
import { inCall } from '../../../src/sharing/index.ts';

const value = Array.from({ length: 200_000 }, (_, i) => ({ i, text: 'x'.repeat(20) }));

test('large answers of one tenant do not hold all threads: that of another is written among the first', async () => {
  const ended: string[] = [];
  const write = (tenant: string) =>
    inCall({ tenant, signal: null }, async () => {
      await inJsonThread('indented', { value });
      ended.push(tenant);
    });
  const count = 16;
  await Promise.all([...Array.from({ length: count }, () => write('busy')), write('other')]);
  expect(ended).toHaveLength(count + 1);
  expect(ended.indexOf('other')).toBeLessThan(count / 2);
});

test('what waits for a thread leaves when its caller hangs up', async () => {
  const gone = new AbortController();
  const write = (signal: AbortSignal | null) =>
    inCall({ tenant: 'busy', signal }, () => inJsonThread('indented', { value }));
  const others = Array.from({ length: 4 }, () => write(null));
  const abandoned = write(gone.signal);
  gone.abort();
  await expect(abandoned).rejects.toMatchObject({ code: 'call_abandoned' });
  await Promise.all(others);
});
