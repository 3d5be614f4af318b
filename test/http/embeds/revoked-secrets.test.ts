import { afterEach, expect, test, vi } from 'vitest';
import { ApiKeys, newSecret } from '../../../src/http/routing/api-keys.ts';
import { EmbedTokens, newEmbedToken } from '../../../src/http/routing/embed-tokens.ts';
import { createTraining, useStore } from '../../store/samples.ts';

const used = useStore();
afterEach(() => vi.useRealTimers());

/** A secret of either sort: how a process finds it in a store whose answers wait for `arrival`, and forgets it. */
interface Secret {
  name: string;
  create(arrival: () => Promise<void>): Promise<{
    identify(): Promise<object | null>;
    /** Deletes it in the store, as another process does. */
    revoke(): Promise<void>;
    forget(): void;
  }>;
}

const secrets: Secret[] = [
  {
    name: 'key',
    async create(arrival) {
      const { keys } = used.store;
      const { secret, hint, digest } = newSecret();
      const { id } = await keys.create({ tenant: 'acme', name: null, scopes: ['read'], hint, digest });
      const identify = (asked: Uint8Array) => late(keys.identify(asked), arrival);
      const found = new ApiKeys(null, { expiresInMs: keys.expiresInMs, identify });
      return {
        identify: () => found.identify(secret, '192.0.2.1'),
        revoke: () => keys.delete('acme', id),
        forget: () => found.forget(id),
      };
    },
  },
  {
    name: 'token',
    async create(arrival) {
      const { embeds } = used.store;
      const { model } = await createTraining(used.store);
      const { token, hint, digest } = newEmbedToken();
      const embed = { name: null, model: model.id, series: null, hint, digest, expiresAt: null };
      const { id } = await embeds.create('acme', embed);
      const found = new EmbedTokens({ identify: (asked) => late(embeds.identify(asked), arrival) });
      return {
        identify: () => found.identify(token, '192.0.2.1'),
        revoke: () => embeds.delete('acme', id),
        forget: () => found.forget(id),
      };
    },
  },
];

async function late<T>(answer: Promise<T>, arrival: () => Promise<void>): Promise<T> {
  const found = await answer;
  await arrival();
  return found;
}

for (const { name, create } of secrets) {
  test(`a ${name} that is deleted while it is read is not kept`, async () => {
    let arrive = async () => {};
    const secret = await create(() => arrive());
    arrive = async () => {
      arrive = async () => {};
      await secret.revoke();
      secret.forget();
    };
    expect(await secret.identify()).not.toBeNull();
    expect(await secret.identify()).toBeNull();
  });

  test(`a ${name} that was read slowly is not accepted longer`, async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const later = (ms: number) => {
      vi.advanceTimersByTime(ms);
    };
    const secret = await create(async () => later(4_000));
    expect(await secret.identify()).not.toBeNull();
    await secret.revoke();
    expect(await secret.identify()).not.toBeNull(); // in another process
    later(1_001);
    expect(await secret.identify()).toBeNull();
  });

  test(`a ${name} is not accepted longer when the clock is set back`, async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const secret = await create(async () => {});
    expect(await secret.identify()).not.toBeNull();
    await secret.revoke();
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(5_001);
    expect(await secret.identify()).toBeNull();
  });
}

test('what waits with a key ends by the clock of the database, whatever that of the process says', async () => {
  const dayMs = 86_400_000;
  const { keys } = used.store;
  const asked = Promise.withResolvers<void>();
  const found = new ApiKeys(null, {
    identify: keys.identify,
    expiresInMs: (id) => keys.expiresInMs(id).finally(asked.resolve),
  });
  const keyOf = (lifeMs: number) => {
    const { hint, digest } = newSecret();
    const expiresAt = new Date(Date.now() + lifeMs);
    return keys.create({ tenant: 'acme', name: null, scopes: ['read'], hint, digest, expiresAt });
  };
  const [long, short] = [await keyOf(3_600_000), await keyOf(1_500)];
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * dayMs });
  const isKept = async (gone: AbortSignal) => {
    await asked.promise;
    await new Promise(setImmediate);
    return !gone.aborted;
  };
  expect(await found.whileValid(long.id, isKept)).toBe(true);
  vi.setSystemTime(Date.now() - 4 * dayMs);
  const untilGone = (gone: AbortSignal) =>
    new Promise((resolve) => gone.addEventListener('abort', resolve, { once: true }));
  await expect(found.whileValid(short.id, untilGone)).rejects.toMatchObject({ code: 'unauthorized' });
});
