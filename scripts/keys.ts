/** `npm run keys`: manages API keys directly in the database of DATABASE_URL. For the embedded database of `npm start`,
 *  use the HTTP calls (`/v1/keys`). */
import { type ZodType, z } from 'zod';
import { ConfigError, readConfig, requireDatabaseUrl } from '../src/config.ts';
import type { KeyStore } from '../src/contracts/ports/index.ts';
import { type Key, keyIdSchema, keyInSchema, limits, tenantSchema } from '../src/contracts/schemas/index.ts';
import { AppError } from '../src/errors.ts';
// The index would load every route, which takes longer than the command.
import { newSecret } from '../src/http/routing/api-keys.ts';
import { databaseFault, keepsSessions, openStore, sessionsNotKept } from '../src/store/index.ts';
import { type Arguments, type CommandName, readArguments } from './keys/arguments.ts';
import { tellingWaits } from './slow-database.ts';

const commands: Record<CommandName, (keys: KeyStore, args: Arguments) => Promise<string>> = {
  async create(keys, { tenant, scopes, name }) {
    const wanted = checked(keyInSchema, { tenant, scopes: scopes.split(','), name });
    const { secret, hint, digest } = newSecret();
    const key = await keys.create({ tenant, name: wanted.name ?? null, scopes: wanted.scopes, hint, digest });
    process.stderr.write(`${described(key)}\nThe secret is shown only once:\n`);
    return secret;
  },

  async list(keys, { tenant }) {
    const lines: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await keys.list(checked(tenantSchema, tenant), { limit: limits.pageSizeMax, cursor });
      lines.push(...page.data.map(described));
      if (page.next_cursor === null) return lines.join('\n');
      cursor = page.next_cursor;
    }
  },

  async revoke(keys, { id }) {
    await keys.delete(null, checked(keyIdSchema, id));
    return `${id} is revoked. Running API processes refuse it within 5 seconds.`;
  },
};

function described({ id, tenant, scopes, hint, name, created_at, expires_at, last_used_at }: Key): string {
  const isExpired = expires_at !== null && Date.parse(expires_at) <= Date.now();
  const life = expires_at === null ? 'does not expire' : `${isExpired ? 'expired' : 'expires'} ${expires_at}`;
  const use = last_used_at === null ? 'never used' : `last used ${last_used_at}`;
  return [id, tenant, scopes.join(','), `${hint}…`, created_at, life, use, name ?? ''].join('  ').trimEnd();
}

function checked<T>(schema: ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigError(z.prettifyError(parsed.error));
}

/** Whether the arguments or the settings are wrong, or the service refuses them. */
function isCallers(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const isOfArguments = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  return isOfArguments || error instanceof ConfigError || error instanceof AppError;
}

async function run(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  const databaseUrl = requireDatabaseUrl(readConfig());
  const otherwise = 'it is busy, or another session holds a lock';
  await tellingWaits(databaseUrl, { otherwise }, async () => {
    if (!(await keepsSessions(databaseUrl))) throw new ConfigError(sessionsNotKept);
    const store = await openStore(databaseUrl, { applicationName: 'gatecast-keys', keepsTables: true });
    try {
      const said = await commands[args.command](store.keys, args);
      process.stdout.write(`${said}\n`);
    } finally {
      await store.close();
    }
  });
}

try {
  await run();
} catch (error) {
  const message = databaseFault(error) ?? (isCallers(error) ? error.message : null);
  if (message === null) throw error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
