import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ended } from './running-service.ts';

export interface ApiProcess {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('../../src/processes/api.ts', import.meta.url));

/** Starts another API process of the same service. */
export function startApiProcess(settings: NodeJS.ProcessEnv): Promise<ApiProcess> {
  const env = { ...process.env, ...settings };
  const child: ChildProcess = fork(entry, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the API process ended with ${code}`)));
    child.on('message', (message: { type: string; url?: string; message?: string }) => {
      if (message.url === undefined) reject(new Error(message.message ?? message.type));
      else resolve({ url: message.url, pid: child.pid as number, stop: () => ended(child) });
    });
  });
}
