import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { SeriesPart, SeriesWriter } from '../../contracts/ports/index.ts';
import { createFairGate, createThreadPool } from '../../sharing/index.ts';
import { movable } from '../../transfer.ts';
import type { BytesMessage, ExportTask, PartsMessage } from './thread.ts';

const threadsMax = 2;
const downloadsPerThread = 32;
/** Downloads of one tenant at a time. The others are for tenants that have none. */
const downloadsPerTenant = 48;
const downloadsWaitingMax = 100;
const downloadsWaitingPerTenantMax = 50;
const idleMsMax = 10_000;
/** Messages on their way through the thread. */
const inFlightMax = 2;

/** Writes tables in threads. What a client does not take is not read from the store. */
export function createSeriesWriter(): SeriesWriter {
  const threads = createThreadPool<ExportTask & { port: MessagePort }, void>({
    entry: new URL('./thread.ts', import.meta.url),
    subject: 'downloads',
    threadsMax,
    tasksPerThread: downloadsPerThread,
    idleMsMax,
  });
  const slots = threadsMax * downloadsPerThread;
  const gate = createFairGate({
    ...{ slots, slotsPerTenant: downloadsPerTenant, slotsSpare: slots - downloadsPerTenant },
    ...{ waitingMax: downloadsWaitingMax, waitingPerTenantMax: downloadsWaitingPerTenantMax, msMax: null },
    ...{ graceMs: 0, subject: 'downloads' },
  });
  /** Nothing is read before the download has its place: one that waits holds no parts, and one that is refused costs no query. */
  async function* written(task: ExportTask, parts: AsyncIterable<SeriesPart[]>): AsyncGenerator<Uint8Array> {
    const { port1: own, port2: port } = new MessageChannel();
    const answers = new Answers(own);
    const begun = Promise.withResolvers<void>();
    const run = (signal: AbortSignal) => {
      begun.resolve();
      // The closed port ends the task. With the signal the pool would give the task a thread alone, and end the thread with it.
      signal.addEventListener('abort', () => own.close(), { once: true });
      return threads.run({ ...task, port }, { transferList: [port] });
    };
    gate(run).catch((cause: unknown) => {
      begun.reject(cause);
      answers.fail(cause);
    });
    const source = parts[Symbol.asyncIterator]();
    try {
      await begun.promise;
      let [inFlight, isRead] = [0, false];
      for (;;) {
        for (; inFlight < inFlightMax && !isRead; inFlight++) {
          const next = await source.next();
          isRead = next.done === true;
          const message: PartsMessage = { parts: next.done === true ? null : next.value };
          const { value, buffers } = movable(message, false);
          own.postMessage(value, buffers);
        }
        const { bytes, isEnd } = await answers.next();
        yield* bytes;
        if (isEnd) return;
        inFlight--;
      }
    } finally {
      own.close();
      await source.return?.();
    }
  }
  return {
    csv: (header, attributes, parts, formulas) =>
      written({ format: 'csv', header: headerOf(header), attributes, formulas }, parts),
    parquet: (header, attributes, parts) =>
      written({ format: 'parquet', header: headerOf(header), attributes, formulas: 'keep' }, parts),
  };
}

function headerOf({ time_kind, time_zone, frequency, target, covariates }: ExportTask['header']) {
  return { time_kind, time_zone, frequency, target, covariates };
}

/** The answers of a thread, in order. */
class Answers {
  private readonly arrived: BytesMessage[] = [];
  private error: unknown = null;
  private wake: () => void = () => {};

  constructor(port: MessagePort) {
    port.on('message', (message: BytesMessage) => {
      this.arrived.push(message);
      this.wake();
    });
  }

  fail(cause: unknown): void {
    this.error = cause;
    this.wake();
  }

  async next(): Promise<BytesMessage> {
    while (this.arrived.length === 0) {
      if (this.error !== null) throw this.error;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.arrived.shift()!;
  }
}
