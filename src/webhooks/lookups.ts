import { lookup } from 'node:dns/promises';
import { NewestEntries } from '../newest-entries.ts';
import { FairSlots } from '../sharing/index.ts';

export interface Address {
  address: string;
  family: 4 | 6;
}

/** Whom a name is resolved for. */
export interface LookupCaller {
  tenant: string;
  /** Ends the wait. A lookup that runs cannot be stopped. */
  signal?: AbortSignal;
  /** Called when the wait for other names has ended, and the name is being resolved. */
  onBegin?(): void;
}

/** Addresses of a host name. @throws Error if it cannot be resolved, or its turn does not come */
export type Lookup = (host: string, caller: LookupCaller) => Promise<Address[]>;

/** Lookups that run at the same time, abandoned ones included. The system resolves names in the thread pool of libuv,
 *  which uses two of its four threads for that. The other one stays free for the database and the queue. */
const lookupsAtOnce = 1;
const waitingMax = 1_000;
const waitingPerTenantMax = 100;
/** A lookup that takes longer is slow: its tenant pauses afterwards. */
const slowMs = 1_000;
/** Length of a pause, in durations of the slow lookup: names that are never answered hold the thread
 *  for a fifth of the time. */
const pauseFactor = 4;
const pauseMsMax = 300_000;
const pausedTenantsMax = 1_000;

const systemLookup = async (host: string) => (await lookup(host, { all: true })) as Address[];

/** Resolves names so that name servers that never answer block neither other tenants nor connections of the service
 *  itself. Calls for a name that is being resolved share its result. */
export function createLookups(resolveName: (host: string) => Promise<Address[]> = systemLookup): Lookup {
  const slots = new FairSlots({ slots: lookupsAtOnce, slotsPerTenant: lookupsAtOnce, slotsSpare: 0 });
  const running = new Map<string, Promise<Address[]>>();
  /** Names that wait, by tenant and name. */
  const turns = new Map<string, Turn>();
  /** Ends of pauses by tenant, of the clock of `performance.now()`. */
  const pausedUntil = new NewestEntries<string, number>(pausedTenantsMax);

  function pause(tenant: string, heldMs: number): void {
    if (heldMs <= slowMs) pausedUntil.drop(tenant);
    else pausedUntil.keep(tenant, performance.now() + Math.min(pauseMsMax, pauseFactor * heldMs));
  }

  /** Starts a lookup for a tenant that holds a slot. */
  function start(host: string, tenant: string): Promise<Address[]> {
    const beganMs = performance.now();
    const result = resolveName(host).finally(() => {
      running.delete(host);
      pause(tenant, performance.now() - beganMs);
      slots.release(tenant);
    });
    running.set(host, result);
    result.catch(() => {}); // its callers may have gone
    return result;
  }

  const mustPause = (tenant: string) => (pausedUntil.peek(tenant) ?? 0) > performance.now();

  /** Waits for a slot of the tenant, and then starts the lookup, unless another tenant has started it meanwhile. */
  function queue(host: string, tenant: string): Turn {
    const name = `${tenant} ${host}`;
    const { promise: result, resolve, reject } = Promise.withResolvers<Address[]>();
    const leave = slots.wait(tenant, () => {
      turns.delete(name);
      const begunMeanwhile = running.get(host);
      const mayStart = begunMeanwhile === undefined && !mustPause(tenant);
      if (mayStart) resolve(start(host, tenant));
      else slots.release(tenant);
      if (begunMeanwhile !== undefined) resolve(begunMeanwhile);
      else if (!mayStart) return reject(new LookupRefused());
      for (const { onBegin } of turn.callers) onBegin?.();
    });
    result.catch(() => {}); // its callers may have gone
    const turn: Turn = { callers: new Set(), result, leave: () => leave() && turns.delete(name) };
    turns.set(name, turn);
    return turn;
  }

  return async (host, caller) => {
    const { tenant, signal } = caller;
    signal?.throwIfAborted();
    const known = running.get(host);
    if (known === undefined && mustPause(tenant)) throw new LookupRefused();
    const begun = known ?? (slots.take(tenant) ? start(host, tenant) : undefined);
    if (begun !== undefined) {
      caller.onBegin?.();
      return untilAborted(begun, signal);
    }
    const waiting = turns.get(`${tenant} ${host}`);
    if (
      waiting === undefined &&
      (slots.waiting >= waitingMax || slots.waitingOf(tenant) >= waitingPerTenantMax)
    )
      throw new LookupRefused();
    const turn = waiting ?? queue(host, tenant);
    turn.callers.add(caller);
    try {
      return await untilAborted(turn.result, signal);
    } finally {
      turn.callers.delete(caller);
      if (turn.callers.size === 0) turn.leave();
    }
  };
}

/** A name that waits to be resolved. */
interface Turn {
  callers: Set<LookupCaller>;
  result: Promise<Address[]>;
  /** Gives the place up if the lookup has not begun. */
  leave(): void;
}

/** Other names of the tenant take too long, or too many of them wait. */
export class LookupRefused extends Error {
  constructor() {
    super('host names of the tenant take too long to resolve');
  }
}

/** Rejects with the signal's reason when it aborts before `call` has settled. */
export async function untilAborted<T>(call: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return call;
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([call, tooLate]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
