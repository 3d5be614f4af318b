/** Fails if openapi/openapi.json breaks programs that were written for openapi/released.json, unless
 *  openapi/breaking.txt declares the change. `--release` makes the current document the released one. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { breakingChanges } from './breaking.ts';

const present = new URL('../../openapi/openapi.json', import.meta.url);
const released = new URL('../../openapi/released.json', import.meta.url);
const declared = new URL('../../openapi/breaking.txt', import.meta.url);
const declaredHead = `# Breaking changes since the release, a line each, as \`npm run check\` words them. CHANGELOG.md tells of each.\n`;

if (process.argv.includes('--release')) {
  copyFileSync(present, released);
  writeFileSync(declared, declaredHead);
} else {
  const read = (file: URL) => JSON.parse(readFileSync(file, 'utf8'));
  const accepted = new Set(readFileSync(declared, 'utf8').split('\n'));
  const changes = breakingChanges(read(released), read(present)).filter((change) => !accepted.has(change));
  for (const change of changes) process.stderr.write(`${change}\n`);
  if (changes.length > 0) {
    process.stderr.write(
      'These changes break programs of callers. Undo them, or declare them in openapi/breaking.txt.\n',
    );
    process.exitCode = 1;
  }
}
