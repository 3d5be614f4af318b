import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const rooms = ['http', 'queue', 'store', 'webhooks', 'observability', 'services', 'series', 'forecasting'];

/** Loads files of `src` in a new process. @returns the names that match, of Node's own modules and of packages */
function loadedBy(files: string[], name: RegExp): string[] {
  const urls = files.map((file) => new URL(`../../../src/${file}`, import.meta.url).href);
  const program = `
    for (const url of ${JSON.stringify(urls)}) await import(url);
    const { createRequire } = process.getBuiltinModule('node:module');
    const names = [...process.moduleLoadList, ...Object.keys(createRequire(import.meta.url).cache)];
    console.log(JSON.stringify(names.filter((name) => ${name}.test(name))));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return JSON.parse(output);
}

test('a process does not load a client of HTTP or of Redis that it does not use', () => {
  const files = [...rooms.map((room) => `${room}/index.ts`), 'processes/worker-endpoint.ts'];
  expect(loadedBy(files, /deps\/undici|node_modules.ioredis/)).toEqual([]);
  expect(loadedBy(['http/index.ts'], /node_modules.fastify.fastify/)).not.toEqual([]);
});
