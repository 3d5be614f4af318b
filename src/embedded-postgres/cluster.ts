import {
  chmodSync,
  chownSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { chooseIdentity, chooseRunner, type Identity, type Runner } from './identity.ts';
import type { LogFile } from './log-file.ts';
import { clusterName, EmbeddedPostgresError, gatecastName } from './protocol.ts';
import { markServiceRole, newDatabase } from './roles.ts';
import { run } from './run.ts';

/** A new segment of the log is filled with zeros and flushed while commits wait: 12 ms for the default of 16 MiB. */
const walSegmentMiB = 4;

const unfinishedPrefix = 'postgres.init-';

/** A PostgreSQL data directory, and the way to run PostgreSQL's programs on it. */
export interface Cluster {
  directory: string;
  runner: Runner;
  identity: Identity | null;
}

/** Opens `<dataDir>/postgres`, or creates it. A new cluster is created beside its place and moved there when it is
 *  complete, so a power cut during initdb leaves no broken cluster. The caller holds the lock of `dataDir`.
 *  @throws EmbeddedPostgresError unreachable, version_mismatch, start_failed */
export async function openCluster(dataDir: string, binaries: Binaries, log: LogFile): Promise<Cluster> {
  const directory = join(dataDir, clusterName);
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(unfinishedPrefix))
      rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 });
  }
  if (existsSync(directory)) requireOwner(directory);
  if (existsSync(join(directory, 'PG_VERSION'))) {
    const identity = ownerOf(directory, dataDir);
    const runner = chooseRunner(identity, binaries.postgres, directory);
    requireSameMajor(directory, runner.version);
    return { directory, runner, identity };
  }
  if (existsSync(directory) && !isEmptyFolder(directory)) {
    throw new EmbeddedPostgresError(
      'start_failed',
      `${directory} holds files but no PostgreSQL database: move it away, or choose another GATECAST_DATA_DIR.`,
    );
  }
  const identity = chooseIdentity(dataDir);
  const unfinished = mkdtempSync(join(dataDir, unfinishedPrefix));
  if (identity) chownSync(unfinished, identity.uid, identity.gid);
  const runner = chooseRunner(identity, binaries.postgres, unfinished);
  await initialise(unfinished, binaries, runner, log);
  renameSync(unfinished, directory);
  fsyncSync(openSync(dataDir, 'r'));
  return { directory, runner, identity };
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** A cluster is closed to other users, who cannot even see whether it is one.
 *  @throws EmbeddedPostgresError unreachable if the directory belongs to another user, and this one is not root */
function requireOwner(directory: string): void {
  const { uid } = statSync(directory);
  const own = process.getuid?.();
  if (own === undefined || own === 0 || own === uid) return;
  throw new EmbeddedPostgresError(
    'unreachable',
    `${directory} belongs to user ${uid}, and Gatecast runs as user ${own}: start it as that user (or as root), or change the owner.`,
  );
}

/** The user that runs the server: the owner of the directory. A copy or a restored backup may have another owner and
 *  mode. Then root changes its owner, and it is closed to other users, as PostgreSQL requires.
 *  @throws EmbeddedPostgresError unreachable */
function ownerOf(directory: string, dataDir: string): Identity | null {
  const { uid, gid, mode } = statSync(directory);
  const isOpen = (mode & 0o027) !== 0;
  if (isOpen) chmodSync(directory, 0o700);
  if (process.getuid?.() !== 0) return null;
  if (uid !== 0) return { uid, gid };
  const identity = chooseIdentity(dataDir);
  if (identity) changeOwner(identity, directory);
  return identity;
}

function changeOwner({ uid, gid }: Identity, path: string): void {
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(path, entry), uid, gid);
  lchownSync(path, uid, gid);
}

function requireSameMajor(directory: string, version: string): void {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  const ours = /\(PostgreSQL\) (\d+)/.exec(version)?.[1];
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    'version_mismatch',
    `${directory} was made by PostgreSQL ${found}, but the embedded one is ${ours}: dump it with a PostgreSQL ${found} and restore it, set DATABASE_URL to a PostgreSQL ${found}, or choose another GATECAST_DATA_DIR.`,
  );
}

async function initialise(
  directory: string,
  binaries: Binaries,
  runner: Runner,
  log: LogFile,
): Promise<void> {
  const start = (program: string, args: string[], input = '') =>
    run(runner, log, program, args, input, "PostgreSQL's data directory could not be created");
  await start(binaries.initdb, [
    '-D',
    directory,
    '-U',
    gatecastName,
    '--encoding=UTF8',
    '--no-sync',
    // Text sorts by code point, and upper() handles all of Unicode, independent of the system's locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // No port is opened, and only this user and root can enter the socket's directory (0700). A password would add no
    // protection.
    '--auth-local=trust',
    '--auth-host=reject',
    `--wal-segsize=${walSegmentMiB}`,
  ]);
  await start(binaries.postgres, ['--single', '-F', '-D', directory, 'template1'], newDatabase);
  markServiceRole(directory);
  // Nothing was written through until here. The cluster moves to its place after all of it is on the disk.
  await start(binaries.initdb, ['-D', directory, '--sync-only', ...syncMethod]);
}

/** On Linux one call writes the whole file system through; elsewhere it is a call for each of a thousand files. */
const syncMethod = process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
