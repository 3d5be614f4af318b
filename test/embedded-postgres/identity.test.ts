import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  chooseIdentity,
  chooseRunner,
  findBinaries,
  startEmbeddedPostgres,
} from '../../src/embedded-postgres/index.ts';
import { kill, query, spawnOwner } from './processes.ts';

const nobody = { uid: 65534, gid: 65534 };
const dacReadSearch = '0000000000000004'; // capability 2
const dacOverride = '0000000000000002'; // capability 1
const none = '0000000000000000';

function statusOf(pid: number): { uid: number; capabilities: string } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    uid: Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1]),
    capabilities: /^CapEff:\s+(\w+)/m.exec(status)?.[1] as string,
  };
}

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('started by root', () => {
  let root: string;
  /** A directory that only root may enter, like /root. */
  let closed: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'gatecast-identity-'));
    chmodSync(root, 0o755);
    closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('the server runs as an ordinary user', async () => {
    const dataDir = join(root, 'open');
    const server = await startEmbeddedPostgres({ dataDir });
    onTestFinished(() => server.stop());
    expect(statusOf(server.postmasterPid).uid).toBe(chooseIdentity(dataDir)?.uid);
    expect(statusOf(server.postmasterPid).uid).not.toBe(0);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('the server gets one capability where only root may enter, and no mode is changed', async () => {
    const dataDir = join(closed, 'gatecast/data');
    const server = await startEmbeddedPostgres({ dataDir });
    onTestFinished(() => server.stop());
    expect(statusOf(server.postmasterPid)).toEqual({ uid: expect.any(Number), capabilities: dacReadSearch });
    expect(statusOf(server.postmasterPid).uid).not.toBe(0);
    await query(server.url, 'CREATE TABLE written AS SELECT generate_series(1, 10000) AS n');
    await query(server.adminUrl, 'CHECKPOINT');
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    await server.stop();
    const again = await startEmbeddedPostgres({ dataDir });
    onTestFinished(() => again.stop());
    expect(await query(again.url, 'SELECT count(*)::int AS n FROM written')).toEqual([{ n: 10_000 }]);
  });

  test.each([
    ['open to all', 0o755, dacReadSearch],
    ['only for root (umask 077)', 0o700, dacOverride],
  ])('binaries under a closed directory run, their own mode being %s', async (_, mode, capabilities) => {
    const native = join(closed, `native-${mode.toString(8)}`);
    cpSync(join(findBinaries().postgres, '../..'), native, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', mode === 0o700 ? 'go-rwx' : 'a+rX', native]);
    const directory = join(closed, `cluster-${mode.toString(8)}`);
    mkdirSync(directory, { mode: 0o700 });
    const identity = { uid: nobody.uid, gid: nobody.gid };
    chownSync(directory, identity.uid, identity.gid);
    const runner = chooseRunner(identity, join(native, 'bin/postgres'), directory);
    const initdb = runner.spawn(join(native, 'bin/initdb'), ['-D', directory, '-U', 'x', '--no-sync'], {});
    expect(await once(initdb, 'exit')).toEqual([0, null]);
    const shell = runner.spawn('/bin/sh', ['-c', 'grep CapEff /proc/self/status'], { stdio: 'pipe' });
    const [output] = await once(shell.stdout!, 'data');
    expect(String(output)).toContain(capabilities);
  });

  test('a data directory of another user is used as that user, with no capability', async () => {
    const dataDir = join(root, 'of-nobody');
    mkdirSync(dataDir);
    chownSync(dataDir, nobody.uid, nobody.gid);
    const server = await startEmbeddedPostgres({ dataDir });
    onTestFinished(() => server.stop());
    const { uid, capabilities } = statusOf(server.postmasterPid);
    expect(uid).toBe(nobody.uid);
    expect([none, dacReadSearch, dacOverride]).toContain(capabilities); // depends on the directory of the clone
    await server.stop();
    expect(statSync(join(dataDir, 'postgres.lock')).uid).toBe(nobody.uid);
  });

  test('a cluster that root restored from a copy gets the user of the server as its owner again', async () => {
    const dataDir = join(root, 'restored');
    await (await startEmbeddedPostgres({ dataDir })).stop();
    spawnSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
    chmodSync(join(dataDir, 'postgres'), 0o755);
    const server = await startEmbeddedPostgres({ dataDir });
    onTestFinished(() => server.stop());
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('an ordinary user runs the server as itself', async (context) => {
    const reaches = spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;
    if (!reaches) return context.skip('this clone lies where no other user may enter');
    const dataDir = join(root, 'as-nobody');
    mkdirSync(dataDir);
    chownSync(dataDir, nobody.uid, nobody.gid);
    const owner = await spawnOwner(dataDir, nobody);
    onTestFinished(() => kill(owner.child));
    expect(statusOf(owner.postmasterPid)).toEqual({ uid: nobody.uid, capabilities: none });
    expect(statusOf(owner.supervisorPid).uid).toBe(nobody.uid);
    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a user who cannot write the data directory gets an error that says so', async (context) => {
    const reaches = spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;
    if (!reaches) return context.skip('this clone lies where no other user may enter');
    const dataDir = join(root, 'of-root');
    await (await startEmbeddedPostgres({ dataDir })).stop();
    await expect(spawnOwner(dataDir, nobody)).rejects.toThrow(/User 65534 cannot write .*postgres\.lock/);
    await expect(spawnOwner(join(root, 'none/data'), nobody)).rejects.toThrow(
      /cannot be made.*GATECAST_DATA_DIR/,
    );
  });

  test('a cluster of another user, as a start by root leaves it, is told by the users', async (context) => {
    const reaches = spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;
    if (!reaches) return context.skip('this clone lies where no other user may enter');
    const dataDir = join(root, 'of-daemon');
    mkdirSync(join(dataDir, 'postgres'), { recursive: true, mode: 0o700 });
    chownSync(dataDir, nobody.uid, nobody.gid);
    chownSync(join(dataDir, 'postgres'), 1, 1);
    await expect(spawnOwner(dataDir, nobody)).rejects.toThrow(
      /postgres belongs to user 1, and Gatecast runs as user 65534: start it as that user/,
    );
  });
});
