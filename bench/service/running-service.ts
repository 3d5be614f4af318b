import { type ChildProcess, spawn } from 'node:child_process';

const startMsMax = 120_000;

interface ServedProcess {
  child: ChildProcess;
  url: string;
}

/** Starts the service as `npm start` does. Its log lines are not kept.
 *  @param settings environment variables beside those of this process
 *  @throws Error with its output if it ends before it serves */
export function serve(dataDir: string, settings: NodeJS.ProcessEnv = {}): Promise<ServedProcess> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['src/processes/start.ts'], {
    env: { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'], // the service ends when this process is gone
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => child.kill('SIGKILL'), startMsMax);
    child.once('exit', (code) => {
      clearTimeout(bound);
      reject(new Error(`the service ended with ${code}: ${said}`));
    });
    child.on('message', ({ message }: { message?: string }) => {
      said += message ?? '';
    });
    child.stderr?.on('data', (chunk) => {
      said += chunk;
      const [, url] = said.match(/serves at (http\S+) /) ?? [];
      if (url === undefined) return;
      clearTimeout(bound);
      resolve({ child, url });
    });
  });
}

/** Ends a process with SIGTERM and waits for its exit. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
