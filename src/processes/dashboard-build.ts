import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

const script = fileURLToPath(new URL('../../scripts/build-dashboard.ts', import.meta.url));

/** Folder of the built dashboard. */
export const dashboardFolder = fileURLToPath(new URL('../../build/dashboard', import.meta.url));

/** Builds the dashboard in a process of its own with the lowest priority, unless its sources are unchanged. An installation
 *  without the sources has the built files. */
export function buildDashboardIfStale(log: Logger): void {
  if (!existsSync(script)) return;
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  child.on('error', (err) => log.warn({ err }, 'the dashboard could not be built'));
  child.stdout.on('data', (said) => log.warn(String(said).trim()));
  child.unref();
}
