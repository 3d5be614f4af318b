import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';
import { onceDatabaseAnswers, warnOfSettings } from '../../src/processes/database-wait.ts';
import { requireFit, type ServerFacts } from '../../src/store/database/server.ts';
import { databaseRefusal, keepsSessions, requireFitServer, writeBackup } from '../../src/store/index.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/postgres.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

/** Runs a program until its end. */
async function run(program: string[], environment: Record<string, string>, by = process.execPath) {
  const { NODE_OPTIONS: _, npm_lifecycle_event: __, VITEST: ___, ...inherited } = process.env;
  const child = spawn(by, program, {
    env: { ...inherited, LOG_LEVEL: 'error', PORT: '0', ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Expects one line that tells the operator what to change. */
function expectOneSentence({ code, output }: { code: number; output: string }, remedy: string) {
  expect(output).toContain(remedy);
  expect(output.trim().split('\n'), output).toHaveLength(1);
  expect(code).toBe(2);
}

async function superuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function newerDatabase(): Promise<string> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  await superuser(database.url, (client) =>
    client.query(`INSERT INTO schema_versions (version, name) VALUES (999, '0999-later')`),
  );
  return database.url;
}

/** A database in which a role may create nothing. */
async function foreignDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  const role = `reader_${randomBytes(6).toString('hex')}`;
  await superuser(database.superuserUrl, (client) => client.query(`CREATE ROLE ${role} LOGIN`));
  await superuser(database.superuserUrl, (client) =>
    client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC'),
  );
  onTestFinished(async () => {
    await database.drop();
    await superuser(inject('postgresUrl'), (client) => client.query(`DROP ROLE ${role}`));
  });
  const url = new URL(database.url);
  url.username = role;
  return url.href;
}

const missingDatabase = () => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/not_there';
  return url.href;
};

async function databaseIn(encoding: string): Promise<string> {
  const database = await createEmptyDatabase(encoding);
  onTestFinished(database.drop);
  return database.url;
}

/** A database that its operator has closed. */
async function closedDatabase(): Promise<string> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const name = new URL(database.url).pathname.slice(1);
  await superuser(inject('postgresUrl'), (client) =>
    client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`),
  );
  return database.url;
}

const programs = {
  worker: ['src/processes/worker.ts'],
  API: ['src/processes/api.ts'],
  service: ['src/processes/start.ts'],
  'npm run keys': ['scripts/keys.ts', 'list'],
  'npm run backup': ['scripts/backup.ts', join(tmpdir(), 'gatecast-refused.backup')],
};

const unusable: { what: string; url: () => string | Promise<string>; remedy: string }[] = [
  {
    what: 'of a newer version',
    url: newerDatabase,
    remedy: 'made by a newer Gatecast (migration `0999-later`)',
  },
  { what: 'that is missing', url: missingDatabase, remedy: 'Create the database' },
  { what: 'without rights', url: foreignDatabase, remedy: 'grant it CREATE on the database' },
  {
    ...{ what: 'that is closed', url: closedDatabase },
    remedy: 'is not currently accepting connections. Change what the message names',
  },
  {
    ...{ what: 'in LATIN1', url: () => databaseIn('LATIN1') },
    remedy: 'The database has the encoding LATIN1',
  },
];
// One program meets all of them. The others have the same way to the database, and meet one.
for (const [i, { what, url, remedy }] of unusable.entries())
  test(`a database ${what} gives one sentence and no stack`, async () => {
    const [[, first], ...others] = Object.entries(programs);
    const met = i === 0 ? [first, ...others.map(([, program]) => program)] : [first];
    const DATABASE_URL = await url();
    for (const program of met) expectOneSentence(await run(program, { DATABASE_URL }), remedy);
  });

test.skipIf(!redisIsInstalled)('a Redis that hides EVAL gives one sentence and no stack', async () => {
  const redis = await startTestRedis(['EVAL']);
  onTestFinished(redis.stop);
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const ended = await run(programs.worker, { DATABASE_URL: database.url, REDIS_URL: redis.url });
  expectOneSentence(ended, 'The queue needs this: remove the `rename-command`');
  expect(ended.output).toMatch(/ERR unknown command\W+EVAL\W/i);
});

test.skipIf(!redisIsInstalled)('a Redis Cluster gives one sentence and no stack', async () => {
  const redis = await startTestRedis([], { 'cluster-enabled': 'yes' });
  onTestFinished(redis.stop);
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  expectOneSentence(
    await run(programs.worker, { DATABASE_URL: database.url, REDIS_URL: redis.url }),
    'name a Redis that is no Redis Cluster in REDIS_URL',
  );
});

test('a fault of a certificate is told for the server that has it, with a remedy that fits', async () => {
  const faults: Record<string, string> = {
    CERT_HAS_EXPIRED: 'Renew the certificate',
    ERR_TLS_CERT_ALTNAME_INVALID: 'by a host that its certificate is for',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'If its authority is the right one',
    SELF_SIGNED_CERT_IN_CHAIN: 'If its authority is the right one',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  };
  const settings = {
    DATABASE_URL: ['PostgreSQL', 'sslrootcert='],
    REDIS_URL: ['Redis', 'NODE_EXTRA_CA_CERTS='],
  };
  for (const [code, remedy] of Object.entries(faults))
    for (const [setting, [server, trust]] of Object.entries(settings)) {
      const open = async () => {
        throw Object.assign(new Error('no'), { code });
      };
      const start = onceDatabaseAnswers(pino({ level: 'silent' }), setting as 'REDIS_URL', open);
      const { message } = await start.catch((reason: Error) => reason);
      expect(message).toContain(`The encrypted connection to ${server} fails: no. `);
      expect(message).toContain(remedy);
      expect(message.includes(trust)).toBe(/sign|authority/.test(remedy));
    }
});

test('a Redis with TLS that is named without it is told by its scheme', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const tries = [new Error('closed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })];
  await onceDatabaseAnswers(log, 'REDIS_URL', async () => {
    const failure = tries.pop();
    if (failure !== undefined) throw Object.assign(failure, { message: 'Connection is closed.' });
  });
  expect(lines[0]).toContain('with TLS its address begins with `rediss://`');
});

test('a start that gets no lock in time says so, and is tried again', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const cause = Object.assign(new pg.DatabaseError('no lock', 0, 'error'), { code: '55P03' });
  const tries = [new AppError('database_unavailable', { detail: 'no lock', cause })];
  await onceDatabaseAnswers(log, 'DATABASE_URL', async () => {
    const failure = tries.pop();
    if (failure !== undefined) throw failure;
  });
  expect(lines[0]).toContain('another session holds a lock that the start needs');
});

test('modes of encryption that the driver warns of are written as what they do', () => {
  const read = (query: string) => readConfig({ DATABASE_URL: `postgres://u:p@h/d${query}` }).databaseUrl;
  expect(read('?sslmode=require')).toMatch(/\?sslmode=verify-full$/);
  expect(read('?a=b&sslmode=verify-ca&sslrootcert=/c')).toMatch(/&sslmode=verify-full&sslrootcert=\/c$/);
  for (const query of ['?sslmode=require&uselibpqcompat=true', '?sslmode=disable', '?sslmode=no-verify'])
    expect(read(query)).toMatch(new RegExp(`\\${query}$`));
});

test('a server that is too old is refused, and a database in use is not refused for its encoding', () => {
  const fit: ServerFacts = { version: '13.1', encoding: 'UTF8', is_used: false };
  expect(() => requireFit(fit)).not.toThrow();
  expect(() => requireFit({ ...fit, version: '18beta1' })).not.toThrow();
  expect(() => requireFit({ ...fit, version: '12.22 (Debian 12.22-1)', is_used: true })).toThrow(
    'PostgreSQL 12.22 (Debian 12.22-1) is too old',
  );
  expect(() => requireFit({ ...fit, encoding: 'SQL_ASCII' })).toThrow(
    'The database has the encoding SQL_ASCII',
  );
  expect(() => requireFit({ ...fit, encoding: 'LATIN1', is_used: true })).not.toThrow();
});

test('a backup that cannot be made says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-refused-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'some.backup');
  const backup = (environment: Record<string, string>, to = file) =>
    run(['scripts/backup.ts', to], environment);
  expectOneSentence(await backup({ DATABASE_URL: missingDatabase() }), 'Create the database');
  expectOneSentence(
    await backup({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }),
    'PostgreSQL does not answer: connect ECONNREFUSED 127.0.0.1:1.',
  );
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  expectOneSentence(
    await backup({ DATABASE_URL: database.url }, join(folder, 'missing', 'some.backup')),
    'Name another file',
  );
  expectOneSentence(await backup({ DATABASE_URL: database.url }, ''), 'npm run backup -- FILE');
});

test('a file of the embedded database that cannot be read is not taken for one that DATABASE_URL names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-refused-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'postgres'));
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  const socket = createServer().listen(pidFile); // a socket is no file to open, for the superuser too
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  expectOneSentence(
    await run(['scripts/backup.ts', join(folder, 'some.backup')], { GATECAST_DATA_DIR: folder }),
    `${pidFile} cannot be read: ENXIO`,
  );
});

test('a backup whose file cannot grow says so, and leaves nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-refused-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const file = join(folder, 'some.backup');
  const limited = ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, 'scripts/backup.ts', file];
  expectOneSentence(
    await run(limited, { DATABASE_URL: database.url }, 'sh'),
    `${file} cannot be written (EFBIG: file too large, write): make room`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a restore says where it has restored, without a password, and why it cannot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-refused-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [from, to] = [await createTestDatabase(), await createEmptyDatabase()];
  for (const { drop } of [from, to]) onTestFinished(drop);
  const file = join(folder, 'some.backup');
  await writeBackup(from.url, file);
  const url = new URL(to.url);
  url.password = 'secret-word';
  const restore = (path = file) => run(['scripts/restore.ts', path], { DATABASE_URL: url.href });

  await superuser(to.superuserUrl, (client) =>
    client.query(altered('SET default_transaction_read_only = on')),
  );
  expectOneSentence(await restore(), 'turn the setting off');
  await superuser(to.superuserUrl, async (client) => {
    await client.query('SET default_transaction_read_only = off');
    await client.query(altered('RESET default_transaction_read_only'));
  });
  expectOneSentence(await restore(folder), 'cannot be read (EISDIR');
  const damaged = readFileSync(file);
  damaged[damaged.length >> 1] ^= 1;
  writeFileSync(join(folder, 'damaged.backup'), damaged);
  expectOneSentence(await restore(join(folder, 'damaged.backup')), '; use another copy.');

  const { code, output } = await restore();
  const name = url.pathname.slice(1);
  expect(output).toMatch(new RegExp(`^\\d+ rows were restored into the database ${name} on [^ ]+\\. Jobs`));
  expect(output).not.toContain('secret-word');
  expect(code).toBe(0);
});

const altered = (change: string) =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${change}', current_database()); END $$`;

test.runIf(process.platform === 'linux')('a data folder that cannot be made says why, at once', async () => {
  const { DATABASE_URL: _, ...environment } = process.env;
  const start = spawn(process.execPath, ['src/processes/start.ts'], {
    env: { ...environment, PORT: '0', GATECAST_DATA_DIR: '/proc/none/data' },
  });
  onTestFinished(() => void start.kill('SIGKILL'));
  let output = '';
  start.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(start, 'close');
  expect(output).toContain('The data directory /proc/none/data cannot be made (ENOENT');
  expect(code).toBe(2);
});

test('a folder for temporary files that is missing gives one sentence', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-refused-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  expectOneSentence(
    await run(programs.service, {
      ...{ DATABASE_URL: '', GATECAST_DATA_DIR: dataDir, TMPDIR: join(dataDir, 'missing') },
    }),
    'set TMPDIR to a directory that exists',
  );
});

test('a worker without a database and an API on a public address without a key say what to set', async () => {
  expectOneSentence(await run(programs.worker, { DATABASE_URL: '' }), 'DATABASE_URL is not set');
  const open = { DATABASE_URL: inject('postgresUrl'), HOST: '0.0.0.0', GATECAST_API_KEY: '' };
  expectOneSentence(await run(programs.API, open), 'Set GATECAST_API_KEY');
});

test('an API whose address is not of this machine says so', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const environment = { DATABASE_URL: database.url, GATECAST_API_KEY: 'k'.repeat(32) };
  expectOneSentence(
    await run(programs.API, { ...environment, HOST: 'nothing.invalid' }),
    'Set HOST to an address of this machine.',
  );
});

test('the difference of the clocks of a process and of its database is found', async () => {
  const database = await createEmptyDatabase();
  onTestFinished(database.drop);
  const difference = async () => (await requireFitServer(database.url)).clockAheadMs;
  expect(Math.abs(await difference())).toBeLessThan(60_000);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await difference()).toBeGreaterThan(540_000);
});

test('a server without encryption is told from one that is away', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.end('N')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const url = `postgres://gate:word@127.0.0.1:${port}/gate?sslmode=verify-full`;
  const error = await keepsSessions(url).catch((reason: unknown) => reason);
  expect(databaseRefusal(error)).toContain('does not offer encryption');
  const away = await keepsSessions('postgres://gate@127.0.0.1:1/gate').catch((reason: unknown) => reason);
  expect(databaseRefusal(away)).toBeNull();
});

test('a certificate that is missing is not taken for a database that is away', async () => {
  const url = 'postgres://gate@127.0.0.1:1/gate?sslmode=verify-full&sslrootcert=/not/there.pem';
  const error = await keepsSessions(url).catch((reason: unknown) => reason);
  expect(databaseRefusal(error)).toContain("open '/not/there.pem'");
});

test.each([
  ['DATABASE_URL', 'mysql://user@host/database'],
  ['DATABASE_URL', 'gatecast'],
  ['DATABASE_URL', 'postgres://user:pass#word@host/database'],
  ['DATABASE_URL', 'postgres://user@host:99999/database'],
  ['REDIS_URL', 'http://host:6379'],
  ['REDIS_URL', 'redis://:pass#word@host:6379'],
  ['REDIS_URL', 'redis://host:99999'],
  ['REDIS_URL', 'redis://host:6379/abc'],
  ['REDIS_URL', 'redis:///run/redis.sock'],
  ['REDIS_URL', 'host:6379/4'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
])('%s=%s is refused with an example', (name, text) => {
  const read = () => readConfig({ [name]: text });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(`${name}: must be an address such as`);
});

test.each([
  ['GATECAST_METRICS_OPEN', 'yes', 'must be one of true, false'],
  ['GATECAST_DASHBOARD', 'false', 'must be one of on, off'],
  ['LOG_LEVEL', 'verbose', 'must be one of fatal, error, warn'],
])('%s=%s is refused with the words that are accepted', (name, text, message) => {
  expect(() => readConfig({ [name]: text })).toThrow(`${name}: ${message}`);
});

test('variables of OpenTelemetry are read only with an endpoint', () => {
  const others = { OTEL_BSP_SCHEDULE_DELAY: 'soon', OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://sampler' };
  expect(readConfig(others).traces).toBeNull();
  const read = () => readConfig({ ...others, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' });
  expect(read).toThrow('OTEL_BSP_SCHEDULE_DELAY: must be a whole number from 1 to 86400000');
  expect(read).toThrow('OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1');
});

test('a key that no header of a request can hold is refused, and one that not every caller can send has a warning', () => {
  const read = (key: string) => readConfig({ GATECAST_API_KEY: key });
  for (const key of ['열쇠'.repeat(20), `two lines\n${'x'.repeat(32)}`])
    expect(() => read(key)).toThrow('has characters that no header of a request can hold');
  const warnings: string[] = [];
  const log = pino({}, { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
  for (const key of ['a key of several words, which is long', 'schlüssel-mit-umlaut-und-vielen-zeichen'])
    warnOfSettings(read(key), log);
  expect(warnings).toEqual(
    Array(2).fill(expect.stringContaining('GATECAST_API_KEY has spaces or characters')),
  );
  warnOfSettings(read('0123456789abcdef0123456789abcdef'), log);
  expect(warnings).toHaveLength(2);
});

test('a variable that Kubernetes makes for a service is not taken for a setting', () => {
  const config = readConfig({ GATECAST_WORKER_PORT: 'tcp://10.0.0.1:9090' });
  expect([config.workerPort, config.unknownSettings]).toEqual([null, []]);
});

test.each([
  'postgres://user@one:5432,two:5432/database',
  'postgres://user:word@one,two/database?target_session_attrs=read-write',
  'postgres://one,two/database',
  'postgres://user@/database?host=one,two&port=5432,5433',
])('DATABASE_URL=%s is refused, since it names two servers', (text) => {
  const read = () => readConfig({ DATABASE_URL: text });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow('DATABASE_URL: names several hosts, and the service connects to one');
  expect(read).not.toThrow('must be an address');
});

test.each([
  ['DATABASE_URL', 'postgres://user:one,two@host/database'],
  ['DATABASE_URL', 'postgresql://user:p%40ss@host:5432/database?sslmode=require'],
  ['DATABASE_URL', 'postgres:///database?host=/var/run/postgresql'],
  ['DATABASE_URL', 'postgres://user:word@/database?host=/var/run/postgresql'],
  ['DATABASE_URL', 'postgres://user@%2Fvar%2Frun%2Fpostgresql/database'],
  ['DATABASE_URL', '/var/run/postgresql database'],
  ['REDIS_URL', 'rediss://user:word@host:6380/1'],
  ['REDIS_URL', '[::1]:6379'],
  ['REDIS_URL', '/var/run/redis.sock'],
])('%s=%s is accepted', (name, text) => {
  expect(() => readConfig({ [name]: text })).not.toThrow();
});

test('settings that are not known are told in one line, with the nearest names and without values', () => {
  const told = (environment: Record<string, string>) => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    warnOfSettings(readConfig(environment), log);
    return lines;
  };
  const [line, ...more] = told({
    ...{
      GATECAST_SECRET_KEYS: 'not-to-be-told',
      TENANT_RUNING_MAX: '4711',
      GATECAST_NOTHING_LIKE_IT: '4711',
    },
    ...{ TENANT_QUEUED_MAX: '5', OTHER_SETTING: '6' },
  });
  expect(more).toEqual([]);
  expect(JSON.parse(line).msg).toBe(
    'these settings are not known, and do nothing: GATECAST_SECRET_KEYS (did you mean GATECAST_SECRET_KEY?), TENANT_RUNING_MAX (did you mean TENANT_RUNNING_MAX?), GATECAST_NOTHING_LIKE_IT',
  );
  expect(line).not.toMatch(/not-to-be-told|4711/);
  const known = {
    ...{ GATECAST_FAULT_POINT: 'claimed', GATECAST_DATA_DIR: '/data', GATECAST_TRAINING_NICENESS: '0' },
    ...{ GATECAST_MEMORY_LIMIT: '4g', GATECAST_UNSET: '' },
    ...{ GATECAST_API_SERVICE_HOST: '10.0.0.1', GATECAST_API_SERVICE_PORT_HTTP: '80' },
    ...{ GATECAST_API_PORT: 'tcp://10.0.0.1:80', GATECAST_API_PORT_80_TCP_ADDR: '10.0.0.1' },
  };
  expect(told(known)).toEqual([]);
});

test('an API tells a misspelt setting at its start', async () => {
  const { code, output } = await run(programs.API, {
    ...{ DATABASE_URL: missingDatabase(), LOG_LEVEL: 'warn', TENANT_RUNING_MAX: '1' },
  });
  expect(code).toBe(2);
  expect(output.match(/did you mean TENANT_RUNNING_MAX/g)).toHaveLength(1);
});

test('`localhost` is one address, so that the bounds of connections hold for all of them', () => {
  expect(readConfig({ HOST: 'localhost' })).toMatchObject({ host: '127.0.0.1', isLoopback: true });
});

test.each(['service', 'API', 'worker'] as const)('the %s starts without arguments only', async (name) => {
  const ways = 'Settings are environment variables, such as PORT=9 npm start.';
  const [help, port] = await Promise.all([
    run([...programs[name], '--help'], {}),
    run([...programs[name], '--port', '9'], {}),
  ]);
  expect(help).toEqual({ code: 0, output: expect.stringContaining(ways) });
  expectOneSentence(port, `The argument "--port" is not accepted. ${ways}`);
});
