/** Compiles src/engine/kernels/source to src/engine/kernels/wasm/kernels.wasm. The binary is committed, so that users
 *  need no compiler. `--check` fails if the binary does not match the sources: it compares the recorded hashes and, if
 *  Debian's clang-19 and lld-19 are installed, compiles again. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kernels = fileURLToPath(new URL('../src/engine/kernels/', import.meta.url));
const binary = `${kernels}wasm/kernels.wasm`;
const record = `${kernels}wasm/kernels.wasm.hashes`;
const files = ['variant.c', 'wasm.c'];
const flags = [
  '--target=wasm32',
  '-std=gnu11',
  '-O3',
  '-msimd128',
  // A shared memory can grow without detaching existing arrays.
  '-matomics',
  '-mbulk-memory',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-ffreestanding',
  '-nostdlib',
  '-DVARIANT=wasm',
  '-Wl,--no-entry,--import-memory,--shared-memory,--strip-all',
  '-Wl,--initial-memory=131072,--max-memory=4294967296,-z,stack-size=65536',
];

const sha256 = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** SHA-256 of flags and sources: everything that the compiler reads. */
function sourceHash(): string {
  const headers = readdirSync(`${kernels}source`).filter((file) => file.endsWith('.h'));
  const read = [...headers, ...files]
    .sort()
    .map((file) => `${file}\n${readFileSync(`${kernels}source/${file}`, 'utf8')}`);
  return sha256(JSON.stringify(flags), ...read);
}

function compile(): Uint8Array | null {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-wasm-'));
  try {
    const output = join(folder, 'kernels.wasm');
    // Relative paths, so that the binary does not depend on the path of the repository.
    const run = spawnSync('clang-19', [...flags, '-o', output, ...files], {
      cwd: `${kernels}source`,
      encoding: 'utf8',
    });
    if (run.error) return null;
    if (run.status !== 0) throw new Error(run.stderr);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const compiled = compile();
if (process.argv.includes('--check')) {
  const committed = readFileSync(binary);
  const faults = [
    readFileSync(record, 'utf8') !== `sources ${sourceHash()}\nbinary ${sha256(committed)}\n` &&
      'the recorded hashes differ',
    compiled !== null && sha256(compiled) !== sha256(committed) && 'clang-19 compiles a different binary',
  ].filter((fault) => fault !== false);
  for (const fault of faults)
    process.stderr.write(`kernels.wasm does not match its sources: ${fault}. Run: npm run build:wasm\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} else if (compiled === null) {
  process.stderr.write('clang-19 is not installed. Run: apt-get install clang-19 lld-19\n');
  process.exitCode = 1;
} else {
  writeFileSync(binary, compiled);
  writeFileSync(record, `sources ${sourceHash()}\nbinary ${sha256(compiled)}\n`);
}
