import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { requestTimeSlice } from '../engine/index.ts';

const niceMax = 19;
/** Time slice. A thread that wakes up would wait for the end of the slice that runs, about 2 ms each time, and a stored
 *  forecast wakes several: the API, PostgreSQL, and what writes to the disk. It interrupts a thread with a longer slice
 *  than its own at once. */
export const sliceMs = 20;
let yields = false;

/** Makes the scheduler prefer other threads to this one, once. Linux has a priority for each thread, and threads that
 *  this one starts have it too. Elsewhere the call would change the whole process, whose heartbeats must
 *  not wait: it does nothing.
 *  @param niceness is added to the nice value. With 10, that of the command `nice`, a thread gets a tenth of a core on
 *    which another computes, and one that has just computed waits a short time when it wakes up.
 *    With 0 nothing changes */
export function yieldToOthers(niceness: number): void {
  if (yields || niceness === 0 || process.platform !== 'linux') return;
  yields = true;
  setPriority(Math.min(niceMax, getPriority() + niceness));
  requestTimeSlice(sliceMs);
}

const sessionFile = '/proc/self/autogroup';
const againAfterMs = 200;
const triesMax = 5;

/** Makes the scheduler prefer other sessions to that of this process, if the process leads one. Where Linux groups
 *  processes by session (`sched_autogroup`), it first divides the cores among the sessions, and nice values count
 *  within a session only. Each process of PostgreSQL has a session of its own, so it would wait for trainings whatever
 *  their niceness is. Elsewhere, and within a CPU group such as that of a container, nothing changes.
 *  @param niceness as of `yieldToOthers` */
export function yieldAsSession(niceness: number): void {
  if (niceness === 0 || process.platform !== 'linux' || !leadsSession()) return;
  const write = (tries: number) => {
    try {
      writeFileSync(sessionFile, String(niceness));
    } catch (error) {
      // Processes without rights may change one session in a tenth of a second, of the whole machine. Without
      // groups there is no file.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || tries === 1) return;
      setTimeout(() => write(tries - 1), againAfterMs).unref();
    }
  };
  write(triesMax);
}

/** The fields of `/proc/self/stat` after the name of the process are its state, its parent, its
 *  group and its session. */
function leadsSession(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(session) === process.pid;
  } catch {
    return false; // without /proc, or without a file handle
  }
}
