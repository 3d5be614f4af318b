import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File system of Linux that keeps its files in memory. */
const inMemory = '/dev/shm';
const freeBytesMin = 8 * 1024 ** 3;

/** Makes a folder for the temporary files of this process and its children (`TMPDIR`), in memory if that has room. The tests make hundreds
 *  of databases. A disk takes ten times as long for one, and no test needs its files after the machine has stopped.
 *  @returns deletes the folder */
export function useMemoryFolder(): () => void {
  const folder = memoryFolder();
  if (folder === null) return () => {};
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function memoryFolder(): string | null {
  let folder: string | null = null;
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    if (bavail * bsize < freeBytesMin) return null;
    folder = mkdtempSync(join(inMemory, 'gatecast-'));
    chmodSync(folder, 0o1777); // PostgreSQL runs as another user than root
    // Tests run programs that they write. Containers often forbid that in this file system.
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    if (spawnSync(program).status === 0) return folder;
  } catch {
    // This system has no such file system, or it cannot be written.
  }
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  return null;
}
