import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const script = resolve('scripts/link-node.mjs');
const platform = `node-${process.platform}-${process.arch}`;

function folderWith(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatecast-link-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'node_modules', name, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), name);
  return folder;
}
const linked = (folder: string) => readFileSync(join(folder, 'node_modules/.bin/node'), 'utf8');

test('an install links the Node of this platform, where npm has left no link or another one', () => {
  const folder = folderWith(platform);
  execFileSync(process.execPath, [script], { cwd: folder });
  expect(linked(folder)).toBe(platform);
  rmSync(join(folder, 'node_modules/.bin/node'));
  symlinkSync('../nowhere', join(folder, 'node_modules/.bin/node'));
  execFileSync(process.execPath, [script], { cwd: folder });
  expect(linked(folder)).toBe(platform);
});

test('without a package for this platform npm scripts run with the own Node', () => {
  const folder = folderWith('node-linux-mips');
  execFileSync(process.execPath, [script], { cwd: folder });
  expect(() => linked(folder)).toThrow('ENOENT');
});

test.skipIf(!existsSync(`node_modules/${platform}`))('the tests run with the Node of the lock', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(process.versions.node).toBe(packages[`node_modules/${platform}`].version);
});
