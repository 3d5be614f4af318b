/** Messages between the main thread and a thread that reads an upload: chunks of the body go in, series come out. Both
 *  go as fast as the other side takes them. Arrays are transferred, not copied. */
import { setImmediate as turn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { PackedSeries } from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import { movable } from '../transfer.ts';

/** Bytes of a body on their way to a thread. */
const bytesInFlightMax = 1024 * 1024;
/** Bytes of chunks that a thread reads before it says so. */
const takenBytesMin = bytesInFlightMax / 4;
/** Memory of a message beside its chunk, about. A sender may send each byte alone. */
const messageBytes = 1024;
/** Chunks that fill a buffer of this length are sent as they are. */
const ownChunkBytesMin = 16 * 1024;
/** Series and numbers of one message. The main thread takes such a message in about a millisecond. */
const seriesPerMessage = 500;
const numbersPerMessage = 65_536;
const chunksPerMessage = 250;
/** Milliseconds for which a reader works before other readers of its thread get a turn, and before it learns
 *  that its sender has gone. */
const turnMsMax = 20;
/** Shorter arrays share the buffer of a message. */
const ownBufferNumbersMin = 4_096;

type ToThread = { chunk: Uint8Array } | { end: true } | { isTaken: true };
type ToMain =
  | { takenBytes: number }
  | { heldBytes: number; isAwaited: boolean }
  | Batch
  | { packed: PackedSeries[] };

export interface SeriesArrays {
  times: Float64Array;
  values: Float64Array;
  covariates: Record<string, Float64Array>;
}

/** Series whose `times` are a position in `times` of all batches: series may share them. */
interface Batch {
  times: Float64Array[];
  series: (Omit<SeriesArrays, 'times'> & { times: number })[];
}

/** Sends a body to a thread, until its end, until `isStopped`, or until the thread has gone. Its
 *  chunks are empty afterwards.
 *  @throws the errors of the body */
export async function sendBody(
  port: MessagePort,
  body: AsyncIterable<Buffer>,
  isStopped: () => boolean,
): Promise<void> {
  let inFlight = 0;
  let isClosed = false;
  let wake: (() => void) | null = null;
  const onMessage = (message: ToMain) => {
    if (!('takenBytes' in message)) return;
    inFlight -= message.takenBytes;
    wake?.();
  };
  port.on('message', onMessage);
  port.once('close', () => {
    isClosed = true;
    wake?.();
  });
  for await (const chunk of body) {
    const isAlone = chunk.byteLength === chunk.buffer.byteLength && chunk.byteLength >= ownChunkBytesMin;
    const copy = isAlone ? chunk : new Uint8Array(chunk); // the buffer of a chunk may belong to a pool
    inFlight += copy.length + messageBytes;
    port.postMessage({ chunk: copy } satisfies ToThread, [copy.buffer as ArrayBuffer]);
    while (inFlight > bytesInFlightMax && !isClosed && !isStopped())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (isClosed || isStopped()) return;
  }
  port.postMessage({ end: true } satisfies ToThread);
}

/** Ports of bodies that were closed. A port does not tell it to those who listen later. */
const closedPorts = new WeakSet<MessagePort>();

/** The chunks of a body in a thread. Between two chunks, and before the end, other readers of the thread get a turn.
 *  @throws AppError body_incomplete if the sender gives up, also behind the end of the body */
export async function* receiveBody(port: MessagePort): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let state = 'open' as 'open' | 'ended' | 'closed';
  let wake: (() => void) | null = null;
  const onMessage = (message: ToThread) => {
    if ('chunk' in message) chunks.push(Buffer.from(message.chunk.buffer));
    if ('end' in message) state = 'ended';
    wake?.();
  };
  const onClose = () => {
    state = 'closed';
    wake?.();
  };
  port.once('close', () => closedPorts.add(port)); // also after the body
  port.on('message', onMessage);
  port.once('close', onClose);
  let takenBytes = 0;
  let turnAt = Number.NEGATIVE_INFINITY; // what its sender has left may wait here behind long work
  try {
    for (;;) {
      if ((chunks.length > 0 || state === 'ended') && performance.now() - turnAt >= turnMsMax) {
        await turn();
        await turn(); // Node tells the end of a port behind the first one
        turnAt = performance.now();
      }
      if (state === 'closed') throw new AppError('body_incomplete');
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        const { length } = chunk;
        yield chunk;
        takenBytes += length + messageBytes;
        if (takenBytes < takenBytesMin && chunks.length > 0) continue;
        port.postMessage({ takenBytes } satisfies ToMain);
        takenBytes = 0;
      } else if (state === 'ended') return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    port.off('message', onMessage);
    port.off('close', onClose);
  }
}

/** Counts bytes that a thread is about to hold, before it does. @throws AppError body_incomplete if the
 *  main thread refuses them */
export async function holdBytes(port: MessagePort, heldBytes: number): Promise<void> {
  const answered = nextAnswer(port);
  port.postMessage({ heldBytes, isAwaited: true } satisfies ToMain);
  await answered;
}

/** Counts bytes that a thread holds while it still receives its body, which ends with body_incomplete if the main
 *  thread refuses them. After the body, `holdBytes` waits until they are counted. */
export function tellHeldBytes(port: MessagePort, heldBytes: number): void {
  port.postMessage({ heldBytes, isAwaited: false } satisfies ToMain);
}

/** Sends packed series from a thread, a batch after the other. Their bytes are empty afterwards. */
export async function sendPacked(port: MessagePort, series: PackedSeries[]): Promise<void> {
  for (let from = 0; from < series.length; ) {
    const packed: PackedSeries[] = [];
    for (let chunks = 0; from < series.length && chunks < chunksPerMessage; from++) {
      packed.push(series[from]);
      chunks += series[from].chunks.length;
    }
    const { value, buffers } = movable<ToMain>({ packed }, true);
    const answered = nextAnswer(port);
    port.postMessage(value, buffers);
    await answered;
  }
}

/** Sends series from a thread, a batch after the other. Their arrays are empty afterwards. */
export async function sendSeries(port: MessagePort, series: SeriesArrays[]): Promise<void> {
  const known = new Map<Float64Array, number>();
  for (let from = 0; from < series.length; ) {
    const batch: Batch = { times: [], series: [] };
    const arrays = new SharedBuffer();
    for (; from < series.length && batch.series.length < seriesPerMessage && !arrays.isFull; from++) {
      const one = series[from];
      let position = known.get(one.times);
      if (position === undefined) {
        position = known.size;
        known.set(one.times, position);
        const at = batch.times.push(one.times) - 1;
        arrays.add(one.times, (moved) => {
          batch.times[at] = moved;
        });
      }
      const sent = { ...one, covariates: { ...one.covariates }, times: position };
      arrays.add(one.values, (moved) => {
        sent.values = moved;
      });
      for (const name in one.covariates)
        arrays.add(one.covariates[name], (moved) => {
          sent.covariates[name] = moved;
        });
      batch.series.push(sent);
    }
    const buffers = arrays.moved();
    const answered = nextAnswer(port);
    port.postMessage(batch satisfies ToMain, buffers);
    await answered;
  }
}

/** Resolves with the next message. @throws AppError body_incomplete if the port closes first, or was closed */
export function nextAnswer(port: MessagePort): Promise<void> {
  return new Promise((resolve, reject) => {
    if (closedPorts.has(port)) return reject(new AppError('body_incomplete'));
    const onMessage = () => {
      port.off('close', onClose);
      resolve();
    };
    const onClose = () => {
      port.off('message', onMessage);
      reject(new AppError('body_incomplete'));
    };
    port.once('message', onMessage);
    port.once('close', onClose);
  });
}

/** Collects the series that a thread sends. Other work goes between two batches.
 *  @param hold counts the bytes that the thread is about to hold. It closes the port to refuse them */
export function receiveSeries(
  port: MessagePort,
  hold: (bytes: number) => void,
): { series: SeriesArrays[]; packed: PackedSeries[] } {
  const times: Float64Array[] = [];
  const series: SeriesArrays[] = [];
  const packed: PackedSeries[] = [];
  port.on('message', (message: ToMain) => {
    if ('takenBytes' in message) return;
    if ('heldBytes' in message) {
      hold(message.heldBytes);
      if (!message.isAwaited) return;
    }
    setImmediate(() => port.postMessage({ isTaken: true } satisfies ToThread));
    if ('heldBytes' in message) return;
    if ('packed' in message) {
      for (const one of message.packed) packed.push(one);
      return;
    }
    for (const one of message.times) times.push(one);
    for (const one of message.series) series.push({ ...one, times: times[one.times] });
  });
  return { series, packed };
}

/** Arrays of one message: long ones with their own buffers, short ones copied into a common buffer. */
class SharedBuffer {
  private readonly long: { array: Float64Array; use: (moved: Float64Array) => void }[] = [];
  private readonly short: { array: Float64Array; use: (moved: Float64Array) => void }[] = [];
  private numbers = 0;

  get isFull(): boolean {
    return this.numbers >= numbersPerMessage || this.long.length >= seriesPerMessage;
  }

  add(array: Float64Array, use: (moved: Float64Array) => void): void {
    const isLong = array.length >= ownBufferNumbersMin;
    (isLong ? this.long : this.short).push({ array, use });
    if (!isLong) this.numbers += array.length;
  }

  /** Gives every array its place. @returns the buffers to transfer */
  moved(): ArrayBuffer[] {
    const common = new Float64Array(this.numbers);
    let at = 0;
    for (const { array, use } of this.short) {
      common.set(array, at);
      use(common.subarray(at, at + array.length));
      at += array.length;
    }
    for (const { array, use } of this.long) use(isWhole(array) ? array : array.slice());
    return [
      common.buffer,
      ...new Set(this.long.filter(({ array }) => isWhole(array)).map(({ array }) => array.buffer)),
    ] as ArrayBuffer[];
  }
}

/** Whether an array is all of its buffer: other arrays may lie beside it otherwise. */
function isWhole({ byteLength, buffer }: Float64Array): boolean {
  return byteLength === buffer.byteLength;
}
