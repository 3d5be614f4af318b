/** Process that owns the PostgreSQL server. It starts the server and restarts it when it dies. It stops the server when
 *  it is asked to, or when the process that it serves has ended. */
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { isDiskFull } from './disk-room.ts';
import { lockDirectory } from './lock.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { removeStalePostmaster, statusOf, stopPostmaster } from './postmaster.ts';
import {
  EmbeddedPostgresError,
  type LauncherMessage,
  type LogLevel,
  type SupervisorMessage,
  type SupervisorOptions,
  socketName,
} from './protocol.ts';
import { Restarts, startsMax } from './restarts.ts';
import { requireServiceRole } from './roles.ts';
import { StartPatience } from './start-patience.ts';

const readyPollMs = 10;
/** How often the launcher hears that the start goes on. */
const signOfLifeMs = 5_000;
/** How often the supervisor looks whether the server serves as it should. */
const watchPollMs = 1_000;

const options: SupervisorOptions = JSON.parse(process.argv[2]);
let stopping = false;
let postmaster: ChildProcess | null = null;

function send(message: SupervisorMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

function log(level: LogLevel, message: string): void {
  send({ type: 'log', level, message });
}

function logFullDisk(reason: string): void {
  log('warn', `the disk of PostgreSQL is full: make room; it is started again every few seconds (${reason})`);
}

function stop(): void {
  stopping = true;
  if (postmaster?.pid && postmaster.exitCode === null) {
    const child = postmaster;
    void stopPostmaster(postmaster.pid, () => child.exitCode !== null || child.signalCode !== null);
  }
}

process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('message', (message: LauncherMessage) => {
  if (message.type === 'stop') stop();
});

/** Runs the server until `stop` is called. While its disk is full, it is started again and again.
 *  @throws EmbeddedPostgresError start_failed when it ends too often for another reason */
async function supervise(
  cluster: Cluster,
  postgres: string,
  serverLog: LogFile,
  leftSocketDir: string | null,
): Promise<void> {
  const restarts = new Restarts();
  const nextAfter = (wasReady: boolean, ranMs: number) =>
    restarts.next({ wasReady, ranMs, isDiskFull: isDiskFull(cluster.directory, serverLog) });
  while (!stopping) {
    await sleep(restarts.pauseMs);
    if (stopping) return;
    serverLog.mark();
    const cleared = await removeStalePostmaster(cluster.directory);
    if (cleared) log('warn', cleared);
    removeLeftSocketDir(leftSocketDir); // no server uses it any more
    try {
      if (await requireServiceRole(cluster, postgres, serverLog))
        log('info', 'the database was given to a role of its own, which is no superuser');
    } catch (error) {
      const next = nextAfter(false, 0); // sessions of a killed server may still end
      if (next === 'give up') throw error;
      if (next === 'disk full') logFullDisk((error as Error).message);
      continue;
    }
    makeSocketDir(cluster);
    const startedMs = performance.now();
    const { ended, wasReady } = await runOnce(cluster, postgres, serverLog);
    if (stopping) return;
    const next = nextAfter(wasReady, performance.now() - startedMs);
    if (next === 'give up') {
      throw new EmbeddedPostgresError(
        'start_failed',
        `PostgreSQL ended ${startsMax} times in a row (${ended}); the last lines of its log:\n${serverLog.tail()}`,
      );
    }
    if (next === 'restart') log('warn', `PostgreSQL ended unexpectedly (${ended}) and is restarted`);
    if (next === 'disk full') logFullDisk(`PostgreSQL ended, ${ended}`);
  }
}

/** @returns the reason why the server ended (a signal, an exit code or an error), and whether it had been ready */
async function runOnce(
  { directory, runner }: Cluster,
  postgres: string,
  serverLog: LogFile,
): Promise<{ ended: string; wasReady: boolean }> {
  const settings = {
    listen_addresses: '',
    max_connections: options.connectionsMax,
    shared_buffers: '64MB',
    // PostgreSQL's own default is for segments of 16 MiB. A checkpoint holds up commits for about .1 s at its end.
    max_wal_size: '1GB',
    log_timezone: 'UTC',
    timezone: 'UTC',
    log_checkpoints: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let child: ChildProcess;
  try {
    child = runner.spawn(postgres, ['-D', directory, '-k', options.socketDir, ...flags], {
      stdio: ['ignore', serverLog.fd, serverLog.fd],
      detached: true, // Ctrl-C in a terminal signals the service, which then stops this process in order
    });
  } catch (error) {
    return { ended: (error as Error).message, wasReady: false }; // such as the lack of memory
  }
  postmaster = child;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (stopping) stop();
  let wasReady = false;
  void announceReady(child, directory, () => {
    wasReady = true;
  });
  const watch = setInterval(() => {
    endIfUseless(child, directory);
    serverLog.rotateIfLarge();
  }, watchPollMs);
  const how = await ended;
  clearInterval(watch);
  postmaster = null;
  return { ended: how, wasReady };
}

async function announceReady(child: ChildProcess, directory: string, onReady: () => void): Promise<void> {
  const patience = new StartPatience((seconds) =>
    log(
      'warn',
      `PostgreSQL has been starting for ${seconds} s, such as for recovery after a crash: the service waits`,
    ),
  );
  while (child.pid && child.exitCode === null && child.signalCode === null && !stopping) {
    const status = statusOf(directory, child.pid);
    if (status === 'ready') {
      onReady();
      return send({ type: 'ready', postmasterPid: child.pid });
    }
    if (patience.isOver(status)) {
      log('error', 'PostgreSQL gave no sign of life during its start, and is stopped');
      await stopPostmaster(child.pid, () => child.exitCode !== null || child.signalCode !== null);
      return;
    }
    await sleep(readyPollMs);
  }
}

/** Ends a server that serves only the sessions which it has, so that it is restarted. On SIGTERM, such as from
 *  `pkill postgres`, it refuses new connections and waits for its sessions, which the service never ends. Without its
 *  socket, such as after a cleaning of the temporary folder, nobody finds it. */
function endIfUseless(child: ChildProcess, directory: string): void {
  if (stopping || !child.pid) return;
  const status = statusOf(directory, child.pid);
  const isHidden = status === 'ready' && !existsSync(join(options.socketDir, socketName));
  if (isHidden) log('warn', `the socket in ${options.socketDir} was removed: PostgreSQL is restarted`);
  if (isHidden || status === 'stopping') child.kill('SIGINT'); // a fast shutdown
}

/** Gives a file of root to the owner of the data directory, who may start Gatecast the next time. */
function giveToOwnerOf(dataDir: string, path: string): void {
  const { uid, gid } = statSync(dataDir);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

/** The directory is there, unless somebody has removed it while the last server ran. */
function makeSocketDir({ identity }: Cluster): void {
  mkdirSync(options.socketDir, { recursive: true, mode: 0o700 });
  if (identity) chownSync(options.socketDir, identity.uid, identity.gid);
}

/** Removes the socket directory of a killed supervisor. Its name comes from a file, so it is checked. */
function removeLeftSocketDir(path: string | null): void {
  if (path === null || path === options.socketDir) return;
  const isOurs = dirname(path) === dirname(options.socketDir) && basename(path).startsWith('gatecast-');
  if (isOurs) rmSync(path, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { dataDir, socketDir, ownerPid } = options;
  setInterval(() => send({ type: 'starting' }), signOfLifeMs).unref();
  const binaries = findBinaries();
  const lockPath = join(dataDir, 'postgres.lock');
  const lock = await lockDirectory(lockPath, { ownerPid, socketDir });
  try {
    chmodSync(lockPath, 0o600);
    giveToOwnerOf(dataDir, lockPath);
    const logPath = join(dataDir, 'postgres.log');
    const serverLog = openLogFile(logPath);
    giveToOwnerOf(dataDir, logPath);
    const cluster = await openCluster(dataDir, binaries, serverLog);
    await supervise(cluster, binaries.postgres, serverLog, lock.leftSocketDir);
  } finally {
    rmSync(socketDir, { recursive: true, force: true });
    lock.release();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const fault = error instanceof EmbeddedPostgresError ? error.fault : 'start_failed';
  const message = error instanceof Error ? error.message : String(error);
  if (!process.connected) process.exit(1);
  process.send?.({ type: 'failed', fault, message } satisfies SupervisorMessage, undefined, undefined, () =>
    process.exit(1),
  );
}
