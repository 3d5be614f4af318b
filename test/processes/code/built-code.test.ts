import { spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { builtFolder, codeOf, packageVersion, sourceRecord } from '../../../src/built-code.ts';

const source = 'src/processes/main/api.ts';
const folderOfPackage = 'node_modules/joined';

/** An installation with one source, one package, and their build. */
function makeInstallation() {
  const root = mkdtempSync(join(tmpdir(), 'gatecast-built-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const file = join(root, source);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(source, 'export const a = 1;');
  write(`${folderOfPackage}/package.json`, '{"version":"1.0.0"}');
  const record = {
    sources: { [source]: sourceRecord(file) },
    packages: { [folderOfPackage]: packageVersion(join(root, folderOfPackage)) },
    builder: '',
  };
  write('build/service/record.json', JSON.stringify(record));
  const code = (environment = {}) => codeOf(source, environment, root);
  const built = pathToFileURL(join(builtFolder(root), 'processes.main.api.js')).href;
  return { root, file, write, code, built, sources: pathToFileURL(file).href };
}

test('the build is used if it was made from the sources that are here', () => {
  const { code, built, sources } = makeInstallation();
  expect(code()).toBe(built);
  expect(code({ GATECAST_CODE: 'sources' })).toBe(sources);
});

test('a copy whose files have other times is the same', () => {
  const { code, built, file } = makeInstallation();
  utimesSync(file, 1, 1);
  expect(code()).toBe(built);
});

test('a changed, shorter or missing source is run as it is', () => {
  const { code, file, write, root, sources } = makeInstallation();
  write(source, 'export const a = 2;');
  utimesSync(file, 1, 1); // the same bytes in number, at another time
  expect(code()).toBe(sources);
  write(source, '');
  expect(code()).toBe(sources);
  rmSync(join(root, source));
  expect(code()).toBe(sources);
});

test('another version of a joined package, no build, and half a record mean the sources', () => {
  const { code, built, write, root, sources } = makeInstallation();
  write(`${folderOfPackage}/package.json`, '{"version":"1.0.1"}');
  expect(code()).toBe(sources);
  write(`${folderOfPackage}/package.json`, '{"version":"1.0.0"}');
  expect(code()).toBe(built);
  write('build/service/record.json', '{"sources":');
  expect(code()).toBe(sources);
  rmSync(join(root, 'build'), { recursive: true });
  expect(code()).toBe(sources);
});

test('a thread of the build has its code in the build', () => {
  const built = globSync('build/service/*.js').map((file) => readFileSync(file, 'utf8'));
  const addresses = built.flatMap((text) => [
    ...text.matchAll(/new URL\("(\.\/[^"]+)", import\.meta\.url\)/g),
  ]);
  const threads = addresses.map(([, file]) => file).filter((file) => /thread/.test(file));
  expect(threads.length).toBeGreaterThan(built.length === 0 ? -1 : 10);
  expect(threads.filter((file) => !existsSync(join('build/service', file)))).toEqual([]);
  const ofSources = built.flatMap((text) => text.match(/"\.{1,2}\/[^"]*thread\.ts"/g) ?? []);
  expect(ofSources).toEqual([]);
});

/** Counts the scripts of a process, in `src` and in the build. */
const counting = `
  const { Session } = await import('node:inspector');
  const session = new Session();
  session.connect();
  const counts = { sources: 0, built: 0 };
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    if (url.includes('/build/service/')) counts.built++;
    else if (/\\/(src|workers)\\/[^?]*\\.ts$/.test(url)) counts.sources++;
  });
  session.post('Debugger.enable');
  process.on('exit', () => console.log(JSON.stringify(counts)));`;

test.each(['api', 'worker'])('%s of this installation runs its build, and its sources on demand', (entry) => {
  if (process.env.CI !== undefined) expect(codeOf(source, {})).toContain('/build/service/');
  const countsWith = (code: string) => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(counting)}`, `src/processes/${entry}.ts`],
      { env: { ...process.env, PORT: 'none', GATECAST_CODE: code }, encoding: 'utf8' },
    );
    expect(status).toBe(2); // it loads its code, and refuses the port
    return JSON.parse(stdout);
  };
  const onDemand = countsWith('sources');
  expect(onDemand).toMatchObject({ built: 0 });
  expect(onDemand.sources).toBeGreaterThan(100);
  if (!codeOf(source, {}).includes('/build/service/')) return; // the sources have changed since the build
  const { sources, built } = countsWith('built');
  expect(built).toBeGreaterThan(5);
  expect(sources).toBeLessThan(10);
});
