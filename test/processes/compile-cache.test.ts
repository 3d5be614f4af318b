import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const entry = new URL('../../src/processes/compute-thread.ts', import.meta.url).href;
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
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-compiled-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
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
