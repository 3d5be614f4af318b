import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { EmbeddedPostgresError } from './protocol.ts';

/** PostgreSQL refuses to run as root. Started by root, it runs as this user. */
export interface Identity {
  uid: number;
  gid: number;
}

/** Starts PostgreSQL's programs as the right user, with what that user needs to reach them. */
export interface Runner {
  /** What `postgres --version` says. */
  version: string;
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

/** Nothing from our environment (PGDATA, PGPORT, locale …) may change what the server does. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

/** The user for a data directory: null (ourselves) unless we are root; else the directory's owner where that is an
 *  ordinary user; else `postgres`, else `nobody`. initdb asks for a user with an entry in the passwd database. */
export function chooseIdentity(dataDir: string): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(dataDir);
  if (owner.uid !== 0 && lookUp('-u', String(owner.uid)) !== null) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = lookUp('-u', name);
    const gid = lookUp('-g', name);
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid };
  }
  throw new EmbeddedPostgresError(
    'unreachable',
    'PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`: start Gatecast as an ordinary user, or set DATABASE_URL.',
  );
}

function lookUp(flag: '-u' | '-g', user: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

/** Finds a way for the user to run `postgres` and to work in `directory` (which must exist and be its own).
 *
 *  Both may lie where only root can go, such as /root/gatecast (0700). Then the user gets one capability to pass
 *  through directories, and only if that is not enough one to override permissions. PostgreSQL's own check is
 *  access(2), which ignores capabilities unless the securebit `no_setuid_fixup` is set.
 *  @throws EmbeddedPostgresError unreachable */
export function chooseRunner(identity: Identity | null, postgres: string, directory: string): Runner {
  const ways = identity
    ? [plain(identity), capable(identity, 'dac_read_search'), capable(identity, 'dac_override')]
    : [plain(null)];
  const complaints: string[] = [];
  for (const way of ways) {
    const [file, args] = way('/bin/sh', [
      '-c',
      'test -r "$1" && "$1" --version && cd "$2" && test -w .',
      'sh',
      postgres,
      directory,
    ]);
    const probe = spawnSync(file, args, { ...way.options, env: environment, cwd: '/', encoding: 'utf8' });
    if (probe.status === 0) {
      return {
        version: probe.stdout.trim(),
        spawn(program, programArgs, options) {
          const [command, commandArgs] = way(program, programArgs);
          return spawn(command, commandArgs, { cwd: '/', ...options, ...way.options, env: environment });
        },
      };
    }
    complaints.push((probe.error?.message ?? probe.stderr.trim()) || `exit code ${probe.status}`);
  }
  const who = identity ? `user ${identity.uid}` : 'this user';
  throw new EmbeddedPostgresError(
    'unreachable',
    `PostgreSQL must run as ${who}, who cannot run ${postgres} or not write in ${directory} (${[...new Set(complaints)].join('; ')}). Start Gatecast as the ordinary user who owns both, move them to a directory that every user may enter, install setpriv (util-linux), or set DATABASE_URL.`,
  );
}

type Way = ((program: string, args: string[]) => [string, string[]]) & { options: SpawnOptions };

function plain(identity: Identity | null): Way {
  return Object.assign((program: string, args: string[]): [string, string[]] => [program, args], {
    options: identity ? { uid: identity.uid, gid: identity.gid } : {},
  });
}

function capable({ uid, gid }: Identity, capability: string): Way {
  const only = `-all,+${capability}`;
  const flags = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
  ];
  return Object.assign(
    (program: string, args: string[]): [string, string[]] => ['setpriv', [...flags, program, ...args]],
    { options: {} },
  );
}
