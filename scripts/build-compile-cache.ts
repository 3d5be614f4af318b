/** Compiles the code of the service into build/compile-cache, so that the first start is as short as later ones. `npm ci` runs it.
 *  A failure prints one line and is no error: then the first start compiles. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCacheOfInstallation } from '../src/early-settings.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The entries of processes and of threads. Node keeps what an entry has loaded, so each is loaded once. */
const entries = ['start', 'worker', 'forecast-thread', 'compute-thread', 'picture-thread'];
/** With it a process loads its code, refuses its settings, and ends. */
const noSettings = { PORT: 'none' };
const refused = 2;
const secondsMax = 120;

for (const entry of entries) {
  const { status, stderr, error } = spawnSync(process.execPath, [`src/processes/${entry}.ts`], {
    cwd: root,
    env: { ...process.env, ...noSettings, NODE_COMPILE_CACHE: compileCacheOfInstallation },
    encoding: 'utf8',
    timeout: secondsMax * 1_000,
  });
  if (status === 0 || status === refused) continue;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  process.stdout.write(`gatecast: the compile cache was not built: ${entry}.ts: ${reason}\n`);
  break;
}
