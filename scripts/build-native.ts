/** Compiles src/engine/kernels/source to build/gatecast.node, unless sources and flags are unchanged. `npm ci` runs it.
 *  Without a C compiler it prints one line and succeeds; the WebAssembly kernel is used then.
 *  `--require`: a failure exits with 1, also that of one instruction set whose flags the compiler knows. `--verbose`:
 *  shows the output of the compiler. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { sourceFolder as source, sourcesDigest } from '../src/engine/kernels/native/sources.ts';

const verbose = process.argv.includes('--verbose');
const required = process.argv.includes('--require');
const compiler = process.env.CC ?? 'cc';
const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}build/gatecast.node`;
/** Settings and sources of the build. The kernel is loaded only if its sources are those that are installed. */
const record = `${output}.json`;

// No -ffast-math: NaN must propagate, and sums must keep their order.
const flags = ['-O3', '-std=gnu11', '-fPIC', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast'];
/** Sources that are compiled for each instruction set, and their further flags. */
const variants = { variant: [], 'exact/exact': ['-ffp-contract=off'] };
/** Calls from JavaScript. */
const bindings = [
  'arguments',
  'engine',
  'layers',
  'training',
  'exact',
  'statistics',
  'forecasts',
  'scheduler',
  'module',
];
const instructionSets: Record<string, string[]> =
  arch === 'x64'
    ? {
        avx512: ['-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl', '-mavx2', '-mfma'],
        avx2: ['-mavx2', '-mfma'],
        sse2: [],
      }
    : { [arch === 'arm64' ? 'neon' : 'portable']: [] };
const link = platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-pthread'];

function compile(args: string[]): boolean {
  const { status, stderr, error } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (verbose && status !== 0) process.stderr.write(`${compiler} ${args.join(' ')}\n${error ?? stderr}\n`);
  return status === 0;
}

/** Builds the kernel. Returns the reason of a failure, or null. */
function build(): string | null {
  let headers: string;
  try {
    headers = createRequire(import.meta.url)('node-api-headers').include_dir;
  } catch {
    return 'the package node-api-headers is not installed';
  }
  const version = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return `no C compiler (${compiler})`;

  const settings = [version.stdout, flags, variants, instructionSets, link, arch];
  const fingerprint = {
    settings: createHash('sha256').update(JSON.stringify(settings)).digest('hex'),
    sources: sourcesDigest(),
  };
  const isBuilt = existsSync(output) && existsSync(record);
  if (isBuilt && readFileSync(record, 'utf8') === JSON.stringify(fingerprint)) return null;

  mkdirSync(`${root}build`, { recursive: true });
  const folder = mkdtempSync(`${root}build/native-`);
  try {
    const object = (name: string) => `${folder}/${name.replaceAll('/', '-')}.o`;
    const baseline = Object.keys(instructionSets).at(-1)!;
    const empty = `${folder}/empty.c`;
    writeFileSync(empty, '');
    // Instruction sets that the compiler does not know are skipped. The baseline is required. The
    // others are so under --require.
    const known = Object.entries(instructionSets).filter(
      ([name, machine]) => name === baseline || compile([...machine, '-c', empty, '-o', object('empty')]),
    );
    const built = known
      .filter(([name, machine]) =>
        Object.entries(variants).every(([file, more]) => {
          const own = [...flags, ...more, ...machine, `-DVARIANT=${name}`];
          return compile([...own, '-c', `${source}${file}.c`, '-o', object(`${file}-${name}`)]);
        }),
      )
      .map(([name]) => name);
    const failed = known.map(([name]) => name).filter((name) => !built.includes(name));
    if (required && failed.length > 0)
      return `${compiler} could not compile it for ${failed.join(', ')} (--verbose shows why)`;
    const variantObjects = built.flatMap((name) => Object.keys(variants).map((file) => `${file}-${name}`));
    const defines = [...built.map((name) => `-DHAVE_${name}`), `-DBASELINE=kernels_${baseline}`];
    const compiled =
      built.includes(baseline) &&
      compile([...flags, ...defines, '-c', `${source}select.c`, '-o', object('select')]) &&
      compile([...flags, '-pthread', '-c', `${source}team.c`, '-o', object('team')]) &&
      bindings.every((file) =>
        compile([
          ...flags,
          `-I${headers}`,
          '-c',
          `${source}binding/${file}.c`,
          '-o',
          object(`binding-${file}`),
        ]),
      ) &&
      compile([
        ...link,
        '-o',
        `${folder}/out`,
        ...[...variantObjects, 'select', 'team', ...bindings.map((file) => `binding-${file}`)].map(object),
      ]);
    if (!compiled) return `${compiler} could not compile it (--verbose shows why)`;
    // Renaming replaces the old file; a process that has loaded it keeps the old one.
    renameSync(`${folder}/out`, output);
    // Instruction sets that failed are in the record: the next run then tries them again.
    const failures = failed.length > 0 ? { failed } : {};
    writeFileSync(`${folder}/record`, JSON.stringify({ ...fingerprint, ...failures }));
    renameSync(`${folder}/record`, record);
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let fault: string | null;
try {
  fault = build();
} catch (error) {
  fault = (error as Error).message;
}
if (fault !== null) {
  rmSync(output, { force: true });
  process.stdout.write(
    `gatecast: the native kernel was not built, so the WebAssembly kernel is used: ${fault}\n`,
  );
  process.exitCode = required ? 1 : 0;
}
