/** Parts of the supervision of a job in its thread: orders to the thread, a watchdog, and what the thread reports. */
import { control, type JobMessage, type LeaseAnswer } from '../src/contracts/ports/index.ts';
import type { JobProgress } from '../src/contracts/schemas/index.ts';
import type { RunningJobMetrics } from '../src/observability/index.ts';
import type { JobLog } from './job-log.ts';

/** How long a thread has to obey an order before it is terminated. It reads orders between two steps; a step of a very
 *  large network may take longer. */
const cancelMsMax = 1_000;
const suspendMsMax = 8_000;
const watchdogMs = 500;

/** Orders to the thread of a job, in shared memory. */
export class ThreadOrders {
  private readonly words = new Int32Array(
    new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT),
  );
  private readonly ending = new AbortController();
  private isInThread = false;

  /** Aborted when the work must end at once. Before the work is in its thread, which has loaded then, each order does
   *  that; later one that the thread does not obey in time. */
  get endingSignal(): AbortSignal {
    return this.ending.signal;
  }

  /** The words, for the thread. */
  get shared(): SharedArrayBuffer {
    return this.words.buffer as SharedArrayBuffer;
  }

  /** A value of the command word. */
  get command(): number {
    return Atomics.load(this.words, control.command);
  }

  /** Changes whenever the thread reads its orders. */
  get readCount(): number {
    return Atomics.load(this.words, control.ordersRead);
  }

  threadBegins(): void {
    this.isInThread = true;
  }

  cancel(): void {
    this.give(control.cancel, cancelMsMax);
  }

  /** Does nothing after another order. */
  suspend(): void {
    if (this.command === control.run) this.give(control.suspend, suspendMsMax);
  }

  /** Cancels a job that is cancelled, or that another attempt holds. */
  obey(answer: LeaseAnswer): void {
    if (answer !== 'held') this.cancel();
  }

  endNow(): void {
    this.ending.abort();
  }

  /** Lets a thread continue that waits until its checkpoints are saved. */
  checkpointSaved(): void {
    Atomics.add(this.words, control.checkpointsSaved, 1);
    Atomics.notify(this.words, control.checkpointsSaved);
  }

  private give(command: number, msMax: number): void {
    if (this.command === command) return;
    Atomics.store(this.words, control.command, command);
    Atomics.notify(this.words, control.checkpointsSaved); // wakes a thread that waits for its checkpoints
    if (this.isInThread) setTimeout(() => this.endNow(), msMax).unref();
    else this.endNow();
  }
}

export interface WatchdogLimits {
  /** Seconds that the job may still work; null: any time. */
  secondsLeft: number | null;
  /** Seconds without a sign of life after which a thread is hung. */
  silentSecondsMax: number;
}

/** Cancels a job that works too long, and ends a thread that gives no sign of life. */
export class Watchdog {
  /** Whether the job was cancelled because its time was used up. */
  isLate = false;
  /** Whether the thread was ended because it gave no sign of life. */
  isHung = false;
  private readonly orders: ThreadOrders;
  private readonly endsAt: number | null;
  private readonly silentMsMax: number;
  private readonly timer: NodeJS.Timeout;
  private lastSignAt = performance.now();
  private lastCheckedAt = performance.now();
  private readCount = 0;
  private isWatching = false;

  constructor(orders: ThreadOrders, { secondsLeft, silentSecondsMax }: WatchdogLimits) {
    this.orders = orders;
    this.endsAt = secondsLeft === null ? null : performance.now() + secondsLeft * 1_000;
    this.silentMsMax = silentSecondsMax * 1_000;
    this.timer = setInterval(() => this.check(), watchdogMs);
  }

  /** Call it at each sign of life, except reads of orders: the watchdog sees those itself. */
  sign(): void {
    this.lastSignAt = performance.now();
  }

  /** From now on silence counts: the thread loads or works. Before, its input is read. */
  watchThread(): void {
    this.isWatching = true;
    this.sign();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private check(): void {
    const { readCount } = this.orders;
    if (readCount !== this.readCount) this.sign();
    this.readCount = readCount;
    this.cancelLate();
    // An interval that comes late itself, because this process was paused, says nothing about the thread.
    if (performance.now() - this.lastCheckedAt > 4 * watchdogMs) this.sign();
    this.lastCheckedAt = performance.now();
    this.endHung();
  }

  private cancelLate(): void {
    if (this.endsAt === null || performance.now() <= this.endsAt) return;
    if (this.isLate || this.orders.command !== control.run) return;
    this.isLate = true;
    this.orders.cancel();
  }

  private endHung(): void {
    const silentMs = performance.now() - this.lastSignAt;
    if (this.isHung || !this.isWatching || silentMs <= this.silentMsMax) return;
    this.isHung = true;
    this.orders.endNow();
  }
}

type Checkpoint = Omit<Extract<JobMessage, { type: 'checkpoint' }>, 'type'>;

export interface ReportsOptions {
  /** Progress before the first report. */
  progress: JobProgress | null;
  orders: ThreadOrders;
  save(checkpoint: Checkpoint): Promise<LeaseAnswer>;
  log: JobLog;
  metrics: RunningJobMetrics;
}

/** Receives the messages of a thread: keeps its last progress, and saves its checkpoints one after the other. */
export class ThreadReports {
  /** The last progress; null if the thread of a continued job has not reported any. */
  progress: JobProgress | null;
  private readonly options: ReportsOptions;
  private saving = Promise.resolve();
  private saveError: unknown;

  constructor(options: ReportsOptions) {
    this.options = options;
    this.progress = options.progress;
  }

  receive(message: JobMessage): void {
    if (message.type === 'progress') this.receiveProgress(message.progress);
    else if (message.type === 'warning') this.options.log.warn({ err: message.cause }, message.message);
    else this.saving = this.saving.then(() => this.save(message)).catch((error) => this.saveFailed(error));
  }

  /** Resolves when all checkpoints that were received are saved. @throws the first error of a save */
  async saved(): Promise<void> {
    await this.saving;
    if (this.saveError !== undefined) throw this.saveError;
  }

  /** Raises the seconds of work to this number. The thread may have reported less. */
  countAtLeast(seconds: number): void {
    if (this.progress === null) return;
    const elapsedSeconds = Math.max(this.progress.elapsed_seconds, seconds);
    this.progress = { ...this.progress, elapsed_seconds: elapsedSeconds };
  }

  private receiveProgress(progress: JobProgress): void {
    const { phase, step, steps } = progress;
    if (this.progress?.phase !== phase) this.options.log.info({ step, steps }, phase);
    this.progress = progress;
    this.options.metrics.reached(progress);
  }

  private async save(checkpoint: Checkpoint): Promise<void> {
    const { orders, save } = this.options;
    orders.obey(await save(checkpoint));
    orders.checkpointSaved();
  }

  private saveFailed(error: unknown): void {
    this.saveError ??= error;
    this.options.orders.cancel();
  }
}
