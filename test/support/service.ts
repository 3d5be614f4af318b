import { type ChildProcess, spawn } from 'node:child_process';

const startMsMax = 120_000;

/** Starts the service as `npm start` does. Resolves with its address, or rejects with its output. */
export function serve(
  dataDir: string,
  port = '0',
  environment: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; url: string }> {
  const { NODE_OPTIONS: _, DATABASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['src/processes/start.ts'], {
    env: { ...inherited, PORT: port, GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'info', ...environment },
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => reject(new Error(`not up within ${startMsMax} ms: ${said}`)), startMsMax);
    child.once('exit', (code) => {
      clearTimeout(bound);
      reject(new Error(`ended with ${code}: ${said}`));
    });
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, url] = said.match(/serves at (http\S+) /) ?? [];
      if (url === undefined) return;
      clearTimeout(bound);
      child.removeAllListeners('exit');
      resolve({ child, url });
    });
  });
}

/** Sends the signal and resolves when the process has ended. */
export function signalled(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
