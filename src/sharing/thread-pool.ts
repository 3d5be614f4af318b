import { Piscina } from 'piscina';
import { AppError } from '../errors.ts';

export interface ThreadPoolOptions {
  /** Entry file of the threads. With `threadsMin` it exports `ready`. */
  entry: URL;
  /** Names the work in messages. */
  subject: string;
  threadsMax: number;
  /** Threads that the pool always has, once it is started. Default: 0 */
  threadsMin?: number;
  /** Default: 1 */
  tasksPerThread?: number;
  idleMsMax: number;
  heapMiBMax?: number;
  youngMiBMax?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
export interface ThreadPool<Task = any, Answer = any> extends Pick<Piscina<Task, Answer>, 'run'> {
  /** Starts the threads that the pool always has. Does nothing the next time, or soon after a thread could not start. */
  start(): void;
  /** Runs `ready` of the entry file: a thread starts, unless one is idle. Resolves when a thread has answered, and also as soon
   *  as a thread of the pool is broken: the answer of another one may come after its long task. */
  prepare(): Promise<void>;
  /** Number of tasks that threads have done. */
  completed(): number;
  /** Ends all threads, with their tasks. */
  destroy(): Promise<void>;
}

interface Started<Task, Answer> {
  threads: Piscina<Task, Answer>;
  waiting: WaitingTasks;
  /** Resolves when the first of the threads that the pool always has is ready. */
  loaded: Promise<unknown>;
  /** Called when a thread is broken. */
  onBreak: Set<() => void>;
  /** Tasks that have not ended. */
  running: number;
  /** Error of a thread that could not load its code, or that died between two tasks; null while there is none. */
  failure: unknown;
  isEnded: boolean;
}

/** Work that did not begin. Another attempt may succeed, when the machine has more room. */
export class BrokenThreads extends AppError {
  constructor(subject: string, cause: unknown) {
    const detail = `The threads for ${subject} do not start. The log of the service has the cause.`;
    super('internal', { detail, cause });
  }
}

type WaitingTask = Parameters<InstanceType<typeof Piscina.FixedQueue>['push']>[0];

/** Tasks that wait for a thread of Piscina. */
class WaitingTasks extends Piscina.FixedQueue {
  private newest: WaitingTask | null = null;

  override push(task: WaitingTask): void {
    this.newest = task;
    super.push(task);
  }

  /** Takes back the task that came last. If the system refuses a thread for a task, Piscina keeps the task but throws, so that nobody
   *  has the promise of its end: it would run for nobody, and an error of it would end the process. */
  withdraw(): void {
    if (this.newest !== null) this.remove(this.newest);
    this.newest = null;
  }
}

/** Pause before `start` tries again. */
const pauseMs = 10_000;

type Report = (error: unknown, message: string) => void;
let report: Report = (error) => process.emitWarning(error as Error);

/** Names what hears of broken threads in this process: its log. */
export function reportBrokenThreads(to: Report): void {
  report = to;
}

/** A pool of threads that starts with `start`, or with its first task.
 *
 *  A thread that cannot load its code, or that dies between two tasks, does not end the process: the report has the cause, and
 *  the next task starts other threads. Tasks that wait go to the other threads of the same pool, and are refused if it has none.
 *  @throws BrokenThreads from `run` */
// biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
export function createThreadPool<Task = any, Answer = any>(
  options: ThreadPoolOptions,
): ThreadPool<Task, Answer> {
  const { subject, threadsMin = 0 } = options;
  let present: Started<Task, Answer> | null = null;
  /** Pools with a broken thread, whose other threads have tasks. */
  const ending = new Set<Started<Task, Answer>>();
  let completedBefore = 0;
  /** Time of the last report of a thread that could not start. */
  let brokenAt = Number.NEGATIVE_INFINITY;
  let isEnding = false;

  function started(): Started<Task, Answer> {
    if (present !== null) return present;
    const waiting = new WaitingTasks();
    const threads = new Piscina<Task, Answer>({ ...piscinaOptions(options), taskQueue: waiting });
    const made: Started<Task, Answer> = {
      ...{ threads, waiting, running: 0, failure: null, isEnded: false },
      ...{ loaded: Promise.resolve(), onBreak: new Set() },
    };
    threads.on('error', (error: unknown) => broken(made, error)); // without it the event would end the process
    if (threadsMin > 0)
      made.loaded = threads.run(null as Task, { name: 'ready' }).catch((error) => broken(made, error));
    present = made;
    return made;
  }

  /** Gives no further task to a pool with a broken thread, and ends it as soon as its other threads have ended theirs. */
  function broken(made: Started<Task, Answer>, error: unknown): void {
    if (isEnding || made.isEnded) return;
    made.failure = error;
    ending.add(made);
    for (const heard of made.onBreak) heard();
    reportBroken(error);
    if (present === made) {
      present = null;
      completedBefore += made.threads.completed;
    }
    endIfDone(made);
  }

  function reportBroken(error: unknown): void {
    brokenAt = performance.now();
    report(error, `a thread for ${subject} cannot load its code, or has died`);
  }

  function endIfDone(made: Started<Task, Answer>): void {
    const { threads, failure, running } = made;
    if (failure === null || made.isEnded || (running > 0 && threads.threads.length > 0)) return;
    made.isEnded = true;
    ending.delete(made);
    void threads.destroy(); // tasks that wait are refused
  }

  async function run(task: Task, runOptions?: Parameters<ThreadPool['run']>[1]): Promise<Answer> {
    let made: Started<Task, Answer> | null = null;
    try {
      made = started();
      made.running++;
      await made.loaded;
      if (made.isEnded) throw new BrokenThreads(subject, made.failure);
      return await made.threads.run(task, runOptions);
    } catch (error) {
      if (isWithoutThread(error)) {
        reportBroken(error);
        made?.waiting.withdraw();
        if (made !== null && made === present && made.threads.threads.length === 0) present = null;
        throw new BrokenThreads(subject, error);
      }
      throw made?.isEnded && isOfEnd(error) ? new BrokenThreads(subject, made.failure) : error;
    } finally {
      if (made !== null) {
        made.running--;
        endIfDone(made);
      }
    }
  }

  /** @returns null if the system refuses the threads that the pool always has */
  function startedOrNull(): Started<Task, Answer> | null {
    try {
      return started();
    } catch (error) {
      reportBroken(error);
      return null;
    }
  }

  return {
    run,
    start() {
      if (performance.now() - brokenAt >= pauseMs) startedOrNull();
    },
    async prepare() {
      const made = startedOrNull();
      if (made === null) return;
      const { onBreak } = made;
      const { promise, resolve } = Promise.withResolvers<void>();
      onBreak.add(resolve);
      run(null as Task, { name: 'ready' }).then(
        () => resolve(),
        () => resolve(), // the next task meets the same error
      );
      await promise;
      onBreak.delete(resolve);
    },
    completed: () => completedBefore + (present?.threads.completed ?? 0),
    async destroy() {
      isEnding = true;
      const pools = present === null ? [...ending] : [present, ...ending];
      await Promise.all(pools.map(({ threads }) => threads.destroy()));
    },
  };
}

function piscinaOptions(options: ThreadPoolOptions): ConstructorParameters<typeof Piscina>[0] {
  const { entry, threadsMax, threadsMin = 0, tasksPerThread = 1, idleMsMax } = options;
  const { heapMiBMax, youngMiBMax } = options;
  return {
    filename: entry.href,
    minThreads: threadsMin,
    maxThreads: threadsMax,
    concurrentTasksPerWorker: tasksPerThread,
    idleTimeout: idleMsMax,
    resourceLimits: {
      ...(heapMiBMax === undefined ? {} : { maxOldGenerationSizeMb: heapMiBMax }),
      ...(youngMiBMax === undefined ? {} : { maxYoungGenerationSizeMb: youngMiBMax }),
    },
  };
}

/** Whether the system has refused to make a thread. */
function isWithoutThread(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_WORKER_INIT_FAILED';
}

/** Piscina has no class or code for the end of a pool. */
function isOfEnd(error: unknown): boolean {
  return error instanceof Error && error.message === 'Terminating worker thread';
}
