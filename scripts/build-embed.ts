/** Bundles the web component embed/gatecast-forecast.ts to build/embed/gatecast-forecast.js, unless its sources are
 *  unchanged. `npm ci` and `npm start` run it. Without the packages for development it prints one line and succeeds:
 *  the service then has the component of the last build, if there was one.
 *  `--require`: a failure exits with 1. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from './dashboard/fingerprint.ts';

const required = process.argv.includes('--require');
const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}build/embed/gatecast-forecast.js`;
const record = `${output}.hash`;
/** Bytes of the bundle: it is loaded by pages of other people. */
const bytesMax = 40_000;

/** Everything that the bundle is made from: the sources, this script, and the packages that are in
 *  the bundle or make it. */
const sources = [
  'embed/*.ts',
  'src/pictures/drawing/*.ts',
  'scripts/build-embed.ts',
  'scripts/dashboard/*.ts',
  'package.json',
];

/** Builds the bundle. Returns the reason of a failure, or null. */
async function build(): Promise<string | null> {
  const fingerprint = fingerprintOf(root, sources);
  if (existsSync(output) && existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return null;
  const vite = await import('vite').catch(() => null);
  if (vite === null) return 'the packages for development are not installed';
  const result = await vite.build({
    root: `${root}embed`,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      lib: { entry: 'gatecast-forecast.ts', formats: ['es'] },
      // Vite keeps the white space of libraries.
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [{ output: chunks }] = result as { output: { code: string }[] }[];
  const { code } = chunks[0];
  const bytes = Buffer.byteLength(code);
  if (chunks.length > 1 || bytes > bytesMax)
    return `it has ${bytes} bytes in ${chunks.length} files; at most ${bytesMax} in one`;
  mkdirSync(`${root}build/embed`, { recursive: true });
  writeFileSync(`${output}.new`, code);
  renameSync(`${output}.new`, output); // a running API reads it
  writeFileSync(record, fingerprint);
  return null;
}

const fault = await build().catch((error: unknown) => (error as Error).message);
if (fault !== null) {
  process.stdout.write(`gatecast: the web component was not built: ${fault}\n`);
  process.exitCode = required ? 1 : 0;
}
