/** Places at which a test kills the process: between two steps that a crash must not separate. */
export const faultPoints = [
  /** The rows of a job are written, and not committed. Only with an `Idempotency-Key`: without,
   *  both are one statement. */
  'inserted',
  /** The rows of a job are committed, and the job is not queued. */
  'committed',
  /** The job is queued, and the call is not answered. */
  'queued',
  /** A worker has claimed a job, and has not begun. */
  'claimed',
  /** A job is published, and still in the queue. */
  'published',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

/** A point, and the id of the only job that it is for; null: all jobs. */
export interface ArmedPoint {
  point: FaultPoint;
  jobId: string | null;
}

let armed: ArmedPoint | null = null;

/** Called once, at the start of a process, with the setting. */
export function armFaultPoint(point: ArmedPoint | null): void {
  armed = point;
}

/** Kills the process if the setting names this point. Otherwise does nothing. */
export function faultPoint(point: FaultPoint, jobId: string): void {
  if (armed?.point === point && (armed.jobId ?? jobId) === jobId) process.kill(process.pid, 'SIGKILL');
}
