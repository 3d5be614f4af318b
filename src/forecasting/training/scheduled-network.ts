import assert from 'node:assert/strict';
import type { ValidationForecast } from '../../contracts/schemas/index.ts';
import type { AppError } from '../../errors.ts';
import type { Group } from '../ensemble/index.ts';
import type { MemberSpec } from '../families/index.ts';
import type { MemberState, TrainedMember } from './checkpoint.ts';
import type { MemberProgress } from './train-member.ts';

/** A network to be trained. */
export interface NetworkTask {
  group: Group;
  n: number;
  spec: MemberSpec;
}

/** Progress of one network. */
export type NetworkReport = Pick<MemberProgress, 'step' | 'windows' | 'history'> &
  Partial<Pick<MemberProgress, 'forecast'>>;

type NetworkStatus =
  | { status: 'waiting'; state: MemberState | null }
  /** `state` is the last one that its thread has sent. */
  | { status: 'training'; state: MemberState | null; report: NetworkReport | null }
  | { status: 'done'; trained: TrainedMember }
  | { status: 'failed'; error: AppError };

/** A network of a training with its status: it waits, is in training, is done or has failed. */
export class ScheduledNetwork {
  task: NetworkTask;
  /** Last forecast that was reported; null if there is none. */
  forecast: ValidationForecast | null = null;
  /** Number of its training windows; null before the first report. */
  windows: number | null;
  #status: NetworkStatus;
  #hasLostThread = false;

  /** @param trained the network, if it is done
   *  @param state state to continue from; null to start from the beginning */
  constructor(task: NetworkTask, trained: TrainedMember | undefined, state: MemberState | null) {
    this.task = task;
    this.windows = trained?.windows ?? null;
    this.#status = trained === undefined ? { status: 'waiting', state } : { status: 'done', trained };
  }

  /** @param where see `TrainingSchedule.take` */
  isFree(where: 'here' | 'elsewhere'): boolean {
    return this.#status.status === 'waiting' && (where === 'here' || !this.#hasLostThread);
  }
  isUnfinished(): boolean {
    return this.#status.status === 'waiting' || this.#status.status === 'training';
  }
  /** From now on it is in training. @returns state to continue from */
  take(): MemberState | null {
    const network = this.#status;
    assert(network.status === 'waiting');
    this.#status = { status: 'training', state: network.state, report: null };
    return network.state;
  }
  report(report: NetworkReport, state: MemberState | undefined): void {
    const network = this.#inTraining();
    network.report = report;
    this.forecast = report.forecast ?? this.forecast;
    this.windows = report.windows;
    if (state !== undefined) network.state = state;
  }
  /** It waits, and will continue from `state`. */
  pause(state: MemberState | null): void {
    this.#inTraining();
    this.#status = { status: 'waiting', state };
  }
  /** It waits for the thread of the training, and will continue from the last state that is known. */
  lose(): void {
    const { state } = this.#inTraining();
    this.#status = { status: 'waiting', state };
    this.#hasLostThread = true;
  }
  complete(trained: TrainedMember): void {
    this.#inTraining();
    this.windows = trained.windows;
    this.#status = { status: 'done', trained };
  }
  fail(error: AppError): void {
    this.#inTraining();
    this.#status = { status: 'failed', error };
  }
  /** Plans it again. @returns whether it starts over, since its number of steps is another */
  plan(task: NetworkTask): boolean {
    const startsOver = task.spec.steps !== this.task.spec.steps;
    this.task = task;
    if (startsOver) this.#status = { status: 'waiting', state: null };
    return startsOver;
  }

  /** The network, once it is done. */
  trained(): TrainedMember | undefined {
    return this.#status.status === 'done' ? this.#status.trained : undefined;
  }
  error(): AppError | null {
    return this.#status.status === 'failed' ? this.#status.error : null;
  }
  /** The last report while it is in training. */
  lastReport(): NetworkReport | null {
    return this.#status.status === 'training' ? this.#status.report : null;
  }
  /** State to continue from, while it is unfinished. */
  state(): MemberState | null {
    return 'state' in this.#status ? this.#status.state : null;
  }
  stepsDone(): number {
    return this.trained()?.steps ?? this.lastReport()?.step ?? this.state()?.step ?? 0;
  }

  #inTraining(): Extract<NetworkStatus, { status: 'training' }> {
    assert(this.#status.status === 'training');
    return this.#status;
  }
}
