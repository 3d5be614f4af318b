/** Entry file of the threads that check observations against the series that they continue. */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { toThreadError } from '../../bodies/index.ts';
import type { AppendOptions, AppendTarget, Observations, SeriesSpan } from '../../contracts/ports/index.ts';
import type { SeriesObservations } from '../../contracts/schemas/index.ts';
import { movable } from '../../transfer.ts';
import { checkAppend } from './check.ts';
import { type AppendPart, partsOf, shareBuffers } from './part-messages.ts';

flushCompileCache();

export interface CheckTask {
  warnings: Observations['warnings'];
  excluded: Observations['excluded'];
  otherThings: Observations['otherThings'];
  target: Omit<
    AppendTarget,
    'firstIds' | 'lastTimesOf' | 'longestGapsOf' | 'timesOf' | 'observationsOf' | 'spans'
  >;
  options: AppendOptions;
  /** Brings what is too much for one message, or is rarely needed. */
  port: MessagePort;
}

/** A question to the main thread: the next part of the observations, null after the last one; what the target reads
 *  from the store; or a part of the checked observations, whose answer means that it has arrived. */
export type Question =
  | { ask: 'part' }
  | { ask: 'first_ids' }
  | { ask: 'last_times'; of: string[]; count: number }
  | { ask: 'longest_gaps'; enough: ReadonlyMap<string, number> }
  | { ask: 'times'; of: string; from: number; to: number; count: number }
  | { ask: 'observations'; of: string; from: number; to: number }
  | { ask: 'keep'; series: SeriesObservations[] };

export default async function check({
  warnings,
  excluded,
  otherThings,
  target,
  options,
  port,
}: CheckTask): Promise<unknown> {
  const closed = new AbortController();
  port.once('close', () => closed.abort());
  const ask = async (question: Question, transferred: ArrayBuffer[] = []) => {
    const answered = once(port, 'message', { signal: closed.signal });
    port.postMessage(question, transferred);
    const [{ value }] = await answered;
    return value;
  };
  try {
    const series: SeriesObservations[] = [];
    const spans: SeriesSpan[] = [];
    for (;;) {
      const part: AppendPart | null = await ask({ ask: 'part' });
      if (part === null) break;
      series.push(...part.series);
      spans.push(...part.spans);
    }
    const asked: AppendTarget = {
      ...target,
      spans,
      firstIds: () => ask({ ask: 'first_ids' }),
      lastTimesOf: (ids, count) => ask({ ask: 'last_times', of: ids, count }),
      longestGapsOf: (enough) => ask({ ask: 'longest_gaps', enough }),
      timesOf: (id, from, to, count) => ask({ ask: 'times', of: id, from, to, count }),
      observationsOf: (id, from, to) => ask({ ask: 'observations', of: id, from, to }),
    };
    const checked = await checkAppend({ series, warnings, excluded, otherThings }, asked, options);
    const consumes = !shareBuffers(checked.series);
    for (const part of partsOf(checked.series)) {
      const { value, buffers } = movable(part, consumes);
      await ask({ ask: 'keep', series: value }, buffers);
    }
    return { warnings: checked.warnings };
  } catch (error) {
    return toThreadError(error);
  }
}
