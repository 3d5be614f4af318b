/** The networks of one training and the status of each: waiting, in training, done or failed. */
import assert from 'node:assert/strict';
import type { AppError } from '../../errors.ts';
import type { MemberState, TrainedMember, TrainingState } from './checkpoint.ts';
import { type ScheduleSummary, summaryOf } from './schedule-progress.ts';
import { type NetworkReport, type NetworkTask, ScheduledNetwork } from './scheduled-network.ts';

export type { NetworkReport, NetworkTask } from './scheduled-network.ts';

/** A network that a thread trains. */
export interface Assignment {
  /** Index in the schedule. Held-out networks come first. */
  index: number;
  task: NetworkTask;
  /** State to continue from; null to start from the beginning. */
  state: MemberState | null;
}

export interface TrainingSchedule {
  /** Takes the first network that waits: from now on it is in training.
   *  @param where `here`: the thread of the training; `elsewhere`: another one, which gets no
   *  network that has lost a thread
   *  @returns null if none waits */
  take(where: 'here' | 'elsewhere'): Assignment | null;
  /** Records the progress of a network in training, and its state if there is one. */
  report(index: number, report: NetworkReport, state?: MemberState): void;
  /** Puts a network back: it waits, and will continue from `state`, or begin if that is null. */
  pause(index: number, state: MemberState | null): void;
  /** Puts a network back whose thread has ended: it waits for the thread of the training, and will continue from the
   *  last state that is known. So each network ends one other thread at most. */
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
  const { membersAfter, isDecided, resumed } = options;
  const heldOut = options.heldOut.map(scheduled);
  const decider = heldOut.at(0);
  const members = membersAfter(decider?.trained()).map((task, n) => scheduled(task, heldOut.length + n));
  /** By index. */
  const networks = [...heldOut, ...members];

  function scheduled(task: NetworkTask, index: number): ScheduledNetwork {
    return new ScheduledNetwork(task, resumed?.done.get(index), resumed?.current.get(index) ?? null);
  }
  function areMembersSpeculative(): boolean {
    return !isDecided(decider?.trained());
  }
  /** Networks whose training is not speculative. */
  function counted(): readonly ScheduledNetwork[] {
    return areMembersSpeculative() ? heldOut : networks;
  }
  /** @returns indices of the members that start over */
  function replanMembers(): number[] {
    const tasks = membersAfter(decider?.trained());
    return members.flatMap((member, n) => (member.plan(tasks[n]) ? [heldOut.length + n] : []));
  }

  return {
    take(where) {
      const index = networks.findIndex((network) => network.isFree(where));
      if (index < 0) return null;
      const network = networks[index];
      return { index, task: network.task, state: network.take() };
    },
    report: (index, report, state) => networks[index].report(report, state),
    pause: (index, state) => networks[index].pause(state),
    lose: (index) => networks[index].lose(),
    complete(index, trained) {
      networks[index].complete(trained);
      return index < heldOut.length ? replanMembers() : [];
    },
    fail: (index, error) => networks[index].fail(error),
    failure: () =>
      counted()
        .map((network) => network.error())
        .find((error) => error !== null) ?? null,
    unfinished: () => networks.filter((network) => network.isUnfinished()).length,
    results: () =>
      networks.map((network) => {
        const trained = network.trained();
        assert(trained !== undefined, 'all networks are done');
        return { task: network.task, trained };
      }),
    saved() {
      const done = new Map<number, TrainedMember>();
      const current = new Map<number, MemberState>();
      for (const [index, network] of networks.entries()) {
        const [trained, state] = [network.trained(), network.state()];
        if (trained !== undefined) done.set(index, trained);
        if (state !== null) current.set(index, state);
      }
      return { done, current };
    },
    summary: () => summaryOf(networks, counted()),
  };
}
