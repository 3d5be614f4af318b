/** Builds `dashboard/` to build/dashboard, unless its sources are unchanged. `npm ci` runs it, and the first
 *  `npm start`. Without Vite, which is a package for development, it prints one line and succeeds; the API then says
 *  how to build it. `--require`: a failure exits with 1. `--verbose`: prints the size of each page. */
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { firstLoadBytes, firstLoadBytesMax } from './dashboard/bundle-size.ts';
import { fingerprintOf } from './dashboard/fingerprint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'build/dashboard');
const recordName = 'sources.sha256';
/** Files that are sent compressed. Fonts and pictures are compressed already. */
const compressible = /\.(html|js|css|svg|json|csv|txt)$/;

const isRequired = process.argv.includes('--require');
const isVerbose = process.argv.includes('--verbose');

/** @returns the reason of a failure, or null */
async function build(): Promise<string | null> {
  const fingerprint = fingerprintOf(root, sources);
  const record = join(output, recordName);
  const isFresh = existsSync(record) && readFileSync(record, 'utf8') === fingerprint;
  if (!isFresh) {
    const vite = await import('vite').catch(() => null);
    if (vite === null) return 'the package vite is not installed';
    mkdirSync(join(root, 'build'), { recursive: true });
    const folder = mkdtempSync(join(root, 'build/dashboard-'));
    try {
      await vite.build({
        configFile: join(root, 'dashboard/vite.config.ts'),
        logLevel: 'error',
        build: { outDir: folder },
      });
      compress(folder);
      writeFileSync(join(folder, recordName), fingerprint);
      chmodSync(folder, 0o755); // another user may serve it
      replace(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return tooLarge();
}

/** Everything that the output is made from: the sources, this script, and the packages that are in
 *  the output or make it. */
const sources = [
  'dashboard/**/*.{ts,tsx,css,svg,html,json,csv}',
  'clients/typescript/src/*.ts',
  'scripts/build-dashboard.ts',
  'scripts/dashboard/*.ts',
  'package.json',
];

/** Writes a brotli and a gzip file beside each file, so that no request is compressed. */
function compress(folder: string): void {
  for (const file of globSync('**/*', { cwd: folder }).filter((name) => compressible.test(name))) {
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** Puts the folder in the place of the last output. Files of the last output stay beside the new ones for pages that
 *  are open: their names have hashes. */
function replace(folder: string): void {
  const old = `${folder}-old`;
  const kept = existsSync(join(output, 'assets')) ? lastAssets() : [];
  for (const { name, bytes } of kept) {
    const place = join(folder, 'assets', name);
    if (!existsSync(place)) writeFileSync(place, bytes);
  }
  if (existsSync(output)) renameSync(output, old);
  renameSync(folder, output);
  rmSync(old, { recursive: true, force: true });
}

function lastAssets(): { name: string; bytes: Buffer }[] {
  const manifest = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'));
  const own = new Set(
    Object.values<{ file: string; css?: string[] }>(manifest).flatMap(({ file, css = [] }) => [file, ...css]),
  );
  return readdirSync(join(output, 'assets'))
    .filter((name) => own.has(`assets/${name.replace(/\.(br|gz)$/, '')}`))
    .map((name) => ({ name, bytes: readFileSync(join(output, 'assets', name)) }));
}

/** @returns which pages are larger than the limit, or null */
function tooLarge(): string | null {
  const sizes = Object.entries(firstLoadBytes(output));
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  if (isVerbose) for (const [page, bytes] of sizes) process.stdout.write(`${kilobytes(bytes)}  ${page}\n`);
  const large = sizes.filter(([, bytes]) => bytes > firstLoadBytesMax);
  if (large.length === 0) return null;
  const named = large.map(([page, bytes]) => `${page} loads ${kilobytes(bytes)}`);
  return `at most ${kilobytes(firstLoadBytesMax)} of JavaScript may be loaded at first, but ${named.join(', ')}`;
}

let fault: string | null;
try {
  fault = await build();
} catch (error) {
  fault = (error as Error).message;
}
if (fault !== null) {
  process.stdout.write(`gatecast: the dashboard was not built: ${fault}\n`);
  process.exitCode = isRequired ? 1 : 0;
}
