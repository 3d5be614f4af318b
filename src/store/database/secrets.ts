import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** Encrypts what the service must be able to read again, with AES-256-GCM. */
export interface SecretBox {
  /** @param place what the text belongs to. A sealed text cannot be opened in another place. */
  seal(text: string, place: string): string;
  /** A text that was stored before there was a key is returned as it is. @throws Error if no key fits */
  open(stored: string, place: string): string;
  /** Whether the text is sealed with the present key, or there is none. */
  isSealed(stored: string): boolean;
}

const cipher = 'aes-256-gcm';
const [ivBytes, tagBytes] = [12, 16];
/** `sealed:<id of the key>:<iv, tag and text in base64>`. No secret of a webhook begins like this. */
const prefix = 'sealed:';

/** @param materials texts from which keys are derived. The first seals, all open. Without one
 *  texts stay as they are. */
export function createSecretBox(materials: readonly string[] = []): SecretBox {
  const keys = materials.map((material) => {
    const key = Buffer.from(hkdfSync('sha256', material, '', 'gatecast secrets', 32));
    return { key, id: createHash('sha256').update(key).digest('hex').slice(0, 12) };
  });
  const current = keys[0];
  return {
    seal(text, place) {
      if (current === undefined) return text;
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, current.key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      const packed = Buffer.concat([iv, sealing.getAuthTag(), sealed]);
      return `${prefix}${current.id}:${packed.toString('base64')}`;
    },
    open(stored, place) {
      if (!stored.startsWith(prefix)) return stored;
      const [, id, text = ''] = stored.split(':');
      const found = keys.find((key) => key.id === id);
      if (found === undefined) throw new Error('A stored secret was sealed with another key.');
      const packed = Buffer.from(text, 'base64');
      const opening = createDecipheriv(cipher, found.key, packed.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(packed.subarray(ivBytes, ivBytes + tagBytes));
      return `${opening.update(packed.subarray(ivBytes + tagBytes), undefined, 'utf8')}${opening.final('utf8')}`;
    },
    isSealed: (stored) => current === undefined || stored.startsWith(`${prefix}${current.id}:`),
  };
}

/** Seals the secrets of webhooks that an earlier version, or an earlier key, has stored. One
 *  that no key opens stays. */
export async function sealStoredSecrets(db: Kysely<Database>, box: SecretBox): Promise<void> {
  const rows = await db.selectFrom('webhooks').select(['id', 'secret']).execute();
  for (const { id, secret } of rows) {
    if (box.isSealed(secret)) continue;
    const opened = openedOrNull(box, secret, id);
    if (opened === null) continue;
    await db
      .updateTable('webhooks')
      .set({ secret: box.seal(opened, id) })
      .where('id', '=', id)
      .where('secret', '=', secret)
      .execute();
  }
}

/** Null if no key opens it. */
export function openedOrNull(box: SecretBox, stored: string, place: string): string | null {
  try {
    return box.open(stored, place);
  } catch {
    return null;
  }
}
