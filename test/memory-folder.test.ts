import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deleteLeftFolders, folderPrefix } from '../scripts/memory-folder.ts';

test.runIf(process.platform === 'linux')(
  'temporary files in memory are deleted once their process has ended',
  () => {
    const parent = mkdtempSync(join(tmpdir(), 'gatecast-folders-'));
    onTestFinished(() => rmSync(parent, { recursive: true }));
    const { pid: ended } = spawnSync('true');
    const kept = [`${folderPrefix(process.pid)}a`, `gatecast-1-${ended}-b`, 'gatecast-c', 'other'];
    for (const name of [...kept, `${folderPrefix(ended)}d`]) {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'file'), '');
    }
    deleteLeftFolders(parent);
    expect(readdirSync(parent).sort()).toEqual(kept.sort());
  },
);
