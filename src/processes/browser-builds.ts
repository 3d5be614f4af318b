import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

/** Folder of the built dashboard. */
export const dashboardFolder = fileURLToPath(new URL('../../build/dashboard', import.meta.url));

/** Files for browsers that are built from sources: pages of the service, and the web component for other pages. */
const builds = {
  dashboard: { script: 'build-dashboard.ts', name: 'dashboard' },
  embed: { script: 'build-embed.ts', name: 'web component' },
} as const;

/** Builds each of them whose sources have changed, one after another, in a process of its own with the lowest priority. An
 *  installation without the sources has the built files. */
export function buildIfStale([build, ...others]: readonly (keyof typeof builds)[], log: Logger): void {
  if (build === undefined) return;
  const { script, name } = builds[build];
  const file = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url));
  const next = () => buildIfStale(others, log);
  if (!existsSync(file)) {
    next();
    return;
  }
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  child.on('error', (err) => log.warn({ err }, `the ${name} could not be built`));
  child.stdout.on('data', (said) => log.warn(String(said).trim()));
  child.on('exit', next);
  child.unref();
}
