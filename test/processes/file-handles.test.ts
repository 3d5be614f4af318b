import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('./without-handles.ts', import.meta.url));
const { NODE_OPTIONS: _, VITEST: __, ...environment } = process.env;

// The shell stays, like that of npm, because a command follows.
test('a process without file handles does not end, and does not take its launcher for gone', async () => {
  const command = 'ulimit -n 64; "$0" --disable-warning=ExperimentalWarning "$1"; exit $?';
  const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, entry], {
    env: environment,
  });
  expect(stdout).toBe('alive after none was left');
});
