import { AsyncLocalStorage } from 'node:async_hooks';

/** The call that present work is done for. */
export interface Call {
  tenant: string;
  /** Aborted when the caller hangs up. Null: nobody can. */
  signal: AbortSignal | null;
}

/** Work that no call has asked for, such as the warm-up of a process. */
const ofTheService: Call = { tenant: '', signal: null };

const calls = new AsyncLocalStorage<Call>();

/** Runs work, with everything that it awaits, for a call. */
export function inCall<Result>(call: Call, work: () => Result): Result {
  return calls.run(call, work);
}

export function currentCall(): Call {
  return calls.getStore() ?? ofTheService;
}
