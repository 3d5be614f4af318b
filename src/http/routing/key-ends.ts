import type { Identity, KeyStore } from '../../contracts/ports/index.ts';
import { refuse } from '../../errors.ts';
import { isStoredKey } from './api-keys.ts';

/** When the calling key expires; null: never. The first key is no row. */
export async function endOfKey(keys: Pick<KeyStore, 'get'>, { keyId }: Identity): Promise<Date | null> {
  if (!isStoredKey(keyId)) return null;
  const { expires_at } = await keys.get(null, keyId);
  return expires_at === null ? null : new Date(expires_at);
}

/** A secret that outlived the key that made it would keep the rights of a temporary key for ever.
 *  @param noun what the key makes: `a key`
 *  @throws AppError request_invalid */
export function requireWithin(end: Date | null, expiresAt: Date | null, noun: string): void {
  if (end === null || (expiresAt !== null && expiresAt <= end)) return;
  const accepted = end.toISOString();
  refuse('request_invalid', {
    ...{ path: '/expires_at', accepted: `at most ${accepted}` },
    message: `the calling key expires at ${accepted}, and ${noun} that it makes may not live longer`,
  });
}
