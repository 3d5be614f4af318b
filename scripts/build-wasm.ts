/** Compiles src/engine/kernels/source into src/engine/kernels/wasm/kernels.wasm, which is committed so that nobody else
 *  needs a compiler. `--check` fails when the binary is not what the sources give: by the recorded hashes everywhere,
 *  and by compiling it again where Debian's clang-19 and lld-19 are installed. */
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
  // A shared memory can grow without taking away the arrays that exist.
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

/** Of all that the compiler reads. */
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
    // Relative paths, so that the binary does not depend on where the repository lies.
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
    compiled !== null && sha256(compiled) !== sha256(committed) && 'clang-19 gives another binary',
  ].filter((fault) => fault !== false);
  for (const fault of faults)
    process.stderr.write(`kernels.wasm is not what its sources give: ${fault}. Run: npm run build:wasm\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} else if (compiled === null) {
  process.stderr.write('clang-19 is not installed. Run: apt-get install clang-19 lld-19\n');
  process.exitCode = 1;
} else {
  writeFileSync(binary, compiled);
  writeFileSync(record, `sources ${sourceHash()}\nbinary ${sha256(compiled)}\n`);
}
