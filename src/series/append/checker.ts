import { MessageChannel } from 'node:worker_threads';
import type { ThreadError } from '../../bodies/index.ts';
import type { Observations, SeriesReader } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { callerGraceMs, createFairGate, createThreadPool, sharedPool } from '../../sharing/index.ts';
import { movable } from '../../transfer.ts';
import { checkAppend } from './check.ts';
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
  const threads = createThreadPool<CheckTask, Observations | ThreadError>({
    entry: new URL('./thread.ts', import.meta.url),
    subject: 'appends',
    threadsMax: threadsMax + threadsSpare,
    idleMsMax,
  });
  const gate = createFairGate({
    ...{ slots: threadsMax + threadsSpare, slotsPerTenant: threadsMax, slotsSpare: threadsSpare },
    ...{ waitingMax: appendsWaitingMax, waitingPerTenantMax: appendsWaitingPerTenantMax, msMax: null },
    ...{ graceMs: callerGraceMs, subject: 'appends' },
  });
  const shared = sharedPool(threads, gate);
  return async (observations, target, options) => {
    const { series } = observations;
    const points = series.reduce((sum, { times }) => sum + times.length, 0);
    if (points <= inlinePointsMax) return checkAppend(observations, target, options);
    const { allIds, timesOf, header, ...plain } = target;
    const { time_kind, time_zone, frequency, target: name, covariates } = header;
    const { port1: own, port2: port } = new MessageChannel();
    let storeError: unknown = null;
    own.on('message', ({ timesOf: id }: Question) => {
      (id === null ? allIds() : timesOf(id)).then(
        (value) => own.postMessage({ value }),
        (error: unknown) => {
          storeError = error;
          own.close();
        },
      );
    });
    const task: Omit<CheckTask, 'port'> = {
      observations,
      target: { ...plain, header: { time_kind, time_zone, frequency, target: name, covariates } },
      options,
    };
    const { value, buffers } = movable(task, true);
    try {
      const checked = await shared.run({ ...value, port }, { transferList: [...buffers, port] });
      if ('code' in checked) throw new AppError(checked.code, checked.details);
      return checked;
    } catch (error) {
      throw storeError ?? error;
    } finally {
      own.close();
    }
  };
}
