import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const contractsAndErrors = ['contracts', 'errors'];

/** Who may import whom, by room. docs/architecture.md says why. */
const allowed: Record<string, string[]> = {
  errors: [],
  contracts: ['errors'],
  config: contractsAndErrors,
  engine: ['errors'],
  validation: contractsAndErrors,
  store: contractsAndErrors,
  series: ['validation', ...contractsAndErrors],
  queue: contractsAndErrors,
  training: ['engine', ...contractsAndErrors],
  inside: ['engine', ...contractsAndErrors],
  forecasting: ['training', 'inside', 'engine', 'series', ...contractsAndErrors],
  sequences: ['training', 'inside', 'engine', 'series', 'validation', ...contractsAndErrors],
  threads: ['forecasting', 'sequences'],
  forecasts: contractsAndErrors,
  http: ['validation', ...contractsAndErrors],
  webhooks: contractsAndErrors,
  app: ['http', ...contractsAndErrors],
  'compile-cache': [],
  process: ['config', 'compile-cache'],
  workers: ['forecasting', 'series', 'store', 'queue', ...contractsAndErrors],
};

/** They alone choose the concrete parts, and may import anything. */
const mainFiles = ['src/main.ts', 'src/serve.ts', 'src/service.ts', 'src/kernel-name.ts', 'workers/main.ts'];

const files = globSync(['src/**/*.ts', 'workers/**/*.ts']).sort();
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const imports = new Map(
  files.map((file) => [
    file,
    ts
      .preProcessFile(sources.get(file)!)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => normalize(join(dirname(file), specifier))),
  ]),
);

/** `src/http/plugins/x.ts` is in the room `http`, `src/errors.ts` in `errors`, `workers/train.ts` in `workers`. */
function roomOf(file: string): string {
  const [top, next] = file.split('/');
  return top === 'workers' ? top : next.replace(/\.ts$/, '');
}

test('every room has a rule', () => {
  const rooms = new Set(files.filter((file) => !mainFiles.includes(file)).map(roomOf));
  expect([...rooms].filter((room) => !(room in allowed))).toEqual([]);
});

test('a room imports only what it may', () => {
  const breaches = files
    .filter((file) => !mainFiles.includes(file))
    .flatMap((file) => imports.get(file)!.map((target) => ({ file, target })))
    .filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== to && !(allowed[from] ?? []).includes(to);
    })
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(breaches).toEqual([]);
});

test('every import names a file that exists', () => {
  const missing = files.flatMap((file) =>
    imports
      .get(file)!
      .filter((target) => target.endsWith('.ts') && !sources.has(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(missing).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('only config.ts reads a setting from the environment', () => {
  // Handing the whole environment on to a child process is no reading.
  const readers = files.filter((file) => /process\.env(\.|\[)/.test(sources.get(file)!));
  expect(readers).toEqual([]);
});

test('files are small and named by their subject', () => {
  const all = globSync([
    'src/**/*.ts',
    'workers/**/*.ts',
    'test/**/*.ts',
    'scripts/**/*.ts',
    'bench/**/*.ts',
  ]);
  expect(all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 600)).toEqual([]);
  expect(all.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file))).toEqual([]);
});
