import { Piscina } from 'piscina';
import { AppError } from '../errors.ts';
import { currentCall } from './call.ts';

export interface ThreadPoolOptions {
  /** Entry file of the threads. With `threadsMin` it exports `ready`. */
  entry: URL;
  /** Names the work in messages. */
  subject: string;
  threadsMax: number;
  /** Threads that the pool always has, once it is started. Default: 0 */
  threadsMin?: number;
  /** Default: 1. Where tasks share a thread, those of one tenant leave a thread to the others,
   *  until theirs are full. */
  tasksPerThread?: number;
  /** Whether a task takes so long that others do not wait for its end: one whose thread does not
   *  start is refused at once. */
  hasLongTasks?: boolean;
  idleMsMax: number;
  heapMiBMax?: number;
  youngMiBMax?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
export interface ThreadPool<Task = any, Answer = any> extends Pick<Piscina<Task, Answer>, 'run'> {
  /** Starts the threads that the pool always has. Does nothing the next time, or soon after a
   *  thread could not start. */
  start(): void;
  /** Runs `ready` of the entry file: a thread starts, unless one is idle. Resolves when a thread has answered, and also
   *  as soon as a thread of the pool is broken: the answer of another one may come after its long task.
   *  @param signal ends a thread that still loads */
  prepare(signal?: AbortSignal): Promise<void>;
  /** Number of tasks that threads have done. */
  completed(): number;
  /** Ends all threads, with their tasks. */
  destroy(): Promise<void>;
}

/** A thread, which Piscina starts for a task and ends when it is idle. One pool of Piscina for all threads would not
 *  do: when the system refuses a thread for a task, it throws but keeps the task, whose end nobody can wait for; and
 *  where it replaces a thread that has died, it throws in an event, which ends the process. Here each has one thread,
 *  and gets tasks only if that has room. */
interface Slot<Task, Answer> {
  threads: Piscina<Task, Answer>;
  /** Whether its thread stays when it is idle. */
  isKept: boolean;
  /** Tenants of the tasks that have not ended. */
  tenants: string[];
  /** Whether its thread could not load its code, or has died between two tasks. */
  isLost: boolean;
}

/** Work that did not begin. Another attempt may succeed, when the machine has more room. */
export class BrokenThreads extends AppError {
  constructor(subject: string, cause: unknown) {
    const detail = `The threads for ${subject} do not start. The log of the service has the cause.`;
    super('internal', { detail, cause });
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
 *  A thread that cannot start or load its code, or that dies between two tasks, does not end the process: the report
 *  has the cause, and the next task without a thread starts another. Until then tasks wait for the other threads, and
 *  are refused if there is none.
 *  @throws BrokenThreads from `run` */
// biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
export function createThreadPool<Task = any, Answer = any>(
  options: ThreadPoolOptions,
): ThreadPool<Task, Answer> {
  const { subject, threadsMax, threadsMin = 0, tasksPerThread = 1, hasLongTasks = false } = options;
  const threadsPerTenant = tasksPerThread > 1 ? threadsMax - 1 : threadsMax;
  type OwnSlot = Slot<Task, Answer>;
  /** Those whose threads stay are first: they get tasks before others, which end when they are idle. */
  const slots: OwnSlot[] = [];
  const waiting: WaitingTask<OwnSlot>[] = [];
  /** Resolves when the threads that the pool always has have answered, or are lost; null: they do not start yet. */
  let loaded: Promise<unknown> | null = null;
  /** Called when a thread is lost. */
  const onLoss = new Set<() => void>();
  let completed = 0;
  /** Time of the last report of a thread that could not start. */
  let brokenAt = Number.NEGATIVE_INFINITY;
  let isEnding = false;

  function newSlot(): OwnSlot {
    const isKept = slots.filter((slot) => slot.isKept).length < threadsMin;
    const threads = new Piscina<Task, Answer>(piscinaOptions(options, isKept));
    const slot: OwnSlot = { threads, isKept, tenants: [], isLost: false };
    threads.on('error', (error: unknown) => {
      if (hasThread(slot)) return; // the error is of a thread before, which has been stopped
      lose(slot, error);
      void threads.destroy(); // what has not begun goes to other threads
    });
    if (isKept) slots.unshift(slot);
    else slots.push(slot);
    return slot;
  }

  /** The thread with the fewest tasks, or a new one; null if none has room. A thread that has tasks of other tenants
   *  only is the last choice: a task waits for the turns of those beside it, which may be long. A tenant takes its last
   *  thread only if its others are full.
   *  @param mayStart whether a thread may start */
  function slotWithRoom(tenant: string, mayStart: boolean): OwnSlot | null {
    const withRoom = slots.filter((slot) => hasThread(slot) && slot.tenants.length < tasksPerThread);
    const isTaken = ({ tenants }: OwnSlot) => tenants.includes(tenant);
    const taken = fewestTasks(withRoom.filter(isTaken));
    if (taken !== null && slots.filter(isTaken).length >= threadsPerTenant) return taken;
    const own = withRoom.filter((slot) => slot.tenants.length === 0 || isTaken(slot));
    const others = fewestTasks(withRoom);
    if (own.length > 0 || !mayStart) return fewestTasks(own) ?? others;
    const asleep = slots.find((slot) => !hasThread(slot) && slot.tenants.length === 0);
    return asleep ?? (slots.length < threadsMax ? newSlot() : others);
  }

  /** Resolves when a thread has room for a task. */
  async function turn(tenant: string, signal: AbortSignal | undefined): Promise<OwnSlot> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<OwnSlot>();
    const task = { tenant, resolve, reject };
    const leave = () => {
      const at = waiting.indexOf(task);
      if (at >= 0) waiting.splice(at, 1);
      reject(signal?.reason);
    };
    waiting.push(task);
    signal?.addEventListener('abort', leave, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  function take(slot: OwnSlot, tenant: string): OwnSlot {
    slot.tenants.push(tenant);
    return slot;
  }

  /** Gives the place of a task that has ended to the one that waits longest. */
  function release(slot: OwnSlot, tenant: string): void {
    slot.tenants.splice(slot.tenants.indexOf(tenant), 1);
    const [next] = waiting;
    const free = next === undefined ? null : slotWithRoom(next.tenant, !slot.isLost);
    if (free !== null) {
      waiting.shift();
      next.resolve(take(free, next.tenant));
    }
  }

  /** Gives no further task to a thread that is broken. */
  function lose(slot: OwnSlot, error: unknown): void {
    if (isEnding || slot.isLost) return;
    slot.isLost = true;
    slots.splice(slots.indexOf(slot), 1);
    brokenAt = performance.now();
    report(error, `a thread for ${subject} cannot load its code, or has died`);
    for (const heard of onLoss) heard();
    if (!slots.some(hasThread)) {
      for (const { reject } of waiting.splice(0)) reject(new BrokenThreads(subject, error));
    }
  }

  /** Runs a task on a thread that has been taken for it. @throws NotBegun if the thread is lost before */
  async function runOn(slot: OwnSlot, tenant: string, task: Task, runOptions?: RunOptions): Promise<Answer> {
    try {
      const answer = await slot.threads.run(task, runOptions);
      completed++;
      return answer;
    } catch (error) {
      if (isWithoutThread(error)) lose(slot, error);
      if (slot.isLost && (isWithoutThread(error) || isOfEnd(error))) throw new NotBegun(error);
      completed++;
      throw error;
    } finally {
      release(slot, tenant);
    }
  }

  async function run(task: Task, runOptions?: RunOptions): Promise<Answer> {
    if (threadsMin > 0) await load();
    const signal = runOptions?.signal as AbortSignal | undefined;
    const { tenant } = currentCall();
    for (let mayStart = true; ; mayStart = false) {
      const free = slotWithRoom(tenant, mayStart);
      if (free === null && !slots.some(hasThread)) throw new BrokenThreads(subject, null);
      const slot = free === null ? await turn(tenant, signal) : take(free, tenant);
      try {
        return await runOn(slot, tenant, task, runOptions);
      } catch (error) {
        if (!(error instanceof NotBegun)) {
          if (slot.isKept && slot.tenants.length === 0 && !hasThread(slot)) void ready(slot);
          throw error;
        }
        if (hasLongTasks || !slots.some(hasThread)) throw new BrokenThreads(subject, error.cause);
      }
    }
  }

  /** Starts a thread. Resolves when it has answered or is lost. */
  async function ready(slot: OwnSlot): Promise<void> {
    await runOn(take(slot, ''), '', null as Task, { name: 'ready' }).catch(() => {}); // `lose` reports it
    if (slot.isLost) loaded = null;
  }

  /** Starts the threads that the pool always has, unless they have started. */
  function load(): Promise<unknown> {
    const missing = Math.max(0, threadsMin - slots.length);
    loaded ??= Promise.all(Array.from({ length: missing }, () => ready(newSlot())));
    return loaded;
  }

  return {
    run,
    start() {
      if (performance.now() - brokenAt >= pauseMs) void load();
    },
    async prepare(signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      onLoss.add(resolve);
      run(null as Task, { name: 'ready', signal }).then(
        () => resolve(),
        () => resolve(), // the next task meets the same error
      );
      await promise;
      onLoss.delete(resolve);
    },
    completed: () => completed,
    async destroy() {
      isEnding = true;
      for (const { reject } of waiting.splice(0)) reject(new Error(`The threads for ${subject} end.`));
      await Promise.all(slots.map(({ threads }) => threads.destroy()));
    },
  };
}

type RunOptions = Parameters<ThreadPool['run']>[1];

interface WaitingTask<OwnSlot> {
  tenant: string;
  resolve(slot: OwnSlot): void;
  reject(error: unknown): void;
}

/** The thread of a task was lost before the task began. */
class NotBegun extends Error {
  constructor(cause: unknown) {
    super('The thread is lost.', { cause });
  }
}

/** The first of those with the fewest tasks; null if there are none. */
function fewestTasks<OwnSlot extends { tenants: string[] }>(slots: readonly OwnSlot[]): OwnSlot | null {
  return slots.reduce<OwnSlot | null>(
    (best, slot) => (best === null || slot.tenants.length < best.tenants.length ? slot : best),
    null,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: any task and answer
function hasThread({ threads }: Slot<any, any>): boolean {
  return threads.threads.length > 0;
}

function piscinaOptions(
  options: ThreadPoolOptions,
  isKept: boolean,
): ConstructorParameters<typeof Piscina>[0] {
  const { entry, tasksPerThread = 1, idleMsMax } = options;
  const { heapMiBMax, youngMiBMax } = options;
  return {
    filename: entry.href,
    minThreads: 0,
    maxThreads: 1,
    concurrentTasksPerWorker: tasksPerThread,
    idleTimeout: isKept ? Number.POSITIVE_INFINITY : idleMsMax,
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
