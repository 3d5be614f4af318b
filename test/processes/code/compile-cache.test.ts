import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileCacheOfInstallation, compileCachesIn } from '../../../src/early-settings.ts';

const entry = new URL('../../../src/processes/compute-thread.ts', import.meta.url).href;
/** Program of a thread: loads the entry of the pools and prints whether Node's parser of TypeScript was needed. */
const thread = `import(${JSON.stringify(entry)}).then(() =>
  require('node:worker_threads').parentPort.postMessage(process.moduleLoadList.some((name) => name.includes('amaro'))))`;
const program = `
  const { Worker } = require('node:worker_threads');
  new Worker(${JSON.stringify(thread)}, { eval: true }).on('message', (parsed) => {
    console.log(parsed);
    process.kill(process.pid, 'SIGKILL'); // the cache has been written by now
  });`;

test('a thread that starts from the cache needs no parser, although the previous process was killed', () => {
  const folder = makeFolder();
  const env = { ...process.env, NODE_COMPILE_CACHE: folder };
  const run = () => {
    try {
      return execFileSync(process.execPath, ['--input-type=commonjs', '-e', program], {
        env,
        encoding: 'utf8',
      });
    } catch (error) {
      return (error as { stdout: string }).stdout; // it was killed
    }
  };
  expect(run().trim()).toBe('true');
  expect(run().trim()).toBe('false');
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-compiled-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a process that refuses its settings has compiled its code, as `npm ci` needs it', () => {
  const folder = makeFolder();
  const parsed = `process.on('exit', () => console.log(process.moduleLoadList.some((name) => name.includes('amaro'))))`;
  const run = () =>
    spawnSync(process.execPath, ['--import', `data:text/javascript,${parsed}`, 'src/processes/worker.ts'], {
      env: { ...process.env, PORT: 'none', NODE_COMPILE_CACHE: folder },
      encoding: 'utf8',
    });
  expect(run()).toMatchObject({ status: 2, stdout: 'true\n' });
  expect(run()).toMatchObject({ status: 2, stdout: 'false\n' });
});

test('the cache is in the first folder that can be written', () => {
  const folder = makeFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const folders = [join(file, 'cache'), join(folder, 'first'), join(folder, 'second')];
  const program = `
    const { keepCompiled } = await import(${JSON.stringify(new URL('../../../src/compile-cache.ts', import.meta.url).href)});
    keepCompiled(${JSON.stringify(folders)});
    console.log(process.env.NODE_COMPILE_CACHE);`;
  const { NODE_COMPILE_CACHE, ...env } = process.env;
  const written = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    env,
    encoding: 'utf8',
  });
  expect(written.trim()).toBe(join(folder, 'first'));
});

test('a setting names the folder; otherwise it is that of the installation, or of the data', () => {
  expect(compileCachesIn({ NODE_COMPILE_CACHE: '/cache', GATECAST_DATA_DIR: '/data' })).toEqual(['/cache']);
  expect(compileCachesIn({ NODE_COMPILE_CACHE: ' ', GATECAST_DATA_DIR: '/data' })).toEqual([
    compileCacheOfInstallation,
    '/data/compile-cache',
  ]);
});
