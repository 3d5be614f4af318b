import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

/** Folder of the built dashboard. */
export const dashboardFolder = fileURLToPath(new URL('../../build/dashboard', import.meta.url));

/** Files for browsers that are built from sources: pages of the service, and the web component for other pages. */
const builds = {
  dashboard: { script: 'build-dashboard.ts', name: 'dashboard' },
  embed: { script: 'build-embed.ts', name: 'web component' },
} as const;

/** Builds each of them whose sources have changed, one after another, in a process of its own with the lowest priority.
 *  An installation without the sources has the built files. */
export function buildIfStale([build, ...others]: readonly (keyof typeof builds)[], log: Logger): void {
  if (build === undefined) return;
  const { script, name } = builds[build];
  const file = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url));
  const next = () => buildIfStale(others, log);
  if (!existsSync(file)) {
    next();
    return;
  }
  const notBuilt = (err: unknown) => {
    log.warn({ err }, `the ${name} could not be built`);
    next();
  };
  let child: ChildProcessByStdio<null, Readable, null>;
  try {
    child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    notBuilt(error); // Node throws some errors, such as the lack of memory, and reports others
    return;
  }
  child.on('error', notBuilt);
  child.on('exit', next);
  if (child.pid === undefined) return; // without files for it there is no pipe either
  setPriority(child.pid, constants.priority.PRIORITY_LOW);
  child.stdout.on('data', (said) => log.warn(String(said).trim()));
  child.unref();
}
