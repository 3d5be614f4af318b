import { type DestinationStream, pino } from 'pino';

/** Waiting characters at which lines are written. */
const charactersMax = 4_096;
/** A line waits at most this many milliseconds. */
const waitMsMax = 200;

export interface LogLines extends DestinationStream {
  /** Writes what waits before it returns. */
  flushSync(): void;
}

/** Destination of a log with many lines: they are written together, and the exit of the process writes the last ones. pino's own
 *  `minLength` does the same, but copies all waiting lines and counts their bytes at each line.
 *  @param destination a file descriptor or a path */
export function logLines(destination: number | string = 1): LogLines {
  const output = pino.destination({ dest: destination, sync: false });
  let waiting = '';
  const write = () => {
    if (waiting === '') return;
    const lines = waiting;
    waiting = '';
    output.write(lines);
  };
  const flushSync = () => {
    write();
    output.flushSync();
  };
  setInterval(write, waitMsMax).unref();
  // Before the listeners of the output, which end it.
  process.prependListener('beforeExit', write);
  process.prependListener('exit', flushSync);
  return {
    write(line) {
      waiting += line;
      if (waiting.length >= charactersMax) write();
    },
    flushSync,
  };
}
