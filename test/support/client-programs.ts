import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseIdentity } from '../../src/embedded-postgres/identity.ts';
import { freePort } from './redis.ts';

/** A folder with PostgreSQL's server and its `pg_dump`, which the embedded PostgreSQL does not have; null
 *  if none is installed. */
export const installedPostgres: string | null =
  [
    ...globSync('/usr/lib/postgresql/*/bin'),
    ...globSync('/usr/pgsql-*/bin'),
    ...(process.env.PATH ?? '').split(':'),
  ].findLast((bin) => ['initdb', 'pg_ctl', 'pg_dump', 'psql'].every((name) => existsSync(join(bin, name)))) ??
  null;
if (installedPostgres === null && process.env.CI !== undefined)
  throw new Error('pg_dump and its server are missing. Install them (Debian: apt-get install postgresql).');
if (installedPostgres === null)
  process.stderr.write(
    'The test of pg_dump is skipped: it is missing (Debian: apt-get install postgresql).\n',
  );

export interface InstalledServer {
  /** Connection string of a database, as a role. */
  url(role: string, database: string): string;
  /** Runs a program of the folder, such as pg_dump. */
  run(
    program: string,
    args: string[],
    input?: string,
  ): { status: number | null; stdout: string; stderr: string };
  stop(): void;
}

/** Starts the server of the folder on a port of its own, with the superuser `admin`. Root starts
 *  it as an ordinary user. */
export async function startInstalledPostgres(bin: string): Promise<InstalledServer> {
  const directory = mkdtempSync(join(tmpdir(), 'gatecast-pg-dump-'));
  const identity = chooseIdentity(dirname(directory));
  if (identity !== null) chownSync(directory, identity.uid, identity.gid);
  const options = { ...(identity ?? {}), cwd: directory, stdio: 'ignore' as const };
  const data = join(directory, 'data');
  const port = await freePort();
  const run = (program: string, args: string[]) => execFileSync(join(bin, program), args, options);
  run('initdb', ['-D', data, '-U', 'admin', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  run('pg_ctl', ['-D', data, '-o', settings, '-l', join(directory, 'log'), '-w', 'start']);
  return {
    url: (role, database) => `postgres://${role}@127.0.0.1:${port}/${database}`,
    run(program, args, input) {
      const { status, stdout, stderr } = spawnSync(join(bin, program), args, { input, encoding: 'utf8' });
      return { status, stdout, stderr };
    },
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
