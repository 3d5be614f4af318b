/** The keys that encrypt the secrets of webhooks in the database. */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { databaseUrlFollows } from './process-messages.ts';

const fileName = 'secret.key';

/** The first key encrypts, and all decrypt: GATECAST_SECRET_KEY, the key of the embedded service, GATECAST_API_KEY. */
export function secretKeysOf({ secretKeys, apiKey, databaseUrl, dataDir }: Config): string[] {
  const file = join(dataDir, fileName);
  const ofService =
    databaseUrl === databaseUrlFollows && existsSync(file) ? [readFileSync(file, 'utf8').trim()] : [];
  return [...secretKeys, ...ofService, ...(apiKey === null ? [] : [apiKey])];
}

/** Makes the key of the embedded service beside its database, at the first start. Only the owner of the folder may read
 *  it. A file that exists is complete, also after a power cut. */
export function makeSecretKey(dataDir: string): void {
  const file = join(dataDir, fileName);
  if (existsSync(file)) return;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
  const { uid, gid } = statSync(dataDir);
  if (process.getuid?.() === 0) chownSync(unfinished, uid, gid); // its owner may start Gatecast the next time
  try {
    linkSync(unfinished, file);
  } finally {
    rmSync(unfinished);
  }
}
