import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { EmbeddedPostgresError } from './protocol.ts';

/** User that runs PostgreSQL when Gatecast runs as root, because PostgreSQL refuses to. */
export interface Identity {
  uid: number;
  gid: number;
}

/** Starts PostgreSQL's programs as the chosen user, with the capabilities that this user needs to reach them. */
export interface Runner {
  /** Output of `postgres --version`. */
  version: string;
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

/** Environment of the server. Variables of ours (PGDATA, PGPORT, locale …) must not affect it. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

/** Chooses the user for a data directory: null (the current user) unless we are root. For root it is the directory's
 *  owner if that is an ordinary user, else `postgres`, else `nobody`. initdb needs a user in the passwd database.
 *  @throws EmbeddedPostgresError unreachable */
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

/** Finds a way for the user to run `postgres` and to write in `directory`, which exists and belongs to the user.
 *
 *  Both may lie in a directory that only root can enter, such as /root/gatecast (0700). Then the user gets the
 *  capability to pass through directories, and if that is not enough the one to override permissions. PostgreSQL checks
 *  with access(2), which ignores capabilities unless the securebit `no_setuid_fixup` is set.
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
    `PostgreSQL must run as ${who}, who cannot run ${postgres} or cannot write in ${directory} (${[...new Set(complaints)].join('; ')}). Start Gatecast as the ordinary user who owns both, move them to a directory that every user may enter, install setpriv (util-linux), or set DATABASE_URL.`,
  );
}

/** Wraps a command so that it runs as the user. */
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
