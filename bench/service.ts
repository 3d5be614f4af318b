import { type ChildProcess, spawn } from 'node:child_process';

const startMsMax = 60_000;

/** Starts the service as `npm start` does. */
export function serve(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['src/processes/start.ts'], {
    env: { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'info' },
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => child.kill('SIGKILL'), startMsMax);
    child.once('exit', (code) => {
      clearTimeout(bound);
      reject(new Error(`the service ended with ${code}: ${said}`));
    });
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, url] = said.match(/serves at (http\S+) /) ?? [];
      if (url === undefined) return;
      clearTimeout(bound);
      resolve({ child, url });
    });
  });
}
