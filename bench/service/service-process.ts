import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { flagsBesideOthers, leanMemory } from '../../src/processes/node-flags.ts';
import { ended } from './running-service.ts';

export interface ServiceProcess {
  /** Address of an API; empty for a worker. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts another process of the same service, as `npm start` does. Resolves when it is ready. */
export function startServiceProcess(
  entry: 'api' | 'worker',
  settings: NodeJS.ProcessEnv,
): Promise<ServiceProcess> {
  const file = fileURLToPath(new URL(`../../src/processes/${entry}.ts`, import.meta.url));
  const env = { ...leanMemory, ...process.env, ...settings };
  const execArgv = [...process.execArgv, ...flagsBesideOthers(entry)];
  const child: ChildProcess = fork(file, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the ${entry} process ended with ${code}`)));
    child.on('message', ({ type, url = '', message }: { type: string; url?: string; message?: string }) => {
      if (type === 'ready') resolve({ url, pid: child.pid as number, stop: () => ended(child) });
      else reject(new Error(message ?? type));
    });
  });
}
