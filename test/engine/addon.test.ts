import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

// A compiler that writes empty files. It refuses the arguments that match its pattern.
const compiler = (refused: string) => `#!/bin/sh
case "$*" in ${refused}) exit 1 ;; esac
while [ $# -gt 1 ]; do [ "$1" = -o ] && : >"$2"; shift; done
exit 0
`;

test('an instruction set that cannot be compiled is a fault under --require, unless its flags are unknown', ({
  skip,
}) => {
  if (process.arch !== 'x64') return skip('only x64 has several instruction sets');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ['scripts/build-native.ts', 'src/engine/kernels/native/sources.ts', 'package.json'])
    cpSync(join(root, part), join(folder, part));
  cpSync(join(root, 'src/engine/kernels/source'), join(folder, 'src/engine/kernels/source'), {
    recursive: true,
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const cc = join(folder, 'cc');
  const record = join(folder, 'build/gatecast.node.json');
  const build = (refused: string, ...args: string[]) => {
    writeFileSync(cc, compiler(refused), { mode: 0o755 });
    const script = join(folder, 'scripts/build-native.ts');
    const env = { ...process.env, CC: cc };
    const { status, stdout } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
    return { status, stdout, failed: existsSync(record) && JSON.parse(readFileSync(record, 'utf8')).failed };
  };
  expect(build('*-mavx512f*', '--require')).toEqual({ status: 0, stdout: '', failed: undefined });
  rmSync(record);
  const brokenSource = '*-DVARIANT=avx2*';
  expect(build(brokenSource)).toEqual({ status: 0, stdout: '', failed: ['avx2'] });
  expect(build(brokenSource, '--require')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('could not compile it for avx2'),
  });
  expect(build('none', '--require')).toEqual({ status: 0, stdout: '', failed: undefined });
});
