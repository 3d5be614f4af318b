import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import {
  type Claim,
  control,
  type JobMessage,
  type SupervisionChannel,
} from '../src/contracts/ports/index.ts';
import type { JobProgress } from '../src/contracts/schemas/index.ts';
import { failSpan, inSpan, type RunningJobMetrics } from '../src/observability/index.ts';
import { type PollingLoop, startPolling } from '../src/polling.ts';
import { BrokenThreads } from '../src/sharing/index.ts';
import type { ThreadOutcome } from './end-job.ts';
import { noTimeLeft, timedOut, timedOutCode } from './job-errors.ts';
import type { JobLog } from './job-log.ts';
import type { Work, WorkDeps } from './job-work.ts';
import { retryUntilDatabaseReturns } from './retry-until-database-returns.ts';
import { ThreadOrders, ThreadReports, Watchdog } from './thread-supervision.ts';

/** Pause between heartbeats, which write progress and read requests to cancel. A cancel takes effect within 2 s. */
const heartbeatMs = 400;

/** Reads the input of the work and runs it in its thread. Meanwhile writes heartbeats, progress and
 *  checkpoints, and passes orders on.
 *  @throws LeftWithoutDatabase, and errors of the work that the thread did not expect */
export async function runInThread<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  log: JobLog,
  metrics: RunningJobMetrics,
): Promise<ThreadOutcome<Result>> {
  const { elapsedSeconds } = claim;
  const { secondsMax, silentSecondsMax } = deps.limits;
  if (secondsMax !== null && elapsedSeconds >= secondsMax)
    return { status: 'failed', problem: noTimeLeft(work.name, claim, secondsMax).toProblem() };
  const orders = new ThreadOrders();
  const started = deps.startThread(orders.endingSignal);
  const suspend = () => orders.suspend();
  deps.stopping.addEventListener('abort', suspend);
  if (deps.stopping.aborted) suspend();
  const reports = new ThreadReports({
    progress: claim.checkpointStep === null ? preparing(work.steps(claim), elapsedSeconds) : null,
    orders,
    save: (checkpoint) =>
      retryUntilDatabaseReturns(() => deps.leases.saveCheckpoint(claim, checkpoint), {
        signal: deps.leaving,
      }),
    log,
    metrics,
  });
  const secondsLeft = secondsMax === null ? null : secondsMax - elapsedSeconds;
  const watchdog = new Watchdog(orders, { secondsLeft, silentSecondsMax });
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (message: JobMessage) => {
    watchdog.sign();
    reports.receive(message);
  });
  const heartbeats = startHeartbeats(deps, claim, orders, reports);
  try {
    const channel: SupervisionChannel = { elapsedSeconds, control: orders.shared, port: port2 };
    const outcome = await prepareAndRun(work, claim, channel, { orders, watchdog, started });
    if (outcome.status === 'unstarted') deps.starts.failed();
    if (outcome.status === 'succeeded' || outcome.status === 'failed') deps.starts.succeeded();
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1)) {
      reports.receive(late.message);
    }
    await reports.saved();
    await heartbeats.stop();
    if (watchdog.isLate) reports.countAtLeast(secondsMax!); // a retry counts from here
    const beat = () => deps.leases.heartbeat(claim, reports.progress); // the progress stays with the ended job
    const last = await retryUntilDatabaseReturns(beat, { signal: deps.leaving });
    deps.outages.heartbeats.works();
    if (watchdog.isLate && outcome.status === 'cancelled' && last === 'held')
      return { status: 'failed', problem: timedOut(work.name, secondsMax!).toProblem() };
    return outcome;
  } finally {
    watchdog.stop();
    await heartbeats.stop();
    deps.stopping.removeEventListener('abort', suspend);
    port1.close();
  }
}

/** Writes progress, and cancels the work when the lease asks for it. */
function startHeartbeats(
  { leases, outages }: WorkDeps,
  claim: Claim,
  orders: ThreadOrders,
  reports: ThreadReports,
): PollingLoop {
  return startPolling({
    everyMs: heartbeatMs,
    async run() {
      orders.obey(await leases.heartbeat(claim, reports.progress));
      outages.heartbeats.works();
    },
    onError: (error) => outages.heartbeats.failed(error, 1, { job_id: claim.job.id }),
  });
}

interface ThreadControl {
  orders: ThreadOrders;
  watchdog: Watchdog;
  /** Resolves when the thread has loaded its code, or cannot. */
  started: Promise<void>;
}

/** Reads the input of the work, and then runs it in its thread. */
async function prepareAndRun<Task extends object, Result extends object>(
  work: Work<Task, Result>,
  claim: Claim,
  channel: SupervisionChannel,
  { orders, watchdog, started }: ThreadControl,
): Promise<ThreadOutcome<Result>> {
  const signal = orders.endingSignal;
  const endedBy = (error: unknown) => outcomeOfError(error, { orders, watchdog });
  const prepared = await inSpan('prepare', {}, () =>
    rejectOnAbort(signal, work.prepare(claim, signal)).then(
      (task) => ({ task, status: 'read' as const }),
      endedBy,
    ),
  );
  if (prepared.status !== 'read') return prepared;
  return inSpan('run', {}, async (span) => {
    watchdog.watchThread();
    const run = async () => {
      await rejectOnAbort(signal, started); // a thread that loads reads no orders
      orders.threadBegins();
      watchdog.sign();
      return work.run(claim, { task: prepared.task, channel }, signal);
    };
    const ended = await run().catch(endedBy);
    const fault = watchdog.isLate && ended.status === 'cancelled' ? timedOutCode : faultOf(ended);
    if (fault !== null) failSpan(span, fault);
    return ended;
  });
}

/** Error type of the span of a thread; null if it was not at fault: a caller or an operator may end it. */
function faultOf(outcome: ThreadOutcome<unknown>): string | null {
  if (outcome.status === 'failed') return outcome.problem.code;
  return outcome.status === 'hung' || outcome.status === 'unstarted' ? outcome.status : null;
}

/** How work ended that threw. @throws errors that are no end of its thread */
function outcomeOfError(
  error: unknown,
  { orders, watchdog }: Omit<ThreadControl, 'started'>,
): { status: 'hung' | 'unstarted' | 'cancelled' | 'suspended' } {
  if (error instanceof BrokenThreads) return { status: 'unstarted' };
  if (!orders.endingSignal.aborted) throw error;
  if (watchdog.isHung) return { status: 'hung' };
  return { status: orders.command === control.cancel ? 'cancelled' : 'suspended' };
}

/** @throws the reason of the signal as soon as it is aborted: the work goes on, and nobody waits for it */
async function rejectOnAbort<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Progress of a job before its thread reports any. */
function preparing(steps: number, elapsedSeconds: number): JobProgress {
  return {
    fraction: 0,
    phase: 'preparing',
    epoch: 0,
    step: 0,
    steps,
    loss: null,
    validation_loss: null,
    elapsed_seconds: elapsedSeconds,
    eta_seconds: null,
  };
}
