import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const logBytesMax = 10 * 1024 * 1024;
const quotedBytesMax = 4096;
const quotedLinesMax = 12;

/** Log of the server. Opening it truncates a log of more than `logBytesMax`. */
export interface LogFile {
  fd: number;
  /** Last lines that were written since `mark()`. */
  tail(): string;
  mark(): void;
}

export function openLogFile(path: string): LogFile {
  if (existsSync(path) && statSync(path).size > logBytesMax) truncateSync(path, 0);
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
  };
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
