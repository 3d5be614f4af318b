import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Claim, JobLogStore, NewLogLine } from '../src/contracts/ports/index.ts';
import type { JobLogLine } from '../src/contracts/schemas/index.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { isOutage } from '../src/store/index.ts';

/** Lines that wait for the database. When there are more, the job's log loses the oldest. */
const linesWaitingMax = 100;
/** The first line of an attempt is written at once, since the job may kill its worker. Later ones wait so long for
 *  others: a short job writes them together at its end. */
const gatherMs = 250;

/** Log of a job, called like a pino logger. Each line goes to the log of the process and to that of the job. Callers
 *  read the latter, so it leaves out errors and objects: these may hold internals of the service. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Resolves when every line is stored or lost. */
  flush(): Promise<void>;
}

/** @param outage counts lines that could not be stored */
export function createJobLog(log: Logger, logs: JobLogStore, { job }: Claim, outage: OutageLog): JobLog {
  let waiting: NewLogLine[] = [];
  let writing: Promise<void> | null = null;
  let isRepeated = false;
  const flushing = new AbortController();

  const lost = (error: unknown, lines: number) => outage.failed(error, lines, { job_id: job.id });
  const keepNewest = (lines: NewLogLine[], error: unknown) => {
    waiting = lines.slice(-linesWaitingMax);
    if (lines.length > waiting.length) lost(error, lines.length - waiting.length);
  };
  const write = async () => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      const options = { isRepeated };
      isRepeated = false;
      await logs.append(job.tenant, job.id, lines, options).then(outage.works, (error: unknown) => {
        // The last ones are not kept: the job ends.
        if (!isOutage(error) || flushing.signal.aborted) return lost(error, lines.length);
        keepNewest([...lines, ...waiting], error);
        isRepeated = true; // they are stored if only the answer was lost
      });
      await sleep(gatherMs, undefined, { signal: flushing.signal }).catch(() => {}); // an abort ends the wait
    }
    writing = null;
  };
  const lineAt = (level: JobLogLine['level']) => (fields: object, message: string) => {
    log[level](fields, message);
    const created_at = new Date().toISOString();
    const line = { level, attempt: job.attempt, message, fields: plainFields(fields), created_at };
    keepNewest([...waiting, line], new Error('the database has not answered for too many lines'));
    writing ??= write();
  };
  return {
    info: lineAt('info'),
    warn: lineAt('warn'),
    error: lineAt('error'),
    flush: async () => {
      flushing.abort();
      await writing;
    },
  };
}

function plainFields(fields: object): JobLogLine['fields'] {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  );
}

/** PostgreSQL refuses zero bytes and halves of surrogate pairs, such as a cut text ends with: all lines that are stored
 *  together would be lost. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
