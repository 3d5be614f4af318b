import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Address, createLookups } from '../../src/webhooks/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lookups whose answers the test gives. */
function lookups() {
  const asked: string[] = [];
  const answers = new Map<string, (found: Address[]) => void>();
  const lookup = createLookups((host) => {
    asked.push(host);
    return new Promise((resolve) => answers.set(host, resolve));
  });
  return { lookup, asked, answer: (host: string) => answers.get(host)!([{ address: '1.1.1.1', family: 4 }]) };
}

/** Lets promises settle. */
const settle = () => vi.advanceTimersByTimeAsync(0);

test('names that are never answered hold one thread at a time, also after their callers have gone', async () => {
  const { lookup, asked, answer } = lookups();
  const late = new AbortController();
  const names = Array.from({ length: 20 }, (_, i) => `n${i}.example`);
  const hung = names.map((name) => lookup(name, { tenant: 'a', signal: late.signal }).catch(() => 'gone'));
  late.abort();
  expect(await Promise.all(hung)).toEqual(Array(20).fill('gone'));
  const own = lookup('later.example', { tenant: 'a' }).catch((error: Error) => error.message);
  const other = lookup('other.example', { tenant: 'b' });
  await settle();
  expect(asked).toEqual(['n0.example']);
  await vi.advanceTimersByTimeAsync(20_000);
  answer('n0.example');
  expect(await own).toContain('take too long');
  await settle();
  expect(asked).toEqual(['n0.example', 'other.example']);
  answer('other.example');
  expect(await other).toHaveLength(1);
});

test('a tenant pauses after a slow lookup, for four times as long', async () => {
  const { lookup, asked, answer } = lookups();
  const slow = lookup('slow.example', { tenant: 'a' });
  await vi.advanceTimersByTimeAsync(10_000);
  answer('slow.example');
  await slow;
  await vi.advanceTimersByTimeAsync(39_000);
  await expect(lookup('next.example', { tenant: 'a' })).rejects.toThrow('take too long');
  await vi.advanceTimersByTimeAsync(2_000);
  const next = lookup('next.example', { tenant: 'a' });
  answer('next.example');
  await next;
  expect(asked).toEqual(['slow.example', 'next.example']);
});

test('calls for one name share a lookup, and a further name of a tenant waits at most in a bounded number', async () => {
  const { lookup, asked, answer } = lookups();
  const same = [lookup('one.example', { tenant: 'a' }), lookup('one.example', { tenant: 'b' })];
  const late = new AbortController();
  const gone = lookup('gone.example', { tenant: 'a', signal: late.signal }).catch(() => 'gone');
  late.abort();
  expect(await gone).toBe('gone');
  const names = Array.from({ length: 100 }, (_, i) => `n${i}.example`);
  const waiting = names.map((name) => lookup(name, { tenant: 'a' }));
  const joined = lookup('n0.example', { tenant: 'a' });
  await expect(lookup('more.example', { tenant: 'a' })).rejects.toThrow('take too long');
  answer('one.example');
  await Promise.all(same);
  await settle();
  for (const name of names) {
    answer(name);
    await settle();
  }
  expect(await joined).toEqual((await Promise.all(waiting))[0]);
  expect(asked).toEqual(['one.example', ...names]);
});
