import { execFileSync } from 'node:child_process';

/** Builds the dashboard, unless its sources are unchanged. The tests of the pages do it once for all files. */
export default function buildDashboard(): void {
  execFileSync(process.execPath, ['scripts/build-dashboard.ts', '--require']);
}
