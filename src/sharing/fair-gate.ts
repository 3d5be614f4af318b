import type { Piscina } from 'piscina';
import { AppError } from '../errors.ts';
import { type Call, currentCall, wholeCalls } from './call.ts';
import { FairSlots, type FairSlotsOptions } from './fair-slots.ts';

/** Short work of a caller that has gone may end by itself for this long. */
export const callerGraceMs = 1_000;

export interface FairGateOptions extends FairSlotsOptions {
  /** Further slots, for short work that finds no slot: it does not wait behind the long work of its own tenant. A
   *  tenant holds one of them. Default: 0 */
  shortSlots?: number;
  /** Work that may wait for a slot: of all tenants, and of one. */
  waitingMax: number;
  waitingPerTenantMax: number;
  /** Milliseconds for which a call may have tasks here, in all: they wait or work. What lies between its tasks does not
   *  count. Null: no limit. */
  msMax: number | null;
  /** Milliseconds for which work goes on after its caller has hung up. Stopping work ends its thread, and the next one
   *  is slow until its code is compiled: short work costs less if it ends by itself. What waits for a slot leaves at
   *  once. Null: several calls share the result, so it is not stopped. */
  graceMs: number | null;
  /** Whether the calls that tokens of embeds open have a place of their own among the tenants: those with a key do not
   *  wait behind them. Default: false */
  tokensApart?: boolean;
  /** Subject of the messages, in the plural: `forecasts`. */
  subject: string;
}

/** Runs work when its tenant may have a slot. The signal is aborted at the deadline, and some time
 *  after the caller has gone.
 *  @throws AppError overloaded if too much waits; computation_too_slow; call_abandoned */
export type FairGate = <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/** How long a call has tasks at a gate. */
class CallClock {
  #tasks = 0;
  #since = 0;
  #beforeMs = 0;

  get ms(): number {
    return this.#beforeMs + (this.#tasks > 0 ? performance.now() - this.#since : 0);
  }

  begin(): void {
    if (this.#tasks++ === 0) this.#since = performance.now();
  }

  end(): void {
    if (--this.#tasks === 0) this.#beforeMs += performance.now() - this.#since;
  }
}

/** Shares slots among tenants, with a deadline and a bound of what waits. */
export function createFairGate(options: FairGateOptions): FairGate {
  const { shortSlots = 0, waitingMax, waitingPerTenantMax, msMax, graceMs, subject, tokensApart } = options;
  const slots = new FairSlots(options);
  const forShort =
    shortSlots > 0 ? new FairSlots({ slots: shortSlots, slotsPerTenant: 1, slotsSpare: 0 }) : null;

  function isFull(tenant: string): boolean {
    const lanes = forShort === null ? [slots] : [slots, forShort];
    const sum = (countOf: (lane: FairSlots) => number) => lanes.reduce((all, lane) => all + countOf(lane), 0);
    return (
      sum(({ waiting }) => waiting) >= waitingMax ||
      sum((lane) => lane.waitingOf(tenant)) >= waitingPerTenantMax
    );
  }

  /** Resolves when the tenant holds a slot, with the slots that it is one of. */
  async function slotOf(tenant: string, isShort: boolean, signal: AbortSignal): Promise<FairSlots> {
    if (slots.take(tenant)) return slots;
    const lane = isShort && forShort !== null ? forShort : slots;
    if (lane === forShort && lane.take(tenant)) return lane;
    if (isFull(tenant))
      throw new AppError('overloaded', {
        detail: `Too many ${subject} are waiting for a thread; try again in a few seconds, with fewer calls at once.`,
      });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = lane.wait(tenant, resolve);
    const giveUp = () => {
      if (leave()) reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', giveUp));
    return lane;
  }

  const clocks = new WeakMap<Call, CallClock>();

  /** The clocks of the calls that work is done for. What no call has asked for has one of its own. */
  function clocksOf(tenant: string): CallClock[] {
    if (tenant === '') return [new CallClock()];
    return wholeCalls().map((call) => {
      const clock = clocks.get(call) ?? new CallClock();
      clocks.set(call, clock);
      return clock;
    });
  }

  return async (work) => {
    const { tenant, signal: caller, isShort = false, isByToken = false } = currentCall();
    const place = tokensApart === true && isByToken ? `${tenant} by token` : tenant;
    const ending = new AbortController();
    const { signal } = ending;
    const running = msMax === null ? [] : clocksOf(tenant);
    for (const clock of running) clock.begin();
    const late = () => ending.abort(tooSlow(subject, msMax!));
    // Work for several calls ends when the last one is late.
    const leftMs = msMax === null ? null : msMax - Math.min(...running.map(({ ms }) => ms));
    if (leftMs !== null && leftMs <= 0) late();
    const timer = leftMs === null ? undefined : setTimeout(late, Math.max(0, leftMs)).unref();
    const callerWatch = abortAfterCaller(ending, caller, graceMs);
    try {
      signal.throwIfAborted();
      const held = await slotOf(place, isShort, signal);
      callerWatch.started();
      try {
        return await work(signal);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        held.release(place);
      }
    } finally {
      for (const clock of running) clock.end();
      clearTimeout(timer);
      callerWatch.end();
    }
  };
}

/** Watch of a caller whose work waits until `started` and then runs until `end`. */
interface CallerWatch {
  started(): void;
  end(): void;
}

/** Aborts work with `call_abandoned` after its caller has hung up: at once while it waits, and after
 *  `graceMs` while it runs.
 *  @param graceMs null: the caller is not watched */
function abortAfterCaller(
  ending: AbortController,
  caller: AbortSignal | null,
  graceMs: number | null,
): CallerWatch {
  if (caller === null || graceMs === null) return { started() {}, end() {} };
  let isRunning = false;
  let grace: NodeJS.Timeout | undefined;
  const stop = () => ending.abort(new AppError('call_abandoned'));
  const gone = () => {
    if (isRunning) grace = setTimeout(stop, graceMs).unref();
    else stop();
  };
  if (caller.aborted) gone();
  caller.addEventListener('abort', gone, { once: true });
  return {
    started() {
      isRunning = true;
    },
    end() {
      clearTimeout(grace);
      caller.removeEventListener('abort', gone);
    },
  };
}

type RunOptions = NonNullable<Parameters<Piscina['run']>[1]>;

/** A pool of threads behind a gate. */
interface SharedPool {
  /** @param options `workMsMax`: milliseconds from the moment at which the task has its slot. Beyond them it is
   *  stopped, and the promise rejects with a DOMException named `TimeoutError` */
  // biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
  run(task: any, options?: RunOptions & { workMsMax?: number }): Promise<any>;
}

/** A pool of threads behind a gate. A task that is stopped ends with its thread. */
export function sharedPool(pool: Pick<Piscina, 'run'>, gate: FairGate): SharedPool {
  return {
    run: (task, { workMsMax, ...options } = {}) =>
      gate(async (stopped) => {
        const signals = [stopped, ...(options.signal ? [options.signal as AbortSignal] : [])];
        const run = (signal: AbortSignal) => pool.run(task, { ...options, signal });
        if (workMsMax === undefined) return run(signals.length > 1 ? AbortSignal.any(signals) : stopped);
        const late = new AbortController();
        const stop = () => late.abort(new DOMException('The task worked too long.', 'TimeoutError'));
        const timer = setTimeout(stop, workMsMax).unref();
        try {
          return await run(AbortSignal.any([...signals, late.signal]));
        } catch (error) {
          throw late.signal.aborted ? late.signal.reason : error;
        } finally {
          clearTimeout(timer);
        }
      }),
  };
}

/** A pool of threads without a gate. A task ends with its thread when the caller has gone. */
export function poolOfCalls(pool: Pick<Piscina, 'run'>): Pick<Piscina, 'run'> {
  return {
    run: (task, options) => pool.run(task, { signal: currentCall().signal ?? undefined, ...options }),
  };
}

function tooSlow(subject: string, msMax: number): AppError {
  return new AppError('computation_too_slow', {
    detail: `The computation was stopped after ${msMax / 1_000} s, the limit for ${subject}; ask for less in one call, or try again when the service has less to do.`,
  });
}
