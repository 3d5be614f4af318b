import { createOutageLog, type OutageLines, type OutageLog } from '../outage-log.ts';
import type { PayloadWorker, QueueBackend } from './backend.ts';

/** The part of BullMQ's Worker that asks its queue for the next job. */
interface Fetching {
  moveToActive(...given: unknown[]): Promise<unknown>;
}

/** Log of the errors with which workers fetch jobs and renew locks. The workers of a process share
 *  it: they have one database.
 *  @param reasonOf asks the database for the reason of an error; further errors are counted meanwhile */
export function createQueueOutage(log: OutageLines, { reasonOf }: Pick<QueueBackend, 'reasonOf'>): OutageLog {
  const outage = createOutageLog(log, {
    failing: 'queue: an error; it is retried',
    again: 'the queue answers again',
  });
  let waiting = 0;
  const tell = async (error: unknown) => {
    const reason = await reasonOf(error);
    outage.failed(reason, waiting);
    waiting = 0;
  };
  return {
    failed(error, count = 1) {
      waiting += count;
      if (waiting === count) void tell(error);
    },
    works: outage.works,
    get isDown() {
      return outage.isDown;
    },
  };
}

/** Tells the log of each error of a worker, and of each answer of its queue. BullMQ has no event for an answer without
 *  a job, and an idle worker gets no other. */
export function watchQueue(worker: PayloadWorker, outage: OutageLog): void {
  const fetching = worker as unknown as Fetching;
  const moveToActive = fetching.moveToActive.bind(worker);
  fetching.moveToActive = async (...given) => {
    const answer = await moveToActive(...given);
    outage.works();
    return answer;
  };
  worker.on('error', (error) => outage.failed(error));
}
