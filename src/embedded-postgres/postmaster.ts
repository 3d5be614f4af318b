import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './lock.ts';
import { EmbeddedPostgresError } from './protocol.ts';

/** Signals in order: a fast shutdown, which ends sessions and writes a checkpoint; an immediate shutdown; a kill. */
const shutdown = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;
const pollMs = 10;

/** Stops a postmaster, with SIGKILL if it has to be. @returns whether it has ended */
export async function stopPostmaster(
  pid: number,
  isGone: () => boolean = () => !isAlive(pid),
): Promise<boolean> {
  for (const { signal, waitMs } of shutdown) {
    if (isGone()) return true;
    try {
      process.kill(pid, signal);
    } catch {
      return isGone();
    }
    const untilMs = performance.now() + waitMs;
    while (performance.now() < untilMs) {
      if (isGone()) return true;
      await sleep(pollMs);
    }
  }
  return isGone();
}

/** The state that a postmaster writes into line 8 of `postmaster.pid`, which pg_ctl reads too: `ready`, or `stopping`
 *  after a request to stop. Null if the file is of another one. */
export function statusOf(directory: string, pid: number): string | null {
  const lines = readPidFile(directory);
  return lines !== null && Number(lines[0]) === pid ? (lines[7]?.trim() ?? null) : null;
}

/** Removes obstacles to a new postmaster. The caller holds the lock of the directory. There are three cases:
 *
 *  - A postmaster of this directory runs, without its supervisor: it is stopped.
 *  - Another process has the id of a dead postmaster: the pid file is removed, because PostgreSQL would trust it.
 *  - The postmaster is dead: nothing is done. PostgreSQL detects this, and needs the file to wait for old sessions.
 *  @returns the action taken, for the log; null if there was none
 *  @throws EmbeddedPostgresError in_use if a server runs here that Gatecast did not start */
export async function removeStalePostmaster(directory: string): Promise<string | null> {
  const found = livePostmaster(directory);
  if (found === null) return null;
  const { pid, given } = found;
  if (given === null) {
    rmSync(join(directory, 'postmaster.pid'), { force: true });
    return `removed a stale postmaster.pid: process ${pid} is not this directory's server`;
  }
  if (!isAbsolute(given)) {
    throw new EmbeddedPostgresError(
      'in_use',
      `A PostgreSQL server that Gatecast did not start (process ${pid}) seems to use ${directory}: stop it first.`,
    );
  }
  if (!(await stopPostmaster(pid))) {
    throw new EmbeddedPostgresError(
      'in_use',
      `A PostgreSQL server without its supervisor (process ${pid}) uses ${directory} and cannot be stopped.`,
    );
  }
  return `stopped process ${pid}, a server that had lost its supervisor`;
}

/** Folder of the socket of a server that Gatecast has started in this directory, and that runs;
 *  null if there is none. */
export function socketDirOf(directory: string): string | null {
  const found = livePostmaster(directory);
  if (found === null || found.given === null || !isAbsolute(found.given)) return null;
  return readPidFile(directory)?.[4] ?? null;
}

/** The process that `postmaster.pid` names, if it runs. `given` is the directory that it was started with, which may be
 *  relative; null if it is no server, or one of another directory. */
function livePostmaster(directory: string): { pid: number; given: string | null } | null {
  const pid = Number(readPidFile(directory)?.[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  const [program = '', ...args] = commandLine(pid);
  const given = args[args.indexOf('-D') + 1] ?? '';
  const isOther =
    !['postgres', 'postmaster'].includes(basename(program)) ||
    (isAbsolute(given) && !isSame(given, directory));
  return { pid, given: isOther ? null : given };
}

function readPidFile(directory: string): string[] | null {
  try {
    return readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** Command line of a process. /proc/<pid>/cmdline is readable for processes of other users, unlike cwd and exe. */
function commandLine(pid: number): string[] {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  }
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  // Paths may contain spaces: the supervisor always starts `postgres -D directory -k …`.
  const [, program, given] = /^(.*?) -D (.*?)(?: -k .*)?$/.exec(stdout.trim()) ?? [];
  return program && given ? [program, '-D', given] : stdout.trim().split(' ');
}
