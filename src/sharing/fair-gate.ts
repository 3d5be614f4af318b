import type { Piscina } from 'piscina';
import { AppError } from '../errors.ts';
import { currentCall } from './call.ts';

/** Short work of a caller that has gone may end by itself for this long. */
export const callerGraceMs = 1_000;

export interface FairGateOptions {
  /** Work that runs at the same time. */
  slots: number;
  /** Slots that one tenant may hold. */
  slotsPerTenant: number;
  /** Slots that only tenants may take that hold none. */
  slotsSpare: number;
  /** Work that may wait for a slot: of all tenants, and of one. */
  waitingMax: number;
  waitingPerTenantMax: number;
  /** Milliseconds of the wait and the work together; null: no limit. */
  msMax: number | null;
  /** Milliseconds for which work goes on after its caller has hung up. Stopping work ends its thread, and the next one is slow
   *  until its code is compiled: short work costs less if it ends by itself. What waits for a slot leaves at once.
   *  Null: several calls share the result, so it is not stopped. */
  graceMs: number | null;
  /** Subject of the messages, in the plural: `forecasts`. */
  subject: string;
}

/** Runs work when its tenant may have a slot. The signal is aborted at the deadline, and some time after the caller has gone.
 *  @throws AppError overloaded if too much waits; computation_too_slow; call_abandoned */
export type FairGate = <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

interface Waiting {
  start(): void;
}

/** Shares slots among tenants. A free slot goes to the waiting tenant that holds the fewest, in turn. A tenant never holds
 *  all of them: some are kept for tenants that hold none. */
export function createFairGate(options: FairGateOptions): FairGate {
  const { slots, slotsPerTenant, slotsSpare, waitingMax, waitingPerTenantMax } = options;
  const { msMax, graceMs, subject } = options;
  const held = new Map<string, number>();
  /** By tenant; the one that has waited longest since its last start is first. */
  const waiting = new Map<string, Waiting[]>();
  let [running, waitingCount] = [0, 0];

  function heldBy(tenant: string): number {
    return held.get(tenant) ?? 0;
  }

  function mayStart(tenant: string): boolean {
    const count = heldBy(tenant);
    const free = slots - running;
    return free > 0 && count < slotsPerTenant && (count === 0 || free > slotsSpare);
  }

  function startNext(): void {
    for (;;) {
      let next: string | null = null;
      for (const tenant of waiting.keys())
        if (mayStart(tenant) && (next === null || heldBy(tenant) < heldBy(next))) next = tenant;
      if (next === null) return;
      const queue = waiting.get(next)!;
      const first = queue.shift()!;
      waitingCount--;
      waiting.delete(next);
      if (queue.length > 0) waiting.set(next, queue); // at the end of the turn
      take(next);
      first.start();
    }
  }

  function take(tenant: string): void {
    running++;
    held.set(tenant, heldBy(tenant) + 1);
  }

  function release(tenant: string): void {
    running--;
    if (heldBy(tenant) === 1) held.delete(tenant);
    else held.set(tenant, heldBy(tenant) - 1);
    startNext();
  }

  /** Resolves when the tenant holds a slot. */
  async function slotOf(tenant: string, signal: AbortSignal): Promise<void> {
    const queue = waiting.get(tenant) ?? [];
    if (queue.length === 0 && mayStart(tenant)) return take(tenant);
    if (waitingCount >= waitingMax || queue.length >= waitingPerTenantMax)
      throw new AppError('overloaded', {
        detail: `Too many ${subject} are waiting for a thread; try again in a few seconds, with fewer calls at once.`,
      });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place: Waiting = { start: resolve };
    queue.push(place);
    waiting.set(tenant, queue);
    waitingCount++;
    const leave = () => {
      const rest = waiting.get(tenant);
      const at = rest?.indexOf(place) ?? -1;
      if (at < 0) return; // it has just started
      rest!.splice(at, 1);
      waitingCount--;
      if (rest!.length === 0) waiting.delete(tenant);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', leave));
  }

  return async (work) => {
    const { tenant, signal: caller } = currentCall();
    const ending = new AbortController();
    const { signal } = ending;
    const timer =
      msMax === null ? undefined : setTimeout(() => ending.abort(tooSlow(subject, msMax)), msMax).unref();
    let [isRunning, grace]: [boolean, NodeJS.Timeout | undefined] = [false, undefined];
    const stop = () => ending.abort(new AppError('call_abandoned'));
    const gone = () => {
      if (isRunning) grace = setTimeout(stop, graceMs ?? 0).unref();
      else stop();
    };
    const watched = graceMs === null ? null : caller;
    if (watched?.aborted) gone();
    watched?.addEventListener('abort', gone, { once: true });
    try {
      signal.throwIfAborted();
      await slotOf(tenant, signal);
      isRunning = true;
      try {
        return await work(signal);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        release(tenant);
      }
    } finally {
      clearTimeout(timer);
      clearTimeout(grace);
      watched?.removeEventListener('abort', gone);
    }
  };
}

/** A pool of threads behind a gate. A task that is stopped ends with its thread. */
export function sharedPool(pool: Pick<Piscina, 'run'>, gate: FairGate): Pick<Piscina, 'run'> {
  return {
    run: (task, options = {}) =>
      gate((signal) =>
        pool.run(task, {
          ...options,
          signal: options.signal ? AbortSignal.any([signal, options.signal as AbortSignal]) : signal,
        }),
      ),
  };
}

function tooSlow(subject: string, msMax: number): AppError {
  return new AppError('computation_too_slow', {
    detail: `The computation was stopped after ${msMax / 1_000} s, the limit for ${subject}; ask for less in one call, or try again when the service has less to do.`,
  });
}
