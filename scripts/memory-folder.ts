import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** File system of Linux that keeps its files in memory. */
const inMemory = '/dev/shm';
const freeBytesMin = 8 * 1024 ** 3;

/** Makes a folder for the temporary files of this process and its children (`TMPDIR`), in memory if that has room. The
 *  tests make hundreds of databases. A disk takes ten times as long for one, and no test needs its files after the
 *  machine has stopped. A folder that the caller has chosen by `TMPDIR` stays.
 *  @returns deletes the folder */
export function useMemoryFolder(): () => void {
  const folder = process.env.TMPDIR === undefined ? memoryFolder() : null;
  if (folder === null) return () => {};
  process.env.TMPDIR = folder;
  return () => deleteFolder(folder);
}

/** Deletes the folders of processes that were killed. Folders of another namespace stay: containers may share the file
 *  system, and do not see whether such a process runs. */
export function deleteLeftFolders(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(name.match(/^gatecast-\d+-(\d+)-/)?.[1]);
    if (!name.startsWith(folderPrefix(pid)) || isRunning(pid)) continue;
    deleteFolder(join(parent, name));
  }
}

/** Beginning of the name of a folder: the namespace and the id of its process. */
export function folderPrefix(pid: number): string {
  const namespace = readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  return `gatecast-${namespace}-${pid}-`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Deletes a folder, unless it belongs to another user or a server that ends still writes files: a
 *  later run deletes it then. */
function deleteFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // It stays for a later run.
  }
}

function memoryFolder(): string | null {
  let folder: string | null = null;
  try {
    deleteLeftFolders(inMemory);
    const { bavail, bsize } = statfsSync(inMemory);
    if (Math.min(bavail * bsize, process.availableMemory()) < freeBytesMin) return null;
    folder = mkdtempSync(join(inMemory, folderPrefix(process.pid)));
    chmodSync(folder, 0o1777); // PostgreSQL runs as another user than root
    // Tests run programs that they write. Containers often forbid that in this file system.
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    if (spawnSync(program).status === 0) return folder;
  } catch {
    // This system has no such file system, or it cannot be written.
  }
  if (folder !== null) deleteFolder(folder);
  return null;
}
