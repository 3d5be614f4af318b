import type { Logger } from 'pino';
import type { Claim, JobLogStore, NewLogLine } from '../src/contracts/ports/index.ts';
import type { JobLogLine } from '../src/contracts/schemas/index.ts';

/** Lines that wait for the database; more are lost to the job's log, the oldest first. */
const linesWaitingMax = 100;

/** Called as a pino logger is. Every line goes to the log of the process, and to that of the job, which callers read:
 *  there without errors and objects, whose inside is not theirs to see. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Resolves when all lines are stored, or could not be. */
  flush(): Promise<void>;
}

export function createJobLog(log: Logger, logs: JobLogStore, { job }: Claim): JobLog {
  let waiting: NewLogLine[] = [];
  let writing: Promise<void> | null = null;

  const write = async () => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      await logs
        .append(job.tenant, job.id, lines)
        .catch((err: unknown) => log.warn({ err, lines: lines.length }, 'lines of the job log were lost'));
    }
    writing = null;
  };
  const lineAt = (level: JobLogLine['level']) => (fields: object, message: string) => {
    log[level](fields, message);
    const created_at = new Date().toISOString();
    waiting.push({ level, attempt: job.attempt, message, fields: plainFields(fields), created_at });
    if (waiting.length > linesWaitingMax) waiting.shift();
    writing ??= write();
  };
  return {
    info: lineAt('info'),
    warn: lineAt('warn'),
    error: lineAt('error'),
    flush: async () => {
      await writing;
    },
  };
}

function plainFields(fields: object): JobLogLine['fields'] {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    ),
  );
}
