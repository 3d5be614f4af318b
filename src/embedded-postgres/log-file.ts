import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';

const logBytesMax = 10 * 1024 * 1024;
const quotedBytesMax = 4096;
const quotedLinesMax = 12;

/** Log of the server. A log of more than `logBytesMax` becomes the previous log, `<path>.1`, in
 *  place of the one before. */
export interface LogFile {
  fd: number;
  /** Last lines that were written since `mark()`. */
  tail(): string;
  mark(): void;
  /** Begins the log anew if it is too large. A server that has it open writes on into the new one. */
  rotateIfLarge(): void;
}

export function openLogFile(path: string): LogFile {
  const previous = `${path}.1`;
  if (existsSync(path) && statSync(path).size > logBytesMax) renameSync(path, previous);
  const fd = openSync(path, 'a+', 0o600);
  let from = fstatSync(fd).size;
  return {
    fd,
    mark() {
      from = fstatSync(fd).size;
    },
    tail() {
      return readTail(path, from);
    },
    rotateIfLarge() {
      if (fstatSync(fd).size <= logBytesMax) return;
      copyInto(previous, path);
      ftruncateSync(fd);
      from = 0;
    },
  };
}

/** Leaves no copy where the disk has no room for it. */
function copyInto(target: string, source: string): void {
  rmSync(target, { force: true }); // it may belong to another user, and its room is needed
  try {
    copyFileSync(source, target);
  } catch {
    rmSync(target, { force: true });
  }
}

function readTail(path: string, from: number): string {
  const end = statSync(path).size;
  const start = Math.max(from, end - quotedBytesMax);
  const bytes = Buffer.alloc(Math.max(0, end - start));
  const fd = openSync(path, 'r');
  try {
    readSync(fd, bytes, 0, bytes.length, start);
  } finally {
    closeSync(fd);
  }
  return bytes.toString('utf8').trim().split('\n').slice(-quotedLinesMax).join('\n');
}
