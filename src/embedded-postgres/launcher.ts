import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  EmbeddedPostgresError,
  gatecastName,
  type LauncherMessage,
  type LogLevel,
  type SupervisorMessage,
  type SupervisorOptions,
} from './protocol.ts';

/** The longest that a supervisor takes to stop its server, by force in the end, and some more. */
const stopWithinMs = 20_000;
/** Supervisors that may be lost (killed) in the life of this process. */
const supervisorsMax = 10;
/** sun_path of a unix socket on Linux and macOS, less `/.s.PGSQL.5432` and the final zero. */
const socketDirBytesMax = 103 - '/.s.PGSQL.5432'.length;

export interface EmbeddedPostgresOptions {
  /** The cluster is kept in `<dataDir>/postgres`, its log in `<dataDir>/postgres.log`. Made when missing. */
  dataDir: string;
  log?: (level: LogLevel, message: string) => void;
}

export interface EmbeddedPostgres {
  /** A connection string over a unix socket. It stays the same when the server has to be started again. */
  url: string;
  /** Changes when the server had to be started again. */
  readonly postmasterPid: number;
  readonly supervisorPid: number;
  /** Stops the server. Its data stay. */
  stop(): Promise<void>;
  /** Called once if the server ends for good without `stop`. */
  onExit(callback: (error: Error) => void): void;
}

/** Starts the embedded PostgreSQL, or throws what an operator has to change.
 *
 *  The server belongs to a supervisor process, which stops it when this process ends, however it ends. A server or
 *  a supervisor that dies is replaced, on the same socket, while this process lives.
 *  @throws EmbeddedPostgresError */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = makeDataDir(options.dataDir);
  const log = options.log ?? (() => {});
  const socketDir = makeSocketDir();
  const exitCallbacks: ((error: Error) => void)[] = [];
  let stopping = false;
  let supervisor: Supervisor;
  let supervisorsLeft = supervisorsMax;

  async function startSupervisor(): Promise<void> {
    supervisor = await launch({ dataDir, socketDir, ownerPid: process.pid }, log);
    void supervisor.exited.then(onSupervisorExit);
  }

  async function onSupervisorExit(error: EmbeddedPostgresError | null): Promise<void> {
    if (stopping) return;
    supervisorsLeft -= 1;
    if (error === null && supervisorsLeft > 0) {
      log('warn', 'the supervisor of PostgreSQL was lost and is started again');
      try {
        mkdirSync(socketDir, { recursive: true, mode: 0o700 });
        return await startSupervisor();
      } catch (startError) {
        error = startError as EmbeddedPostgresError;
      }
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
    // The host of the query string wins; the other one is there because an empty host is no valid URL.
    url: `postgres://${gatecastName}@localhost/${gatecastName}?host=${encodeURIComponent(socketDir)}`,
    get postmasterPid() {
      return supervisor.postmasterPid();
    },
    get supervisorPid() {
      return supervisor.child.pid as number;
    },
    async stop() {
      stopping = true;
      await stopSupervisor(supervisor);
      rmSync(socketDir, { recursive: true, force: true });
    },
    onExit(callback) {
      exitCallbacks.push(callback);
    },
  };
}

function makeDataDir(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    return realpathSync(path);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `The data directory ${path} cannot be made (${(cause as Error).message}): set GATECAST_DATA_DIR to one that can.`,
      { cause },
    );
  }
}

/** A directory that only its owner may enter. Not under the data directory: a socket's path is short by definition. */
function makeSocketDir(): string {
  const parent =
    Buffer.byteLength(tmpdir()) + '/gatecast-XXXXXX'.length <= socketDirBytesMax ? tmpdir() : '/tmp';
  return mkdtempSync(join(parent, 'gatecast-'));
}

interface Supervisor {
  child: ChildProcess;
  postmasterPid(): number;
  /** With what it said it died of; null when it said nothing. Never rejects. */
  exited: Promise<EmbeddedPostgresError | null>;
}

/** Resolves when the server accepts connections. */
async function launch(
  options: SupervisorOptions,
  log: (level: LogLevel, message: string) => void,
): Promise<Supervisor> {
  const entry = fileURLToPath(new URL('./supervisor.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', entry, JSON.stringify(options)],
    // Detached: a signal to our process group must not stop the database before the service has ended.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], cwd: '/', env: supervisorEnvironment() },
  );
  let failure: EmbeddedPostgresError | null = null;
  let postmasterPid = 0;
  let complaint = '';
  child.stderr?.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2_000);
  });
  const exited = new Promise<EmbeddedPostgresError | null>((resolve) => {
    child.once('error', (cause) =>
      resolve(new EmbeddedPostgresError('start_failed', cause.message, { cause })),
    );
    child.once('exit', () => resolve(failure));
  });
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: SupervisorMessage) => {
      if (message.type === 'log') log(message.level, message.message);
      if (message.type === 'failed') failure = new EmbeddedPostgresError(message.fault, message.message);
      if (message.type === 'ready') {
        postmasterPid = message.postmasterPid;
        resolve();
      }
    });
  });
  const early = await Promise.race([ready.then(() => 'ready' as const), exited]);
  if (early !== 'ready') {
    throw (
      early ??
      new EmbeddedPostgresError(
        'start_failed',
        `The supervisor of PostgreSQL ended at once: ${complaint.trim()}`,
      )
    );
  }
  setReferenced(child, false);
  return { child, exited, postmasterPid: () => postmasterPid };
}

/** NODE_OPTIONS may load a test runner or an inspector that has no business in the supervisor. */
function supervisorEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_CHANNEL_FD: __, ...rest } = process.env;
  return rest;
}

/** A program that forgets to stop the database ends all the same, and the supervisor then stops it. */
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
