import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadAddon } from '../../src/engine/kernels/native/addon.ts';
import { addon } from '../../src/engine/kernels/native/index.ts';
import { sourcesDigest } from '../../src/engine/kernels/native/sources.ts';

const built = fileURLToPath(new URL('../../build/gatecast.node', import.meta.url));

test('an addon is loaded if its sources are those that are installed, and no other one', ({ skip }) => {
  if (addon === null) return skip('the native kernel was not built');
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-addon-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'gatecast.node');
  expect(loadAddon(file)).toBeNull();
  copyFileSync(built, file);
  expect(loadAddon(file)).toBeNull(); // a build before there were records
  for (const record of [JSON.stringify({ sources: 'others' }), '', '{"sources":', 'null']) {
    writeFileSync(`${file}.json`, record);
    expect(loadAddon(file)).toBeNull();
  }
  writeFileSync(`${file}.json`, JSON.stringify({ sources: sourcesDigest() }));
  expect(loadAddon(file)?.instructionSets()).toEqual(addon.instructionSets());
});

test('the digest of sources changes with the text and with the name of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const digests = [
    ['a.c', 'int x;'],
    ['a.c', 'int y;'],
    ['b.c', 'int y;'],
  ].map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return sourcesDigest(folder);
  });
  expect(new Set(digests).size).toBe(3);
  expect(sourcesDigest(join(folder, 'missing'))).toBeNull();
});
