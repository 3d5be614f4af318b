import { createPostgresBackend } from 'bullmq';
import { asRefused } from './pool.ts';

/** The part of BullMQ's backend that asks once whether its tables are there. */
interface Asking {
  waitUntilReady(): Promise<void>;
  /** The answer, or its error. */
  readyPromise?: Promise<void> | undefined;
}

/** BullMQ's backend on PostgreSQL. BullMQ keeps the error of its first question for ever: a worker whose database went away in that moment would repeat
 *  it without a pause, so that its event loop never turned again. Here the next call asks again. */
export const createBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given);
  askAgain(backend as unknown as Asking);
  askAgain((backend as unknown as { connection: Asking }).connection);
  return backend;
};

function askAgain(asking: Asking): void {
  const ask = asking.waitUntilReady.bind(asking);
  asking.waitUntilReady = async () => {
    const answer = ask();
    const asked = asking.readyPromise;
    try {
      await answer;
    } catch (error) {
      if (asking.readyPromise === asked) asking.readyPromise = undefined;
      throw asRefused(error);
    }
  };
}
