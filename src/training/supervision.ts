import { control, type Supervised, type TrainMessage } from '../contracts/ports/index.ts';
import type { JobProgress } from '../contracts/schemas/index.ts';

/** Monotonic milliseconds. A test double in tests. */
export type Clock = () => number;

/** The thread's side of its worker: orders in, progress and checkpoints out. */
export interface Supervision {
  order(): 'run' | 'cancel' | 'suspend';
  /** Seconds of work over all attempts. */
  elapsedSeconds(): number;
  /** Seconds of this attempt. */
  attemptSeconds(): number;
  /** Sent when the last one is long enough ago, or at once when it says something new (`urgent`). */
  progress(make: () => JobProgress, urgent?: boolean): void;
  checkpointDue(): boolean;
  /** Waits while two checkpoints are not yet safe. False, and nothing is sent, when another order came meanwhile. */
  checkpoint(encode: () => Uint8Array, step: number): boolean;
  /** The last one before a suspension: sent without waiting. */
  lastCheckpoint(encode: () => Uint8Array, step: number): void;
}

const progressEveryMs = 250;
const checkpointEveryMs = 2_000;
const checkpointsUnsavedMax = 2;
/** How long one sleep lasts before orders are looked at again. */
const waitMs = 50;

export function createSupervision(task: Supervised, clock: Clock): Supervision {
  const words = new Int32Array(task.control);
  const started = clock();
  let lastProgress = Number.NEGATIVE_INFINITY;
  let lastCheckpointAt = started;
  let sent = 0;

  function post(message: TrainMessage): void {
    task.port.postMessage(message);
  }
  function order(): 'run' | 'cancel' | 'suspend' {
    const command = Atomics.load(words, control.command);
    if (command === control.cancel) return 'cancel';
    return command === control.suspend ? 'suspend' : 'run';
  }
  function send(encode: () => Uint8Array, step: number): void {
    post({ type: 'checkpoint', bytes: encode(), step });
    sent++;
    lastCheckpointAt = clock();
  }

  return {
    order,
    attemptSeconds: () => (clock() - started) / 1_000,
    elapsedSeconds: () => task.elapsedSeconds + (clock() - started) / 1_000,
    progress(make, urgent = false) {
      const now = clock();
      if (!urgent && now - lastProgress < progressEveryMs) return;
      lastProgress = now;
      post({ type: 'progress', progress: make() });
    },
    checkpointDue: () => clock() - lastCheckpointAt >= checkpointEveryMs,
    checkpoint(encode, step) {
      for (;;) {
        const saved = Atomics.load(words, control.checkpointsSaved);
        if (sent - saved < checkpointsUnsavedMax) break;
        if (order() !== 'run') return false;
        Atomics.wait(words, control.checkpointsSaved, saved, waitMs);
      }
      send(encode, step);
      return true;
    },
    lastCheckpoint: send,
  };
}
