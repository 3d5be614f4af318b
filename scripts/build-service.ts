/** Joins the code of the service in build/service: one file for each process and each kind of thread, and files that
 *  they share. `npm ci` runs it. Without the packages for development it prints one line and succeeds: the service then
 *  runs its sources. `--require`: a failure exits with 1. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import {
  type BuildRecord,
  builtFolder,
  builtName,
  currentBuild,
  packageVersion,
  sourceRecord,
} from '../src/built-code.ts';

const required = process.argv.includes('--require');
const root = fileURLToPath(new URL('..', import.meta.url));
const mains = ['api', 'worker', 'service'].map((name) => `src/processes/main/${name}.ts`);
/** Packages of many files, which read none of their own while they run. All others are loaded from node_modules. Zod
 *  and what takes its types belong together: an object of one copy is none of the other. */
const joined = new Set([
  'kysely',
  'bullmq',
  'cron-parser',
  'luxon',
  'semver',
  'uuid',
  'zod',
  'fastify-type-provider-zod',
  '@opentelemetry/api',
  'prom-client',
]);

/** Points addresses relative to a source at the same file from the folder of the build. Those of TypeScript files begin
 *  a thread or a process, whose code is an entry of the build. */
function addresses(used: Set<string>): Plugin {
  return {
    name: 'addresses',
    transform(code, id) {
      if (id.startsWith('\0')) return null; // made by the bundler
      const path = relative(root, id);
      used.add(path);
      if (path.startsWith('node_modules/') || !code.includes('import.meta.url')) return null;
      const entered = code.replace(/new URL\('(\.{1,2}\/[^']+\.ts)', import\.meta\.url\)/g, (_, file) => {
        const entry = relative(root, join(dirname(id), file));
        this.emitFile({ type: 'chunk', id: join(root, entry), fileName: builtName(entry) });
        return `new URL('./${builtName(entry)}', IMPORT_META_URL)`;
      });
      const own = `new URL('../../${path}', import.meta.url).href`;
      return entered.replaceAll('import.meta.url', own).replaceAll('IMPORT_META_URL', 'import.meta.url');
    },
  };
}

/** Name of the package that a specifier asks for. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a module stays outside of the build. */
function isOutside(specifier: string): boolean {
  return !/^[./]/.test(specifier) && !joined.has(packageOf(specifier));
}

/** @param used paths of all modules, from the root */
function buildRecordOf(used: ReadonlySet<string>, builder: string): BuildRecord {
  const paths = [...used].sort();
  const folders = new Set(
    paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const sources = paths.filter((path) => !path.startsWith('node_modules/'));
  return {
    sources: Object.fromEntries(sources.map((path) => [path, sourceRecord(join(root, path))])),
    packages: Object.fromEntries([...folders].map((folder) => [folder, packageVersion(join(root, folder))])),
    builder,
  };
}

/** Builds unless the build is current. Returns the reason of a failure, or null. */
async function build(): Promise<string | null> {
  const bundler = await import('rolldown').catch(() => null);
  if (bundler === null) return 'the packages for development are not installed';
  const script = readFileSync(fileURLToPath(import.meta.url));
  const builder = createHash('sha256').update(bundler.VERSION).update(script).digest('hex');
  if (currentBuild()?.builder === builder) return null;
  const used = new Set<string>();
  const bundle = await bundler.rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(mains.map((file) => [builtName(file).replace(/\.js$/, ''), file])),
    external: isOutside,
    plugins: [addresses(used)],
    logLevel: 'warn',
  });
  const made = `${builtFolder()}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  await bundle.write({
    dir: made,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared.[name]-[hash].js',
  });
  await bundle.close();
  writeFileSync(join(made, 'record.json'), JSON.stringify(buildRecordOf(used, builder)));
  rmSync(builtFolder(), { recursive: true, force: true });
  renameSync(made, builtFolder());
  return null;
}

const fault = await build().catch((error: unknown) => (error as Error).message);
if (fault !== null) {
  process.stdout.write(`gatecast: the code of the service was not joined: ${fault}\n`);
  process.exitCode = required ? 1 : 0;
}
