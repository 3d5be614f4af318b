/** The networks of one training and the status of each: waiting, in training, done or failed. */
import assert from 'node:assert/strict';
import type { ValidationForecast } from '../../contracts/schemas/index.ts';
import type { AppError } from '../../errors.ts';
import type { Group } from '../ensemble/index.ts';
import type { MemberSpec } from '../families/index.ts';
import type { MemberState, TrainedMember, TrainingState } from './checkpoint.ts';
import type { MemberProgress } from './train-member.ts';

/** A network to be trained. */
export interface NetworkTask {
  group: Group;
  n: number;
  spec: MemberSpec;
}

/** A network that a thread trains. */
export interface Assignment {
  /** Index in the schedule. Held-out networks come first. */
  index: number;
  task: NetworkTask;
  /** State to continue from; null to start from the beginning. */
  state: MemberState | null;
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

export interface TrainingSchedule {
  /** Takes the first network that waits: from now on it is in training.
   *  @param where `here`: the thread of the training; `elsewhere`: another one, which gets no network that has lost a thread
   *  @returns null if none waits */
  take(where: 'here' | 'elsewhere'): Assignment | null;
  /** Records the progress of a network in training, and its state if there is one. */
  report(index: number, report: NetworkReport, state?: MemberState): void;
  /** Puts a network back: it waits, and will continue from `state`, or begin if that is null. */
  pause(index: number, state: MemberState | null): void;
  /** Puts a network back whose thread has ended: it waits for the thread of the training, and will continue from the last state
   *  that is known. So each network ends one other thread at most. */
  lose(index: number): void;
  /** @returns indices of speculative trainings that are discarded: these networks start over with fewer steps */
  complete(index: number, trained: TrainedMember): number[];
  fail(index: number, error: AppError): void;
  /** First error of a network, unless its training is speculative; null if there is none. */
  failure(): AppError | null;
  /** Number of networks that wait or are in training. */
  unfinished(): number;
  /** All tasks with their networks. @throws AssertionError unless all are done */
  results(): { task: NetworkTask; trained: TrainedMember }[];
  /** The networks as a checkpoint holds them. */
  saved(): Pick<TrainingState, 'done' | 'current'>;
  summary(): ScheduleSummary;
}

/** Progress of all networks together. Speculative trainings do not count: they may be discarded. */
export interface ScheduleSummary {
  stepsDone: number;
  /** Planned steps. */
  steps: number;
  /** Share of the planned steps that is done; a network that stopped early counts as complete. */
  share: number;
  /** Report of the first network in training; null if there is none. */
  report: NetworkReport | null;
  /** Losses of the first network, also after its end, and its last forecast. */
  first: Pick<TrainedMember, 'history'> & { forecast: ValidationForecast | null };
}

/** The first held-out network decides how many steps the members make. Members may begin before it is done: these
 *  trainings are speculative, since they assume that members make all steps. If they do not, they start over.
 *  @param options.heldOut networks that are trained without the held-out parts
 *  @param options.membersAfter the members' tasks, given the first held-out network once it is trained
 *  @param options.isDecided whether the result of `membersAfter` is final */
export function createTrainingSchedule(options: {
  heldOut: readonly NetworkTask[];
  membersAfter: (first: TrainedMember | undefined) => NetworkTask[];
  isDecided: (first: TrainedMember | undefined) => boolean;
  resumed: Pick<TrainingState, 'done' | 'current'> | null;
}): TrainingSchedule {
  const { heldOut, membersAfter, resumed } = options;
  let tasks = [...heldOut, ...membersAfter(resumed?.done.get(0))];
  const networks = tasks.map((_, index): NetworkStatus => {
    const trained = resumed?.done.get(index);
    if (trained !== undefined) return { status: 'done', trained };
    return { status: 'waiting', state: resumed?.current.get(index) ?? null };
  });

  let firstForecast: ValidationForecast | null = null;
  /** Networks whose thread has ended. */
  const lost = new Set<number>();

  function isSpeculative(index: number): boolean {
    return index >= heldOut.length && !options.isDecided(trainedAt(0));
  }
  function trainedAt(index: number): TrainedMember | undefined {
    const network = networks[index];
    return network.status === 'done' ? network.trained : undefined;
  }
  function reportAt(index: number): NetworkReport | null {
    const network = networks[index];
    return network.status === 'training' ? network.report : null;
  }
  /** Plans the members again. @returns indices of the members whose steps have changed */
  function planMembers(): number[] {
    const before = tasks;
    tasks = [...heldOut, ...membersAfter(trainedAt(0))];
    const changed = tasks.flatMap(({ spec }, index) =>
      spec.steps === before[index].spec.steps ? [] : [index],
    );
    for (const index of changed) networks[index] = { status: 'waiting', state: null };
    return changed;
  }
  function stepsDoneAt(index: number): number {
    const network = networks[index];
    switch (network.status) {
      case 'done':
        return network.trained.steps;
      case 'training':
        return network.report?.step ?? network.state?.step ?? 0;
      case 'waiting':
        return network.state?.step ?? 0;
      case 'failed':
        return 0;
    }
  }

  return {
    take(where) {
      const index = networks.findIndex(
        ({ status }, at) => status === 'waiting' && (where === 'here' || !lost.has(at)),
      );
      const network = networks[index];
      if (network?.status !== 'waiting') return null;
      const { state } = network;
      networks[index] = { status: 'training', state, report: null };
      return { index, task: tasks[index], state };
    },
    report(index, report, state) {
      const network = networks[index];
      assert(network.status === 'training');
      network.report = report;
      if (index === 0) firstForecast = report.forecast ?? firstForecast;
      if (state !== undefined) network.state = state;
    },
    pause(index, state) {
      networks[index] = { status: 'waiting', state };
    },
    lose(index) {
      const network = networks[index];
      assert(network.status === 'training');
      networks[index] = { status: 'waiting', state: network.state };
      lost.add(index);
    },
    complete(index, trained) {
      networks[index] = { status: 'done', trained };
      return index < heldOut.length ? planMembers() : [];
    },
    fail(index, error) {
      networks[index] = { status: 'failed', error };
    },
    failure() {
      const failed = networks.find((network, index) => network.status === 'failed' && !isSpeculative(index));
      return failed?.status === 'failed' ? failed.error : null;
    },
    unfinished: () => networks.filter(({ status }) => status === 'waiting' || status === 'training').length,
    results: () =>
      tasks.map((task, index) => {
        const trained = trainedAt(index);
        assert(trained !== undefined, 'all networks are done');
        return { task, trained };
      }),
    saved() {
      const done = new Map<number, TrainedMember>();
      const current = new Map<number, MemberState>();
      for (const [index, network] of networks.entries()) {
        if (network.status === 'done') done.set(index, network.trained);
        else if (network.status !== 'failed' && network.state !== null) current.set(index, network.state);
      }
      return { done, current };
    },
    summary() {
      const all = [...tasks.keys()];
      const counted = all.filter((index) => !isSpeculative(index));
      const sum = (indices: readonly number[], of: (index: number) => number) =>
        indices.reduce((total, index) => total + of(index), 0);
      const planned = (index: number) => tasks[index].spec.steps;
      const steps = sum(all, planned);
      const covered = sum(counted, (index) =>
        networks[index].status === 'done' ? planned(index) : stepsDoneAt(index),
      );
      return {
        stepsDone: sum(counted, stepsDoneAt),
        steps,
        share: covered / steps,
        report: counted.map(reportAt).find((report) => report !== null) ?? null,
        first: { history: (trainedAt(0) ?? reportAt(0))?.history ?? [], forecast: firstForecast },
      };
    },
  };
}
