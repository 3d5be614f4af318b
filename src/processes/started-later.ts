import type { Logger } from 'pino';
import type { Piscina } from 'piscina';
import { AppError } from '../errors.ts';

export interface LaterPool extends Pick<Piscina, 'run'> {
  /** Starts the threads that the pool always has. Does nothing the next time. */
  start(): void;
  destroy(): Promise<void>;
}

interface Started {
  threads: Piscina;
  /** Resolves when the first thread has loaded its code. @throws AppError internal */
  loaded: Promise<void>;
  /** Error that has ended the pool; null while it works. */
  failure: unknown;
}

/** A pool of threads that starts with `start`, or with its first task. Its entry file exports `ready`.
 *
 *  A thread that cannot load its code, or that dies between two tasks, ends the pool and not the process: tasks are refused, the
 *  log has the cause, and the next task starts another pool. */
export function startedLater(
  create: () => Piscina,
  { log, subject }: { log: Pick<Logger, 'error'>; subject: string },
): LaterPool {
  let pool: Started | null = null;
  let isEnding = false;

  function started(): Started {
    if (pool !== null) return pool;
    const threads = create();
    const made: Started = { threads, loaded: Promise.resolve(), failure: null };
    const broken = (error: unknown) => {
      if (isEnding || made.failure !== null) return;
      made.failure = error;
      log.error({ err: error }, `a thread for ${subject} cannot load its code, or has died`);
      if (pool === made) pool = null;
      void threads.destroy().catch(() => {}); // its other threads end with their tasks
    };
    threads.on('error', broken); // without it the event would end the process
    made.loaded = threads.run(null, { name: 'ready' }).catch((error: unknown) => {
      broken(error);
      throw refusal(made);
    });
    made.loaded.catch(() => {}); // whoever has a task meets the error
    pool = made;
    return made;
  }

  function refusal({ failure }: Started): AppError {
    return new AppError('internal', {
      detail: `The threads for ${subject} do not start. The log of the service has the cause.`,
      cause: failure,
    });
  }

  return {
    start: () => void started(),
    async run(task, options) {
      const made = started();
      await made.loaded;
      try {
        return await made.threads.run(task, options);
      } catch (error) {
        throw made.failure === null ? error : refusal(made);
      }
    },
    async destroy() {
      isEnding = true;
      await pool?.threads.destroy();
    },
  };
}
