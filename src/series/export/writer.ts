import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { SeriesPart, SeriesWriter } from '../../contracts/ports/index.ts';
import { createFairGate, createThreadPool } from '../../sharing/index.ts';
import { movable } from '../../transfer.ts';
import type { BytesMessage, ExportTask, PartsMessage } from './thread.ts';

const threadsMaxDefault = 2;
const downloadsPerThread = 32;
/** Share of the downloads that one tenant may have at a time. The others are for tenants that have none. */
const tenantShare = 0.75;
const downloadsWaitingMax = 100;
const downloadsWaitingPerTenantMax = 50;
const idleMsMax = 10_000;
/** Parts in the threads, for each of them: one that is written, and one that follows at once. The others wait for the
 *  turn of their tenant. */
const partsPerThread = 2;

/** Writes tables in threads. What a client does not take is not read from the store: the second part of a download
 *  begins when the first one is taken. Tenants take turns, part by part. */
export function createSeriesWriter(threadsMax = threadsMaxDefault): SeriesWriter {
  const threads = createThreadPool<ExportTask & { port: MessagePort }, void>({
    entry: new URL('./thread.ts', import.meta.url),
    subject: 'downloads',
    threadsMax,
    tasksPerThread: downloadsPerThread,
    idleMsMax,
  });
  const slots = threadsMax * downloadsPerThread;
  const downloadsPerTenant = tenantShare * slots;
  const gate = createFairGate({
    slots,
    slotsPerTenant: downloadsPerTenant,
    slotsSpare: slots - downloadsPerTenant,
    waitingMax: downloadsWaitingMax,
    waitingPerTenantMax: downloadsWaitingPerTenantMax,
    msMax: null,
    graceMs: 0,
    subject: 'downloads',
  });
  const partsAtOnce = threadsMax * partsPerThread;
  /** Each download has one part at most, so none is refused. One whose caller has gone leaves. */
  const inTurn = createFairGate({
    slots: partsAtOnce,
    slotsPerTenant: partsAtOnce - 1,
    slotsSpare: 1,
    msMax: null,
    graceMs: 0,
    waitingMax: slots,
    waitingPerTenantMax: slots,
    subject: 'downloads',
  });
  let sequence = 0;
  /** Nothing is read before the download has its place: one that waits holds no parts, and one that is
   *  refused costs no query. */
  async function* written(task: ExportTask, parts: AsyncIterable<SeriesPart[]>): AsyncGenerator<Uint8Array> {
    const { port1: own, port2: port } = new MessageChannel();
    const answers = new Answers(own);
    const begun = Promise.withResolvers<void>();
    let [isWriting, hasEnded] = [false, false];
    /** The closed port ends the task, after the part that its thread writes: that part holds its place for so long. */
    const end = () => {
      hasEnded = true;
      if (!isWriting) own.close();
    };
    const run = (signal: AbortSignal) => {
      begun.resolve();
      // With the signal the pool would give the task a thread alone, and end the thread with it.
      signal.addEventListener('abort', end, { once: true });
      return threads.run({ ...task, port }, { transferList: [port] });
    };
    gate(run).catch((cause: unknown) => {
      begun.reject(cause);
      answers.fail(cause);
    });
    const source = parts[Symbol.asyncIterator]();
    let ahead: ReturnType<typeof source.next> | null = null;
    /** @param readsOn whether the next part is read while this one is written */
    const write = async (readsOn: boolean): Promise<BytesMessage> => {
      const reading = ahead ?? source.next();
      ahead = null;
      const next = await reading;
      const isLast = next.done === true;
      return inTurn(async () => {
        if (hasEnded) throw new Error('the download was given up');
        isWriting = true;
        try {
          const message: PartsMessage = { parts: isLast ? null : next.value, sequence: sequence++ };
          const { value, buffers } = movable(message, false);
          own.postMessage(value, buffers);
          if (readsOn && !isLast) ahead = heard(source.next());
          return await answers.next();
        } finally {
          isWriting = false;
          if (hasEnded) own.close();
        }
      });
    };
    try {
      await begun.promise;
      let [next, isTaken] = [write(false), false];
      for (;;) {
        const { bytes, isEnd } = await next;
        if (isTaken && !isEnd) next = heard(write(true)); // while the caller takes this part
        yield* bytes;
        if (isEnd) return;
        if (!isTaken) next = write(true);
        isTaken = true;
      }
    } finally {
      end();
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

/** A promise whose failure is told where it is awaited, or nowhere if the download ends before. */
function heard<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
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
