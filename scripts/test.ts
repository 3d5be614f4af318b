/** `npm test`: runs all tests and prints their counts in the last line. Arguments go to vitest
 *  (`npm test -- test/engine`). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { useMemoryFolder } from './memory-folder.ts';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

// Rebuild the native kernel and the service from their current sources. Without a compiler this
// prints a line and continues.
for (const script of ['build-native.ts', 'build-service.ts'])
  spawnSync(process.execPath, [`scripts/${script}`], { stdio: 'inherit' });

process.on('SIGINT', () => {}); // Ctrl-C also ends vitest, and the folders are deleted then
const deleteMemoryFolder = useMemoryFolder();
const folder = mkdtempSync(join(tmpdir(), 'gatecast-tests-'));
const reportFile = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
const report = reportSchema.safeParse(readReport());
rmSync(folder, { recursive: true });
deleteMemoryFolder();

if (!report.success) {
  process.stderr.write('vitest ended without a report.\n');
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = report.data;
// A test file that cannot be loaded counts as one failed test.
const broken = testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
const counted = numFailedTests + broken;
// vitest also fails for an unhandled error outside of the tests.
const failed = counted === 0 && run.status !== 0 ? 1 : counted;
const skipped = numPendingTests + numTodoTests;
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function readReport(): unknown {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return null;
  }
}
