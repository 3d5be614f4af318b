/** Entry file of the threads that check observations against the series that they continue. */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { toThreadError } from '../../bodies/index.ts';
import type { AppendOptions, AppendTarget, Observations } from '../../contracts/ports/index.ts';
import { movable } from '../../transfer.ts';
import { checkAppend } from './check.ts';

flushCompileCache();

export interface CheckTask {
  observations: Observations;
  target: Omit<AppendTarget, 'allIds' | 'timesOf'>;
  options: AppendOptions;
  /** Asks the main thread what it reads from the store. */
  port: MessagePort;
}

/** A call of the target: the times of a series, or without an id the ids of all. */
export type Question = { timesOf: string } | { timesOf: null };

export default async function check({ observations, target, options, port }: CheckTask): Promise<unknown> {
  const closed = new AbortController();
  port.once('close', () => closed.abort());
  const ask = async (question: Question) => {
    const answered = once(port, 'message', { signal: closed.signal });
    port.postMessage(question);
    const [{ value }] = await answered;
    return value;
  };
  try {
    const asked: AppendTarget = {
      ...target,
      allIds: () => ask({ timesOf: null }),
      timesOf: (id) => ask({ timesOf: id }),
    };
    const { value, buffers } = movable(await checkAppend(observations, asked, options), true);
    return move({ [transferableSymbol]: buffers, [valueSymbol]: value } as never);
  } catch (error) {
    return toThreadError(error);
  }
}
