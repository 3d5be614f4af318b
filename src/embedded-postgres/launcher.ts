import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeDirectories } from './directories.ts';
import { removeStalePostmaster, socketDirOf } from './postmaster.ts';
import {
  clusterName,
  EmbeddedPostgresError,
  gatecastName,
  type LauncherMessage,
  type LogLevel,
  type SupervisorMessage,
  type SupervisorOptions,
  serviceRole,
  socketName,
} from './protocol.ts';
import { supervisorsAfter, supervisorsMax } from './restarts.ts';

/** Longer than a supervisor takes to stop its server, including the final SIGKILL. */
const stopWithinMs = 20_000;
/** Longest silence of a supervisor that starts, in polls: a machine that was paused counts one. A start itself may take
 *  minutes, such as recovery after a crash. */
export const silence = { pollMs: 1_000, pollsMax: 60 };
/** Pause before a supervisor is started again that the system has refused. It doubles with each. */
const pauseMsMin = 250;
const pauseMsMax = 10_000;
/** Size of sun_path of a unix socket on Linux and macOS, minus the name of the socket and the final zero. */
const socketDirBytesMax = 103 - `/${socketName}`.length;

const connectionsMaxDefault = 60;

export interface EmbeddedPostgresOptions {
  /** Holds the cluster in `postgres`, and its log in `postgres.log` and `postgres.log.1`. Created if missing. */
  dataDir: string;
  log?: (level: LogLevel, message: string) => void;
  /** Connections at the same time. Default: enough for one API and one worker. */
  connectionsMax?: number;
}

export interface EmbeddedPostgres {
  /** Connection string over a unix socket, as the owner of the database. Stays the same when
   *  the server is restarted. */
  url: string;
  /** The same as the superuser, which the service does not use. */
  adminUrl: string;
  /** Changes when the server is restarted. */
  readonly postmasterPid: number;
  readonly supervisorPid: number;
  /** Stops the server. Its data stays. */
  stop(): Promise<void>;
  /** Called once if the server ends for good without `stop`. */
  onExit(callback: (error: Error) => void): void;
}

/** Starts the embedded PostgreSQL.
 *
 *  The server is a child of a supervisor process, which stops it when this process ends, in whatever way. A server or a
 *  supervisor that dies is replaced, with the same socket, while this process lives.
 *  @throws EmbeddedPostgresError with a message that tells the operator what to change */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = makeDataDir(options.dataDir);
  const { log = () => {}, connectionsMax = connectionsMaxDefault } = options;
  const socketDir = makeSocketDir();
  const exitCallbacks: ((error: Error) => void)[] = [];
  let stopping = false;
  let supervisor: Supervisor;
  /** One that is not ready yet. */
  let starting: Supervisor | null = null;
  let supervisorsLeft = supervisorsMax;
  let readyAtMs = 0;

  async function startSupervisor(): Promise<void> {
    starting = launch({ dataDir, socketDir, ownerPid: process.pid, connectionsMax }, log);
    try {
      await starting.ready;
      supervisor = starting;
      readyAtMs = performance.now();
    } finally {
      starting = null;
    }
    if (!stopping) setReferenced(supervisor.child, false);
    void supervisor.exited.then(onSupervisorExit);
  }

  async function onSupervisorExit(error: EmbeddedPostgresError | null): Promise<void> {
    if (stopping) return;
    supervisorsLeft = supervisorsAfter(supervisorsLeft, performance.now() - readyAtMs);
    if (error === null) log('warn', 'the supervisor of PostgreSQL was lost and is restarted');
    for (let pauseMs = pauseMsMin; error === null && supervisorsLeft > 0; supervisorsLeft -= 1) {
      try {
        mkdirSync(socketDir, { recursive: true, mode: 0o700 });
        return await startSupervisor();
      } catch (startError) {
        if (stopping) return;
        if (!isRefused(startError)) {
          error = startError as EmbeddedPostgresError;
          break;
        }
        log('warn', `the supervisor of PostgreSQL cannot be started: ${startError.message}`);
      }
      await sleep(pauseMs);
      if (stopping) return;
      pauseMs = Math.min(2 * pauseMs, pauseMsMax);
    }
    const final =
      error ?? new EmbeddedPostgresError('start_failed', 'PostgreSQL lost its supervisor too often.');
    log('error', final.message);
    for (const callback of exitCallbacks) callback(final);
  }

  try {
    await startSupervisor();
  } catch (error) {
    rmSync(socketDir, { recursive: true, force: true });
    throw error;
  }
  return {
    url: socketUrl(socketDir),
    adminUrl: socketUrl(socketDir, gatecastName),
    get postmasterPid() {
      return supervisor.postmasterPid();
    },
    get supervisorPid() {
      return supervisor.child.pid as number;
    },
    async stop() {
      stopping = true;
      await Promise.all([supervisor, starting].map((one) => one && stopSupervisor(one)));
      // The server of a supervisor that was lost has no other one yet, or one that was asked to
      // stop before it found it.
      const cluster = join(dataDir, clusterName);
      if (socketDirOf(cluster) === socketDir) await removeStalePostmaster(cluster);
      rmSync(socketDir, { recursive: true, force: true });
    },
    onExit(callback) {
      exitCallbacks.push(callback);
    },
  };
}

/** Parameters that pg takes from variables of the environment, such as PGSSLMODE and PGOPTIONS, unless an address has
 *  them. The variables are about other servers. A space is no option, but pg takes an empty text for none. */
const ownParameters = {
  sslmode: 'disable',
  sslnegotiation: 'postgres',
  options: ' ',
  client_encoding: 'UTF8',
  replication: 'false',
};

/** pg uses the host of the query string; `localhost` is there because a URL without a host is invalid. The port is part
 *  of the name of the socket. */
export function socketUrl(socketDir: string, role = serviceRole): string {
  const query = Object.entries({ host: socketDir, ...ownParameters })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `postgres://${role}@localhost:5432/${gatecastName}?${query}`;
}

function makeDataDir(path: string): string {
  try {
    makeDirectories(path);
    return realpathSync(path);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `The data directory ${path} cannot be made (${(cause as Error).message}): set GATECAST_DATA_DIR to one that can.`,
      { cause },
    );
  }
}

/** Creates a directory that only its owner may enter. It is outside the data directory, because the path of a socket
 *  has a small maximum length. @throws EmbeddedPostgresError unreachable */
function makeSocketDir(): string {
  const parent =
    Buffer.byteLength(tmpdir()) + '/gatecast-XXXXXX'.length <= socketDirBytesMax ? tmpdir() : '/tmp';
  try {
    return mkdtempSync(join(parent, 'gatecast-'));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `No directory for the socket of PostgreSQL can be made in ${parent} (${(cause as Error).message}): set TMPDIR to a directory that exists and can be written.`,
      { cause },
    );
  }
}

interface Supervisor {
  child: ChildProcess;
  /** Resolves when the server accepts connections. Rejects with an EmbeddedPostgresError. */
  ready: Promise<void>;
  postmasterPid(): number;
  /** Resolves at its exit, with the error that it reported; null if it reported none. Never rejects. */
  exited: Promise<EmbeddedPostgresError | null>;
}

/** Starts a supervisor. @throws EmbeddedPostgresError if the system refuses the process at once */
function launch(options: SupervisorOptions, log: (level: LogLevel, message: string) => void): Supervisor {
  const child = spawnSupervisor(options);
  let failure: EmbeddedPostgresError | null = null;
  let postmasterPid = 0;
  let complaint = '';
  child.stderr?.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2_000);
  });
  const exited = new Promise<EmbeddedPostgresError | null>((resolve) => {
    child.on('error', (cause) => resolve(notStarted(cause)));
    child.once('exit', () => resolve(failure));
  });
  let silentPolls = 0;
  const silent = Promise.withResolvers<EmbeddedPostgresError>();
  const watch = setInterval(() => {
    silentPolls += 1;
    if (silentPolls >= silence.pollsMax) silent.resolve(hangs(child));
  }, silence.pollMs);
  const accepts = new Promise<void>((resolve) => {
    child.on('message', (message: SupervisorMessage) => {
      silentPolls = 0;
      if (message.type === 'log') log(message.level, message.message);
      if (message.type === 'failed') failure = new EmbeddedPostgresError(message.fault, message.message);
      if (message.type === 'ready') {
        postmasterPid = message.postmasterPid;
        resolve();
      }
    });
  });
  const ready = async () => {
    const early = await Promise.race([accepts.then(() => 'ready' as const), exited, silent.promise]);
    clearInterval(watch);
    if (early === 'ready') return;
    throw (
      early ??
      new EmbeddedPostgresError(
        'start_failed',
        `The supervisor of PostgreSQL ended during its start: ${complaint.trim()}`,
      )
    );
  };
  return { child, ready: ready(), exited, postmasterPid: () => postmasterPid };
}

/** Ends a supervisor that gives no sign of life during its start. A process that waits for a
 *  disk may not end even so. */
function hangs(child: ChildProcess): EmbeddedPostgresError {
  child.kill('SIGKILL');
  setReferenced(child, false);
  const seconds = (silence.pollsMax * silence.pollMs) / 1_000;
  return new EmbeddedPostgresError(
    'start_failed',
    `The supervisor of PostgreSQL (process ${child.pid}) gave no sign of life for ${seconds} s during its start, and was ended. Check that the disk of GATECAST_DATA_DIR answers and that the machine has memory and CPU time left, and start again.`,
  );
}

function spawnSupervisor(options: SupervisorOptions): ChildProcess {
  const entry = fileURLToPath(new URL('./supervisor.ts', import.meta.url));
  try {
    return spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', entry, JSON.stringify(options)],
      // Detached: a signal to our process group must not stop the database before the service has stopped.
      { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], cwd: '/', env: supervisorEnvironment() },
    );
  } catch (cause) {
    throw notStarted(cause as Error); // Node throws some errors, such as the lack of memory, and reports others
  }
}

function notStarted(cause: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError('start_failed', cause.message, { cause });
}

/** Whether the system has refused a process. It may have room for it later. */
function isRefused(error: unknown): error is EmbeddedPostgresError {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.syscall?.startsWith('spawn') === true;
}

/** Our environment without NODE_OPTIONS, which may load a test runner or an inspector into the supervisor. */
function supervisorEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_CHANNEL_FD: __, ...rest } = process.env;
  return rest;
}

/** An unreferenced supervisor does not keep this process alive. A program that does not call `stop` then ends, and the
 *  supervisor stops the server. */
function setReferenced(child: ChildProcess, referenced: boolean): void {
  const method = referenced ? 'ref' : 'unref';
  child[method]();
  child.channel?.[method]();
  const stderr = child.stderr as unknown as { ref?(): void; unref?(): void } | null;
  stderr?.[method]?.();
}

async function stopSupervisor({ child, exited }: Supervisor): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  setReferenced(child, true);
  if (child.connected) child.send({ type: 'stop' } satisfies LauncherMessage, () => {});
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(timer);
}
