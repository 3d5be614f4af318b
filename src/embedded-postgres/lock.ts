import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './protocol.ts';

/** How long to wait for a supervisor whose owner has died: longer than it takes to stop its server. */
const orphanWaitMs = 20_000;
/** How long to wait for a live owner: a killed process looks alive until its parent has reaped it. */
const ownerGraceMs = 1_000;
const pollMs = 25;

interface Holder {
  supervisor_pid: number;
  owner_pid: number;
  socket_dir: string;
}

export interface DirectoryLock {
  /** Socket directory that the previous holder did not remove; null if there is none. */
  leftSocketDir: string | null;
  release(): void;
}

/** Locks the data directory until this process ends, in whatever way.
 *
 *  The lock is a file lock of the kernel, so SIGKILL or a power cut leaves no stale lock. Node has no call for file
 *  locks, but its SQLite holds one during a write transaction. Others can still read who holds it.
 *  @throws EmbeddedPostgresError in_use, naming the holder; unreachable */
export async function lockDirectory(
  path: string,
  holder: { ownerPid: number; socketDir: string },
): Promise<DirectoryLock> {
  const startedMs = performance.now();
  const database = open(path);
  for (;;) {
    try {
      return { leftSocketDir: take(database, holder), release: () => database.close() };
    } catch (error) {
      if (!isBusy(error)) throw notWritable(path, error);
    }
    const waitedMs = performance.now() - startedMs;
    const current = readHolder(database);
    const orphaned = current !== undefined && !isAlive(current.owner_pid);
    if (waitedMs > (orphaned ? orphanWaitMs : ownerGraceMs)) {
      database.close();
      throw inUse(path, current);
    }
    await sleep(pollMs);
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 100 });
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** @returns the socket directory of the previous holder; null if there was none */
function take(database: DatabaseSync, holder: { ownerPid: number; socketDir: string }): string | null {
  database.exec(
    'CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), supervisor_pid INTEGER NOT NULL, owner_pid INTEGER NOT NULL, socket_dir TEXT NOT NULL)',
  );
  database.exec('BEGIN IMMEDIATE');
  const before = readHolder(database)?.socket_dir ?? null;
  database
    .prepare('INSERT OR REPLACE INTO holder VALUES (1, ?, ?, ?)')
    .run(process.pid, holder.ownerPid, holder.socketDir);
  // Commit, so that others can read the holder. Another process may lock before the next transaction: then this fails.
  database.exec('COMMIT; BEGIN IMMEDIATE');
  return before;
}

function readHolder(database: DatabaseSync): Holder | undefined {
  try {
    return database.prepare('SELECT * FROM holder').get() as Holder | undefined;
  } catch {
    return undefined;
  }
}

function inUse(path: string, holder: Holder | undefined): EmbeddedPostgresError {
  const who = holder
    ? `process ${holder.owner_pid} (its PostgreSQL supervisor is process ${holder.supervisor_pid})`
    : 'another process';
  return new EmbeddedPostgresError(
    'in_use',
    `The data directory is in use by ${who}: stop that one first, or give this one its own GATECAST_DATA_DIR. (Lock: ${path})`,
  );
}

/** SQLITE_FULL, without its extended codes. */
const diskFull = 13;

/** A lock that cannot be written, for a reason that the operator can change. */
export function notWritable(path: string, cause: unknown): EmbeddedPostgresError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (codeOf(cause) === diskFull)
    return new EmbeddedPostgresError(
      'unreachable',
      `${path} cannot be written (${reason}): make room on its disk, raise the quota, or choose another GATECAST_DATA_DIR.`,
      { cause },
    );
  return new EmbeddedPostgresError(
    'unreachable',
    `User ${process.getuid?.()} cannot write ${path} (${reason}): start Gatecast as the owner of the data directory, or choose another GATECAST_DATA_DIR.`,
    { cause },
  );
}

/** SQLITE_BUSY, without its extended codes. */
const busy = 5;

function isBusy(error: unknown): boolean {
  return codeOf(error) === busy;
}

/** Code of an error of SQLite; null for another error. */
function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null;
}

/** Whether a process exists, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
