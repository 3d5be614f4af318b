import { AppError } from '../../errors.ts';
import { FairSlots } from '../../sharing/index.ts';
import { callerOf } from './failed-keys.ts';

/** Lookups of keys that this process has not seen valid before. They have few of the connections, because
 *  anybody can ask for them. */
const slots = { slots: 4, slotsPerTenant: 3, slotsSpare: 1 };
const waitingMax = 2_000;
/** Behind a proxy all callers may have one address, and after a start all of their keys are unknown. */
const waitingPerAddressMax = 500;
const waitMsMax = 5_000;

/** Looks up unknown keys and tokens, a few at a time, in turn among addresses. Wrong keys in large numbers then delay
 *  neither the keys that are known nor the work of the service itself. */
export class UnknownKeys {
  readonly #slots = new FairSlots(slots);

  /** @throws AppError rate_limited if too many wait, or the turn does not come in time */
  async read<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    const caller = callerOf(address);
    if (!this.#slots.take(caller)) {
      const isFull =
        this.#slots.waiting >= waitingMax || this.#slots.waitingOf(caller) >= waitingPerAddressMax;
      if (isFull || !(await this.#slots.waitWithin(caller, waitMsMax))) throw tooManyUnknown();
    }
    try {
      return await work();
    } finally {
      this.#slots.release(caller);
    }
  }
}

function tooManyUnknown(): AppError {
  return new AppError('rate_limited', {
    detail: 'Too many unknown API keys or tokens wait to be looked up; try again in a few seconds.',
    headers: { 'retry-after': '5' },
  });
}
