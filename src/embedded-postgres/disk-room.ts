import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFile } from './log-file.ts';

/** A start may need a new segment of WAL, of 16 MiB in clusters of earlier versions. */
const freeBytesMin = 16 * 1024 * 1024;
const noRoom = /No space left on device|Disk quota exceeded/;

/** Whether a server that has just ended found no room on its disk. Its log says so, unless the log lies on the same
 *  disk and has no room for the line. WAL may lie on a disk of its own. */
export function isDiskFull(directory: string, serverLog: Pick<LogFile, 'tail'>): boolean {
  if (noRoom.test(serverLog.tail())) return true;
  return [directory, join(directory, 'pg_wal')].some((path) => freeBytes(path) < freeBytesMin);
}

/** Bytes that a user other than root may still write. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY; // the directory is gone, which PostgreSQL says itself
  }
}
