import { type ChildProcess, spawn } from 'node:child_process';

const startMsMax = 60_000;

export interface ServedProcess {
  child: ChildProcess;
  url: string;
}

/** Starts the service as `npm start` does. Its log lines are not kept.
 *  @param settings environment variables beside those of this process */
export function serve(dataDir: string, settings: NodeJS.ProcessEnv = {}): Promise<ServedProcess> {
  return spawnService(process.execPath, ['src/processes/start.ts'], {
    ...{ PORT: '0', GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    ...settings,
  });
}

/** Starts a command that says where it serves. @throws Error with its output if it ends before */
export function spawnService(
  command: string,
  args: string[],
  settings: NodeJS.ProcessEnv,
): Promise<ServedProcess> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(command, args, {
    env: { ...inherited, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => child.kill('SIGKILL'), startMsMax);
    child.once('exit', (code) => {
      clearTimeout(bound);
      reject(new Error(`the service ended with ${code}: ${said}`));
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
