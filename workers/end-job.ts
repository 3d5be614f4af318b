import type { Claim, LeaseAnswer, ReleaseAnswer, WorkOutcome } from '../src/contracts/ports/index.ts';
import type { JobStatus } from '../src/contracts/schemas/index.ts';
import { AppError, loggedReason, type Problem } from '../src/errors.ts';
import { faultPoint } from '../src/fault-points.ts';
import type { JobOutcome } from '../src/observability/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { knownError } from './job-errors.ts';
import type { JobLog } from './job-log.ts';
import type { Work, WorkDeps } from './job-work.ts';
import { LeftWithoutDatabase, retryUntilDatabaseReturns } from './retry-until-database-returns.ts';

/** How the thread of a job ended, that it was given up (`hung`), or that it did not start. */
export type ThreadOutcome<Result> = WorkOutcome<Result> | { status: 'hung' | 'unstarted' };

export interface Ended {
  handled: Handled;
  outcome: JobOutcome;
  /** Why the attempt failed: the code of its problem, or its outcome. */
  fault?: string;
}

/** Another attempt holds the job. */
const lost: Ended = { handled: 'ended', outcome: 'lost', fault: 'lost' };
const cancelled: Ended = { handled: 'ended', outcome: 'cancelled' };

/** Writes the outcome of a job to its row: its result, why it has none, or that another attempt is to continue it.
 *  @throws LeftWithoutDatabase */
export async function endJob<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  outcome: ThreadOutcome<Result>,
  log: JobLog,
): Promise<Ended> {
  const write = createWriter(deps, claim);
  if (outcome.status !== 'succeeded')
    return endWithoutResult(deps, work.name, claim, outcome, { write, log });

  const answer = await write(() => work.publish(claim, outcome), { succeeded: 'held' }).catch(
    (error: unknown) => refusalOf(error, work.name, claim, log),
  );
  const instead = insteadOfResult(answer);
  if (instead !== null) return endWithoutResult(deps, work.name, claim, instead, { write, log });
  faultPoint('published', claim.job.id);
  log.info({ answer, ...work.describe(outcome) }, lineOf(answer, `${work.name} succeeded`));
  return answer === 'lost' ? lost : { handled: 'ended', outcome: 'succeeded' };
}

/** Answer of a write that was done, by the status of the job after it. */
type AnswersByStatus<Answer> = Partial<Record<JobStatus, Answer>>;

/** Writes the state of a job, as often as needed. */
type Writer = <Answer extends string>(
  write: () => Promise<Answer>,
  answers: AnswersByStatus<Answer>,
) => Promise<Answer | 'lost'>;

/** A write that is repeated while the database is away. A try whose answer was lost may have been committed, so the
 *  status of the job then says whether the write was done. */
function createWriter({ leases, leaving }: WorkDeps, claim: Claim): Writer {
  // A write that fails takes its heartbeat back. On a full disk small writes may succeed meanwhile, so without others
  // the job would count as lost.
  const meanwhile = () => leases.heartbeat(claim, null);
  const options = { signal: leaving, meanwhile };
  return async (write, answers) => {
    let tries = 0;
    const answer = await retryUntilDatabaseReturns(() => {
      tries++;
      return write();
    }, options);
    if (answer !== 'lost' || tries === 1) return answer;
    const status = await retryUntilDatabaseReturns(() => leases.statusOf(claim), options);
    return (status === null ? undefined : answers[status]) ?? 'lost';
  };
}

/** Why a result cannot be stored: the tenant has no room for it, or the service is at fault. No retry of the write
 *  helps then: recovered jobs would compute the result again and meet the same error. A retry of the job continues
 *  from the last checkpoint.
 *  @throws LeftWithoutDatabase */
function refusalOf(error: unknown, name: string, claim: Claim, log: JobLog): AppError {
  if (error instanceof LeftWithoutDatabase) throw error;
  if (!(error instanceof AppError))
    log.error({ err: error }, `the result of the ${name} could not be stored`);
  return knownError(error, name, claim);
}

/** The outcome of a job whose result was not stored; null if it was, or if another attempt holds the job. */
function insteadOfResult(answer: LeaseAnswer | AppError): Exclude<OutcomeWithoutResult, Unfinished> | null {
  if (answer instanceof AppError) return { status: 'failed', problem: answer.toProblem() };
  return answer === 'cancel' ? { status: 'cancelled' } : null;
}

type Unfinished = { status: 'suspended' | 'hung' | 'unstarted' };
type OutcomeWithoutResult = { status: 'failed'; problem: Problem } | { status: 'cancelled' } | Unfinished;

/** Writes an outcome without a result. */
async function endWithoutResult(
  deps: WorkDeps,
  name: string,
  claim: Claim,
  outcome: OutcomeWithoutResult,
  { write, log }: { write: Writer; log: JobLog },
): Promise<Ended> {
  const { answers, store, level, line, fields, ended } = endOf(deps, name, claim, outcome);
  const answer = await write(store, answers);
  if (answer === 'cancelled') {
    log.info({ answer }, `${name} cancelled`);
    return cancelled;
  }
  log[level]({ answer, ...fields }, lineOf(answer, line));
  return answer === 'lost' ? lost : ended;
}

function lineOf(answer: LeaseAnswer | ReleaseAnswer | AppError, line: string): string {
  return answer === 'lost' ? `${line}, but another attempt holds the job` : line;
}

/** The write of an outcome to the row of its job, and its line of the log. */
interface End {
  store(): Promise<LeaseAnswer | ReleaseAnswer>;
  answers: AnswersByStatus<LeaseAnswer | ReleaseAnswer>;
  level: 'info' | 'warn' | 'error';
  /** Line of the log, with its fields. */
  line: string;
  fields?: object;
  ended: Ended;
}

function endOf({ leases, starts }: WorkDeps, name: string, claim: Claim, outcome: OutcomeWithoutResult): End {
  switch (outcome.status) {
    case 'failed':
      return {
        store: () => leases.fail(claim, outcome.problem),
        answers: { failed: 'held' },
        level: 'warn',
        line: `${name} failed`,
        fields: loggedReason(outcome.problem),
        ended: { handled: 'ended', outcome: 'failed', fault: outcome.problem.code },
      };
    case 'cancelled':
      return {
        store: () => leases.cancel(claim),
        answers: { cancelled: 'held' },
        level: 'info',
        line: `${name} cancelled`,
        ended: cancelled,
      };
    case 'suspended':
      return {
        store: () => leases.release(claim),
        answers: { queued: 'held', cancelled: 'cancelled' },
        level: 'info',
        line: `${name} released`,
        ended: { handled: 'released', outcome: 'released' },
      };
    case 'hung':
      return {
        store: () => leases.abandon(claim),
        answers: { running: 'held' },
        level: 'error',
        line: `${name} gave no sign of life and was stopped`,
        ended: { handled: 'released', outcome: 'hung', fault: 'hung' },
      };
    case 'unstarted':
      return {
        store: () => leases.release(claim),
        answers: { queued: 'held', cancelled: 'cancelled' },
        level: 'error',
        line: `the thread of the ${name} did not start: tried again`,
        fields: { pause_seconds: Math.round(starts.waitMs / 1_000) },
        ended: { handled: 'deferred', outcome: 'unstarted', fault: 'unstarted' },
      };
  }
}
