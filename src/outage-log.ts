/** Least time between two lines about failures of the same part. */
const lineEveryMs = 60_000;
/** A part without a failure for so long did not try: its next failure begins a new outage. */
const forgottenAfterMs = 300_000;

/** The part of a pino logger that is used. */
export interface OutageLines {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

export interface OutageWords {
  /** Message of the lines about failures. */
  failing: string | ((error: unknown) => string);
  /** Message of the line that ends an outage. */
  again: string;
  /** Name of the field that counts what failed or was lost; default `failures`. */
  counted?: string;
}

export interface OutageLog {
  /** @param count how much failed or was lost; default 1
   *  @param fields further fields of the line */
  failed(error: unknown, count?: number, fields?: object): void;
  /** Called after each success. Costs a comparison while nothing is wrong. */
  works(): void;
  /** Whether the last call was a failure. */
  readonly isDown: boolean;
}

/** Log of a part that tries again by itself, such as a loop that needs a database. Its first failure is a line with the
 *  stack. Further ones make at most one line a minute, with their number since the line before. The first success after
 *  such a line is a line with the duration and the number of all failures. A part that fails and works in turns stays
 *  within these bounds. It works on calls only: no timer wakes the process.
 *  @param now milliseconds */
export function createOutageLog(
  log: OutageLines,
  { failing, again, counted = 'failures' }: OutageWords,
  now = () => performance.now(),
): OutageLog {
  let isDown = false;
  /** Whether a line has told the outage. */
  let isTold = false;
  let beganAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let lineAt = Number.NEGATIVE_INFINITY;
  let inOutage = 0;
  let sinceLine = 0;

  const seconds = (at: number) => Math.round((at - beganAt) / 100) / 10;
  return {
    failed(error, count = 1, fields = {}) {
      const at = now();
      if (!isDown || at - failedAt > forgottenAfterMs) {
        isDown = true;
        isTold = false;
        beganAt = at;
        inOutage = 0;
      }
      failedAt = at;
      inOutage += count;
      sinceLine += count;
      if (at - lineAt < lineEveryMs) return;
      const details = isTold ? { reason: reasonOf(error), seconds: seconds(at) } : { err: error };
      const message = typeof failing === 'string' ? failing : failing(error);
      log.warn({ ...fields, ...details, [counted]: sinceLine }, message);
      lineAt = at;
      isTold = true;
      sinceLine = 0;
    },
    works() {
      if (!isDown) return;
      isDown = false;
      if (!isTold || now() - failedAt > forgottenAfterMs) return;
      sinceLine = 0;
      log.info({ seconds: seconds(now()), [counted]: inOutage }, again);
    },
    get isDown() {
      return isDown;
    },
  };
}

/** Log of jobs that are stored and cannot be queued. A process has one for each queue, because an outage of the
 *  queue fails all calls. */
export function createUnqueuedJobsLog(log: OutageLines): OutageLog {
  return createOutageLog(log, {
    failing: 'jobs not queued: the reconciler will queue them',
    again: 'jobs are queued again',
    counted: 'jobs',
  });
}

/** The messages of an error and of its causes, in turn. An error of a connection may have a code only. */
export function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let one = error; one !== undefined && one !== null && reasons.length < 5; ) {
    const { message, code, cause } = one as { message?: string; code?: unknown; cause?: unknown };
    reasons.push(message || String(code ?? one));
    one = cause;
  }
  return reasons.join(': ');
}
