/** `npm run check`: types (with messages that a language lacks), size of the dashboard, lint and format, import rules,
 *  prose rules, and whether kernels.wasm matches its sources. Also whether openapi/openapi.json matches the schemas,
 *  follows the rules for OpenAPI, and stays compatible with callers. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

// `npm test` runs the rules too, so CI, which runs both, leaves them out here.
const { values } = parseArgs({ options: { 'without-rules': { type: 'boolean', default: false } } });
/** With one checker: several would each work out the types that their files share, and the checks run
 *  side by side already. */
const tsc = ['node_modules/typescript-7/bin/tsc', '--checkers', '1'];
const checks: Record<string, string[]> = {
  types: [...tsc, '--noEmit'],
  'types of the dashboard': [...tsc, '--noEmit', '--project', 'dashboard'],
  'types of its tests': [...tsc, '--noEmit', '--project', 'test/dashboard'],
  'size of the dashboard': ['scripts/build-dashboard.ts', '--require'],
  'types of the web component': [...tsc, '-p', 'embed'],
  'lint and format': ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ...(values['without-rules']
    ? {}
    : { 'import rules': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'rules'] }),
  prose: ['scripts/prose.ts'],
  'openapi document': ['scripts/openapi.ts', '--check'],
  'openapi rules': ['scripts/openapi/lint.ts'],
  'client types': ['scripts/openapi/types.ts', '--check'],
  'openapi compatibility': ['scripts/openapi/compatible.ts'],
  'wasm kernel': ['scripts/build-wasm.ts', '--check'],
};

function run(args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

const startedAt = performance.now();
const results = await Promise.all(
  Object.entries(checks).map(async ([name, args]) => ({ name, ...(await run(args)) })),
);
for (const { name, ok, output } of results) {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}\n`);
  if (!ok) process.stdout.write(`${output}\n`);
}
process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
