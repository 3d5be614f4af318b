import { MessageChannel } from 'node:worker_threads';
import type { ThreadError } from '../../bodies/index.ts';
import type { Observations, SeriesReader, SeriesSpan } from '../../contracts/ports/index.ts';
import type { SeriesObservations } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { callerGraceMs, createFairGate, createThreadPool, sharedPool } from '../../sharing/index.ts';
import { type Movable, movable } from '../../transfer.ts';
import { checkAppend } from './check.ts';
import { type AppendPart, partsOf, shareBuffers } from './part-messages.ts';
import type { CheckTask, Question } from './thread.ts';

/** Observations that are checked in the main thread: 64 KB of times and values. */
const inlinePointsMax = 4_096;
/** Threads for the appends of one tenant, and one more for a tenant that has none. */
const threadsMax = 2;
const threadsSpare = 1;
const appendsWaitingMax = 200;
const appendsWaitingPerTenantMax = 100;
const idleMsMax = 10_000;

/** Checks observations against the series that they continue; many of them in a thread. */
export function createAppendChecker(): SeriesReader['checkAppend'] {
  const threads = createThreadPool<CheckTask, Pick<Observations, 'warnings'> | ThreadError>({
    entry: new URL('./thread.ts', import.meta.url),
    subject: 'appends',
    threadsMax: threadsMax + threadsSpare,
    idleMsMax,
  });
  const gate = createFairGate({
    slots: threadsMax + threadsSpare,
    slotsPerTenant: threadsMax,
    slotsSpare: threadsSpare,
    waitingMax: appendsWaitingMax,
    waitingPerTenantMax: appendsWaitingPerTenantMax,
    msMax: null,
    graceMs: callerGraceMs,
    subject: 'appends',
  });
  const shared = sharedPool(threads, gate);
  return async (observations, target, options) => {
    const { series } = observations;
    const points = series.reduce((sum, { times }) => sum + times.length, 0);
    if (points <= inlinePointsMax) return checkAppend(observations, target, options);
    const { firstIds, lastTimesOf, longestGapsOf, timesOf, observationsOf, spans, header, ...plain } = target;
    const { time_kind, time_zone, frequency, target: name, covariates } = header;
    const { port1: own, port2: port } = new MessageChannel();
    const checkedSeries: SeriesObservations[] = [];
    const sent = sentParts(series, spans);
    const stored = async (question: Exclude<Question, { ask: 'part' | 'keep' }>): Promise<unknown> => {
      switch (question.ask) {
        case 'first_ids':
          return firstIds();
        case 'last_times':
          return lastTimesOf(question.of, question.count);
        case 'longest_gaps':
          return longestGapsOf(question.enough);
        case 'times':
          return timesOf(question.of, question.from, question.to, question.count);
        case 'observations':
          return observationsOf(question.of, question.from, question.to);
      }
    };
    const answer = async (question: Question): Promise<Movable<unknown>> => {
      if (question.ask === 'part') return sent.next().value ?? { value: null, buffers: [] };
      if (question.ask !== 'keep') return { value: await stored(question), buffers: [] };
      checkedSeries.push(...question.series);
      return { value: null, buffers: [] };
    };
    let storeError: unknown = null;
    own.on('message', (question: Question) => {
      answer(question).then(
        ({ value, buffers }) => own.postMessage({ value }, buffers),
        (error: unknown) => {
          storeError = error;
          own.close();
        },
      );
    });
    const task: CheckTask = {
      warnings: observations.warnings,
      excluded: observations.excluded,
      otherThings: observations.otherThings,
      target: { ...plain, header: { time_kind, time_zone, frequency, target: name, covariates } },
      options,
      port,
    };
    try {
      const checked = await shared.run(task, { transferList: [port] });
      if ('code' in checked) throw new AppError(checked.code, checked.details);
      return { series: checkedSeries, warnings: checked.warnings };
    } catch (error) {
      throw storeError ?? error;
    } finally {
      own.close();
    }
  };
}

/** The parts of series, each with what the dataset has of them. */
function* sentParts(
  series: readonly SeriesObservations[],
  spans: readonly SeriesSpan[],
): Generator<Movable<AppendPart>, undefined> {
  const spanOf = new Map(spans.map((span) => [span.id, span]));
  const consumes = !shareBuffers(series);
  for (const part of partsOf(series)) {
    const known = part.flatMap(({ id }) => spanOf.get(id) ?? []);
    yield movable({ series: part, spans: known }, consumes);
  }
}
