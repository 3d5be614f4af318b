/** Compiles the code of the service into build/compile-cache, so that the first start is as short as later ones.
 *  `npm ci` runs it. A failure prints one line and is no error: then the first start compiles. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../src/built-code.ts';
import { compileCacheOfInstallation } from '../src/early-settings.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The entries of processes and of threads. Node keeps what an entry has loaded, so each is loaded once: the build, and
 *  the sources for what runs them, such as the tests. */
const processes = ['start', 'worker'].map((name) => `src/processes/${name}.ts`);
const threads = ['forecast-thread', 'compute-thread', 'picture-thread'].map(
  (name) => `src/processes/${name}.ts`,
);
/** With it a process loads its code, refuses its settings, and ends. */
const noSettings = { PORT: 'none' };
const refused = 2;
const secondsMax = 120;

/** Loads the code of an entry. Returns the reason of a failure, or null. */
function compile(file: string, code: 'built' | 'sources'): string | null {
  const { status, stderr, error } = spawnSync(process.execPath, [file], {
    cwd: root,
    env: {
      ...process.env,
      ...noSettings,
      NODE_COMPILE_CACHE: compileCacheOfInstallation,
      GATECAST_CODE: code,
    },
    encoding: 'utf8',
    timeout: secondsMax * 1_000,
  });
  if (status === 0 || status === refused) return null;
  return error?.message ?? stderr.trim().split('\n').at(-1)!;
}

for (const code of ['built', 'sources'] as const) {
  const entered = threads.map((file) => fileURLToPath(codeOf(file, { GATECAST_CODE: code })));
  for (const file of [...processes, ...entered]) {
    const fault = compile(file, code);
    if (fault === null) continue;
    process.stdout.write(`gatecast: the compile cache was not built: ${file}: ${fault}\n`);
    process.exit();
  }
}
