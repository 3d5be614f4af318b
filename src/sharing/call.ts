import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../errors.ts';
import type { Reservation } from './memory-budget.ts';

/** The call that present work is done for. */
export interface Call {
  tenant: string;
  /** Aborted when the caller hangs up. Null: nobody can. */
  signal: AbortSignal | null;
  /** Whether it is known to take milliseconds. Default: false */
  isShort?: boolean;
  /** Whether the token of an embed opened it: whoever has the link may call. Default: false */
  readonly isByToken?: boolean;
  /** The calls that the work is a part of. Absent: it is a call itself. */
  readonly wholes?: readonly Call[];
  /** Memory that it holds. Absent: it is not counted. */
  readonly memory?: Pick<Reservation, 'expect'>;
}

/** Work that no call has asked for, such as the warm-up of a process. */
const ofTheService: Call = { tenant: '', signal: null };

const calls = new AsyncLocalStorage<Call>();

/** Runs work, with everything that it awaits, for a call. */
export function inCall<Result>(call: Call, work: () => Result): Result {
  return calls.run(call, work);
}

/** Runs work of the present call of which something is known. Not a copy of the call: its signal may be a
 *  getter, which a copy lacks. */
export function inCallWith<Result>(known: Pick<Call, 'isShort'>, work: () => Result): Result {
  const { tenant, signal, memory, isByToken } = currentCall();
  return inCall({ tenant, signal, memory, isByToken, wholes: wholeCalls(), ...known }, work);
}

/** The whole calls that the present work is done for. */
export function wholeCalls(): readonly Call[] {
  const call = currentCall();
  return call.wholes ?? [call];
}

export function currentCall(): Call {
  return calls.getStore() ?? ofTheService;
}

/** Ends work of the present call whose caller has hung up. @throws AppError call_abandoned */
export function throwIfAbandoned(): void {
  if (currentCall().signal?.aborted) throw new AppError('call_abandoned');
}

/** Whether work for a tenant may be done in the present call: it is that of the tenant, or of the service. */
export function isOfCall(tenant: string): boolean {
  const own = currentCall().tenant;
  return own === '' || own === tenant;
}

/** Runs work that no call has asked for alone: a loop that outlives it, or a statement for several callers. */
export function asService<Result>(work: () => Result): Result {
  return calls.run(ofTheService, work);
}

/** Runs each step of an iteration for the present call. A stream asks for the next part in whatever context it has. */
export function keepCall<Part>(parts: AsyncIterable<Part>): AsyncIterableIterator<Part> {
  const call = currentCall();
  const iterator = parts[Symbol.asyncIterator]();
  const kept: AsyncIterableIterator<Part> = {
    next: () => inCall(call, () => iterator.next()),
    async return(value) {
      await inCall(call, () => iterator.return?.(value));
      return { done: true, value };
    },
    [Symbol.asyncIterator]: () => kept,
  };
  return kept;
}
