import type { Logger } from 'pino';
import { createOutageLog, createUnqueuedJobsLog } from '../src/outage-log.ts';
import type { WorkDeps } from './job-work.ts';

/** The logs of what jobs try again by themselves. All jobs of a worker share them. */
export function workOutageLogs(log: Logger): WorkDeps['outages'] {
  return {
    heartbeats: createOutageLog(log, {
      failing: 'heartbeats could not be written; tried again',
      again: 'heartbeats are written again',
    }),
    jobLogs: createOutageLog(log, {
      failing: 'lines of job logs were lost',
      again: 'lines of job logs are stored again',
      counted: 'lines_lost',
    }),
    unqueuedJobs: createUnqueuedJobsLog(log),
  };
}
