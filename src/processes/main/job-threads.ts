import { timedTasksAtOnce } from '../../../workers/background-task-deps.ts';
import { backtestsAtOnce } from '../../../workers/consumers.ts';
import type { ThreadsOfEachKind } from '../../../workers/kinds.ts';
import type { Config } from '../../config.ts';
import type { SeriesPart, Supervised } from '../../contracts/ports/index.ts';
import { createThreadPool, type ThreadPool } from '../../sharing/index.ts';
import { createCoreBudget } from '../../training/index.ts';
import { movable } from '../../transfer.ts';

/** Methods and trainings allocate many short-lived arrays. */
const youngMiBMax = 48;
/** An idle thread keeps its loaded code this long. */
const threadIdleMs = 60_000;

/** Threads of a worker, for jobs and for the tasks that forecast.
 *  @returns `pool` with all threads; `jobs` runs jobs in it, which share the cores of trainings */
export function createJobThreads({ workerConcurrency, trainingCores, trainingNiceness }: Config): {
  pool: ThreadPool;
  jobs: ThreadsOfEachKind;
} {
  const jobsAtOnce = workerConcurrency + backtestsAtOnce;
  const pool = createThreadPool({
    entry: new URL('../compute-thread.ts', import.meta.url),
    subject: 'jobs',
    hasLongTasks: true,
    threadsMax: jobsAtOnce + timedTasksAtOnce,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const budget = createCoreBudget(trainingCores, jobsAtOnce);
  const runJob = (
    name: string,
    { task, channel }: Supervised<object>,
    buffers: ArrayBuffer[],
    signal: AbortSignal,
  ) => {
    const transferList = [channel.port, ...buffers];
    return budget.use((cores) =>
      pool.run(
        { task, channel: { ...channel, cores }, niceness: trainingNiceness },
        { name, transferList, signal },
      ),
    );
  };
  return {
    pool,
    jobs: {
      numeric: {
        train: (job, signal) => runJob('train', ...movedSeries(job), signal),
        backtest: (job, signal) => runJob('backtest', ...movedSeries(job), signal),
      },
      symbols: {
        train: (job, signal) => runJob('trainSymbols', job, [], signal),
        backtest: (job, signal) => runJob('backtestSymbols', job, [], signal),
      },
    },
  };
}

/** A job whose chunks, of which there are many short ones, lie in one buffer. @returns the job,
 *  and what is transferred */
function movedSeries<Task extends { series: SeriesPart[] }>({
  task,
  channel,
}: Supervised<Task>): [Supervised<Task>, ArrayBuffer[]] {
  const { value: series, buffers } = movable(task.series, true);
  return [{ task: { ...task, series }, channel }, buffers];
}
