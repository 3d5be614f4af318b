/** The keys that encrypt the secrets of webhooks in the database. */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config.ts';
import { databaseUrlFollows } from '../early-settings.ts';

const fileName = 'secret.key';

/** The first key encrypts, and all decrypt: GATECAST_SECRET_KEY, the key of the embedded service, GATECAST_API_KEY. */
export function secretKeysOf({ secretKeys, apiKey, databaseUrl, dataDir }: Config): string[] {
  const file = join(dataDir, fileName);
  const ofService = databaseUrl === databaseUrlFollows && existsSync(file) ? [read(file)] : [];
  return [...secretKeys, ...ofService, ...(apiKey === null ? [] : [apiKey])];
}

/** @throws ConfigError */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): ConfigError {
  const { message } = cause as Error;
  return new ConfigError(
    `${file}, the key of the secrets in the database, cannot be used (${message}). Correct its owner and permissions, or restore it from a backup.`,
    { cause },
  );
}

/** Makes the key of the embedded service beside its database, at the first start. Only the owner of the folder may read
 *  it. A file that exists is complete, also after a power cut. @throws ConfigError */
export function makeSecretKey(dataDir: string): void {
  const file = join(dataDir, fileName);
  if (existsSync(file)) return;
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
    const { uid, gid } = statSync(dataDir);
    if (process.getuid?.() === 0) chownSync(unfinished, uid, gid); // its owner may start Gatecast the next time
    linkSync(unfinished, file);
  } catch (cause) {
    throw unusable(file, cause);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
