/** Where each network of a training stands: it waits, has begun, is at work, or is done. */
import assert from 'node:assert/strict';
import type { AppError } from '../../errors.ts';
import type { Group } from '../ensemble/index.ts';
import type { MemberSpec } from '../families/index.ts';
import type { MemberState, TrainedMember, TrainingState } from './checkpoint.ts';
import type { MemberProgress } from './train-member.ts';

/** A network to be trained. */
export interface Task {
  group: Group;
  n: number;
  spec: MemberSpec;
}

/** A task that somebody works at. */
export interface Assignment {
  /** In the order of the networks: the evaluation is the first. */
  place: number;
  task: Task;
  /** Where it goes on from; null at its beginning. */
  state: MemberState | null;
}

/** What is reported of a network at work. */
export type Reported = Pick<MemberProgress, 'step' | 'windows' | 'history'>;

type Standing =
  | { is: 'waiting'; state: MemberState | null }
  /** `state` is the last one that is known. */
  | { is: 'at work'; state: MemberState | null; reported: Reported | null }
  | { is: 'done'; trained: TrainedMember }
  | { is: 'failed'; error: AppError };

export interface Roster {
  /** The first network that waits, which is at work from now on; null where none waits. */
  take(): Assignment | null;
  reported(place: number, reported: Reported, state?: MemberState): void;
  /** It waits again, to go on from there. */
  paused(place: number, state: MemberState): void;
  /** @returns places whose work was for nothing: they begin anew, with other steps */
  done(place: number, trained: TrainedMember): number[];
  failed(place: number, error: AppError): void;
  /** Of a network that is wanted as it was trained; null without any. */
  failure(): AppError | null;
  /** Networks that wait or are at work. */
  open(): number;
  /** Tasks with their networks. @throws AssertionError before all are done */
  finished(): { task: Task; trained: TrainedMember }[];
  /** What a checkpoint has of them. */
  saved(): Pick<TrainingState, 'done' | 'current'>;
  /** What a caller is told. */
  summary(): Summary;
}

export interface Summary {
  /** Steps made, and all that are wanted. Guesses that may be thrown away are not counted. */
  made: number;
  steps: number;
  /** Of the steps wanted; a network that stopped early counts as whole. */
  share: number;
  /** Of the first network at work. */
  shown: Reported | null;
}

/** Members can begin while the evaluation, which decides their steps, is still at work: they guess that it will shorten
 *  none. Where it does, they begin anew.
 *  @param membersAfter the members' tasks, known only when the evaluation, if there is one, is done
 *  @param isCertain whether `membersAfter` cannot give anything else later */
export function createRoster(options: {
  evaluations: readonly Task[];
  membersAfter: (evaluated: TrainedMember | undefined) => Task[];
  isCertain: (evaluated: TrainedMember | undefined) => boolean;
  resumed: Pick<TrainingState, 'done' | 'current'> | null;
}): Roster {
  const { evaluations, membersAfter, resumed } = options;
  let tasks = [...evaluations, ...membersAfter(resumed?.done.get(0))];
  const standings = tasks.map((_, place): Standing => {
    const trained = resumed?.done.get(place);
    if (trained !== undefined) return { is: 'done', trained };
    return { is: 'waiting', state: resumed?.current.get(place) ?? null };
  });

  function isWanted(place: number): boolean {
    return place < evaluations.length || options.isCertain(trainedAt(0));
  }
  function trainedAt(place: number): TrainedMember | undefined {
    const standing = standings[place];
    return standing.is === 'done' ? standing.trained : undefined;
  }
  function reportedAt(place: number): Reported | null {
    const standing = standings[place];
    return standing.is === 'at work' ? standing.reported : null;
  }
  /** The members' tasks anew: those that change begin anew. */
  function decideMembers(): number[] {
    const before = tasks;
    tasks = [...evaluations, ...membersAfter(trainedAt(0))];
    const changed = tasks.flatMap(({ spec }, place) =>
      spec.steps === before[place].spec.steps ? [] : [place],
    );
    for (const place of changed) standings[place] = { is: 'waiting', state: null };
    return changed;
  }
  function stepsOf(place: number): number {
    const standing = standings[place];
    switch (standing.is) {
      case 'done':
        return standing.trained.steps;
      case 'at work':
        return standing.reported?.step ?? standing.state?.step ?? 0;
      case 'waiting':
        return standing.state?.step ?? 0;
      case 'failed':
        return 0;
    }
  }

  return {
    take() {
      const place = standings.findIndex(({ is }) => is === 'waiting');
      const standing = standings[place];
      if (standing?.is !== 'waiting') return null;
      const { state } = standing;
      standings[place] = { is: 'at work', state, reported: null };
      return { place, task: tasks[place], state };
    },
    reported(place, reported, state) {
      const standing = standings[place];
      assert(standing.is === 'at work');
      standing.reported = reported;
      if (state !== undefined) standing.state = state;
    },
    paused(place, state) {
      standings[place] = { is: 'waiting', state };
    },
    done(place, trained) {
      standings[place] = { is: 'done', trained };
      return place < evaluations.length ? decideMembers() : [];
    },
    failed(place, error) {
      standings[place] = { is: 'failed', error };
    },
    failure() {
      const failed = standings.find((standing, place) => standing.is === 'failed' && isWanted(place));
      return failed?.is === 'failed' ? failed.error : null;
    },
    open: () => standings.filter(({ is }) => is === 'waiting' || is === 'at work').length,
    finished: () =>
      tasks.map((task, place) => {
        const trained = trainedAt(place);
        assert(trained !== undefined, 'all networks are done');
        return { task, trained };
      }),
    saved() {
      const done = new Map<number, TrainedMember>();
      const current = new Map<number, MemberState>();
      for (const [place, standing] of standings.entries()) {
        if (standing.is === 'done') done.set(place, standing.trained);
        else if (standing.is !== 'failed' && standing.state !== null) current.set(place, standing.state);
      }
      return { done, current };
    },
    summary() {
      const counted = [...tasks.keys()].filter(isWanted);
      const sum = (of: (place: number) => number, places: readonly number[]) =>
        places.reduce((total, place) => total + of(place), 0);
      const planned = (place: number) => tasks[place].spec.steps;
      const steps = sum(planned, [...tasks.keys()]);
      const covered = sum((p) => (standings[p].is === 'done' ? planned(p) : stepsOf(p)), counted);
      return {
        made: sum(stepsOf, counted),
        steps,
        share: covered / steps,
        shown: counted.map(reportedAt).find((reported) => reported !== null) ?? null,
      };
    },
  };
}
