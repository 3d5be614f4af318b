/** Compiles src/engine/kernels/source into build/gatecast.node. `npm ci` runs it; without a C compiler it says so in
 *  one line and succeeds, and the WebAssembly kernel takes over. Nothing is done when sources and flags are the same.
 *  `--require` makes a failure fail, `--verbose` shows what the compiler says. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

const verbose = process.argv.includes('--verbose');
const required = process.argv.includes('--require');
const compiler = process.env.CC ?? 'cc';
const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}src/engine/kernels/source/`;
const output = `${root}build/gatecast.node`;
const record = `${output}.hash`;

// No -ffast-math: NaN must come out where it goes in, and sums keep their order.
const flags = ['-O3', '-std=gnu11', '-fPIC', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast'];
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

/** What went wrong, or null. */
function build(): string | null {
  let headers: string;
  try {
    headers = createRequire(import.meta.url)('node-api-headers').include_dir;
  } catch {
    return 'the package node-api-headers is not installed';
  }
  const version = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return `no C compiler (${compiler})`;

  const hash = createHash('sha256').update(
    JSON.stringify([version.stdout, flags, instructionSets, link, arch]),
  );
  for (const file of readdirSync(source).sort()) hash.update(file).update(readFileSync(source + file));
  const fingerprint = hash.digest('hex');
  if (existsSync(output) && existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return null;

  mkdirSync(`${root}build`, { recursive: true });
  const folder = mkdtempSync(`${root}build/native-`);
  try {
    const object = (name: string) => `${folder}/${name}.o`;
    const baseline = Object.keys(instructionSets).at(-1)!;
    // A compiler that does not know an instruction set leaves it out; the baseline must work.
    const built = Object.entries(instructionSets)
      .filter(([name, machine]) =>
        compile([...flags, ...machine, `-DVARIANT=${name}`, '-c', `${source}variant.c`, '-o', object(name)]),
      )
      .map(([name]) => name);
    const defines = [...built.map((name) => `-DHAVE_${name}`), `-DBASELINE=kernels_${baseline}`];
    const compiled =
      built.includes(baseline) &&
      compile([...flags, ...defines, '-c', `${source}select.c`, '-o', object('select')]) &&
      compile([...flags, '-pthread', '-c', `${source}team.c`, '-o', object('team')]) &&
      compile([...flags, `-I${headers}`, '-c', `${source}binding.c`, '-o', object('binding')]) &&
      compile([...link, '-o', `${folder}/out`, ...[...built, 'select', 'team', 'binding'].map(object)]);
    if (!compiled) return `${compiler} could not compile it (--verbose says why)`;
    // Renamed over the old one: a process that has that loaded keeps it.
    renameSync(`${folder}/out`, output);
    writeFileSync(record, fingerprint);
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
  process.stdout.write(`gatecast: native kernel not built, the WebAssembly kernel is used: ${fault}\n`);
  process.exitCode = required ? 1 : 0;
}
