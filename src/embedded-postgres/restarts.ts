/** Starts in a row that failed before the server was ready, with pauses in between. A server that was ready is
 *  restarted however often it dies. Sessions of a killed server end within a second. */
export const startsMax = 5;
const pausesMs = [0, 200, 500, 1_000, 2_000];
/** A server that ran this long is restarted without a longer pause. */
const steadyMs = 60_000;

/** Supervisors that may be lost (killed) one soon after the other. */
export const supervisorsMax = 10;
/** A supervisor that ran this long is not counted with those before it. */
const steadySupervisorMs = 600_000;

/** Supervisors that may still be lost after one that ran for some time has ended. */
export function supervisorsAfter(left: number, ranMs: number): number {
  return (ranMs >= steadySupervisorMs ? supervisorsMax : left) - 1;
}

export interface Ending {
  /** Whether the server had been ready. */
  wasReady: boolean;
  ranMs: number;
  /** Whether its disk has no room. */
  isDiskFull: boolean;
}

/** Decides whether and when a server that has ended is started again. A start that fails for want of room on the disk
 *  is no reason to give up: it is repeated until there is room. */
export class Restarts {
  #failures = 0;
  #crashes = 0;
  #isFullTold = false;

  /** Pause before the next start. */
  get pauseMs(): number {
    return pausesMs[Math.min(Math.max(this.#failures, this.#crashes), pausesMs.length - 1)];
  }

  /** Counts an end. @returns what follows: a restart, also one that waits for room on the disk, which `disk full`
   *  says once; or nothing */
  next({ wasReady, ranMs, isDiskFull }: Ending): 'restart' | 'disk full' | 'disk still full' | 'give up' {
    const wasSteady = ranMs > steadyMs;
    this.#crashes = wasSteady ? 1 : this.#crashes + 1;
    if (wasReady) this.#failures = 0;
    else if (!isDiskFull) this.#failures += 1;
    if (wasReady && wasSteady) this.#isFullTold = false;
    if (!isDiskFull) return this.#failures >= startsMax ? 'give up' : 'restart';
    const isTold = this.#isFullTold;
    this.#isFullTold = true;
    return isTold ? 'disk still full' : 'disk full';
  }
}
