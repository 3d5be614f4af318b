import { expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import type { MemberSpec } from '../../../src/forecasting/families/index.ts';
import {
  copyOfState,
  type MemberState,
  type TrainedMember,
} from '../../../src/forecasting/training/checkpoint.ts';
import {
  createTrainingSchedule,
  type NetworkTask,
  type TrainingSchedule,
} from '../../../src/forecasting/training/schedule.ts';

const empty = new Float32Array(0);

function task(group: NetworkTask['group'], n: number, steps: number): NetworkTask {
  return { group, n, spec: { steps } as MemberSpec };
}
function trained(steps: number, bestStep = steps): TrainedMember {
  return { parameters: empty, base: empty, steps, bestStep, windows: 1, history: [] };
}
function stateAt(step: number): MemberState {
  return { step, finished: false, history: [] } as unknown as MemberState;
}
const reportAt = (step: number) => ({ step, windows: 1, history: [] });

/** A held-out network of 60 steps, and members of 100, which end where it was best. */
function speculative(
  resumed: Parameters<typeof createTrainingSchedule>[0]['resumed'] = null,
  members = 2,
): TrainingSchedule {
  return createTrainingSchedule({
    heldOut: [task('heldOut', 0, 60)],
    membersAfter: (first) =>
      Array.from({ length: members }, (_, n) =>
        task('members', n, first === undefined ? 100 : (100 * first.bestStep) / 60),
      ),
    isDecided: (first) => first !== undefined,
    resumed,
  });
}

test('the held-out network is first, members follow, and each is trained in one thread only', () => {
  const schedule = speculative();
  expect([0, 1, 2].map(() => schedule.take('here')!.index)).toEqual([0, 1, 2]);
  expect(schedule.take('here')).toBeNull();
  expect(schedule.unfinished()).toBe(3);
  expect(() => schedule.results()).toThrow('all networks are done');
});

test('a speculative training whose assumption holds is kept, and counts from then on', () => {
  const schedule = speculative();
  for (let n = 0; n < 2; n++) schedule.take('here');
  schedule.report(0, reportAt(30));
  schedule.report(1, reportAt(40));
  expect(schedule.summary()).toMatchObject({ stepsDone: 30, steps: 260, report: { step: 30 } });
  expect(schedule.complete(0, trained(60))).toEqual([]);
  expect(schedule.summary()).toMatchObject({
    ...{ stepsDone: 100, steps: 260, share: 100 / 260 },
    report: { step: 40 },
  });
});

test('a speculative training whose assumption fails starts over, whether it waits, is in training or is done', () => {
  const schedule = speculative(null, 3);
  for (let n = 0; n < 4; n++) schedule.take('here');
  schedule.complete(1, trained(100));
  schedule.pause(2, stateAt(7));
  schedule.report(3, reportAt(9));
  expect(schedule.complete(0, trained(60, 30))).toEqual([1, 2, 3]);
  expect(schedule.summary()).toMatchObject({ stepsDone: 60, steps: 210, share: 60 / 210 });
  for (const index of [1, 2, 3])
    expect(schedule.take('here')).toEqual({ index, task: task('members', index - 1, 50), state: null });
});

test('epochs are a mean over the networks, each with the windows and batches of its own', () => {
  const ofBatches = (n: number) => ({
    ...task('members', n, 100),
    spec: { steps: 100, batch_size: 2 * (n + 1) } as MemberSpec,
  });
  const schedule = createTrainingSchedule({
    ...{ heldOut: [], isDecided: () => true, resumed: null },
    membersAfter: () => [0, 1].map(ofBatches),
  });
  for (let n = 0; n < 2; n++) schedule.take('here');
  schedule.report(0, { step: 50, windows: 20, history: [] }); // 5 epochs
  expect(schedule.summary().epoch).toBe(2.5);
  schedule.report(1, { step: 10, windows: 40, history: [] }); // 1 epoch
  expect(schedule.summary().epoch).toBe(3);
  schedule.complete(0, { ...trained(100), windows: 20 });
  schedule.pause(1, stateAt(20));
  expect(schedule.summary().epoch).toBe(6);
});

test('a network changes its status only from a training', () => {
  const schedule = speculative();
  const changes: ((index: number) => void)[] = [
    (index) => schedule.report(index, reportAt(1)),
    (index) => schedule.pause(index, null),
    (index) => schedule.lose(index),
    (index) => schedule.complete(index, trained(100)),
    (index) => schedule.fail(index, new AppError('training_diverged')),
  ];
  for (const change of changes) expect(() => change(1)).toThrow();
  expect(schedule.take('elsewhere')!.index).toBe(0);
  schedule.lose(0);
  expect(schedule.take('elsewhere')!.index).toBe(1);
  expect(schedule.take('here')!.index).toBe(0);
});

test('the failure of a speculative training counts only if its assumption holds', () => {
  const error = new AppError('training_diverged');
  for (const [bestStep, failure] of [
    [60, error],
    [30, null],
  ] as const) {
    const schedule = speculative();
    for (let n = 0; n < 2; n++) schedule.take('here');
    schedule.fail(1, error);
    expect(schedule.failure()).toBeNull();
    schedule.complete(0, trained(60, bestStep));
    expect(schedule.failure()).toBe(failure);
  }
});

test('a schedule continues from what was saved', () => {
  const schedule = speculative();
  for (let n = 0; n < 3; n++) schedule.take('here');
  schedule.report(1, reportAt(9), stateAt(8));
  schedule.complete(0, trained(60));
  schedule.pause(2, stateAt(5));
  const again = speculative(schedule.saved());
  expect(again.summary()).toMatchObject({ stepsDone: 60 + 8 + 5 });
  expect(again.take('here')).toMatchObject({ index: 1, state: { step: 8 } });
  expect(again.take('here')).toMatchObject({ index: 2, state: { step: 5 } });
});

test('the copy of a state keeps its values when the training goes on', () => {
  const values = () => Float32Array.of(1, 2);
  const state: MemberState = {
    ...{ step: 3, finished: false, bestStep: 2, bestLoss: 0.5, isRestarted: false },
    ...{ rng: new Uint32Array(4), parameters: values(), best: values(), base: values() },
    ...{ adam: { m: values(), v: values(), step: 3 }, history: [] },
  };
  const copy = copyOfState(state);
  const { adam } = state;
  for (const array of [state.parameters, state.best, state.base, adam.m, adam.v]) array.fill(9);
  state.history.push({ step: 4, loss: 1, validation_loss: null });
  for (const array of [copy.parameters, copy.best, copy.base, copy.adam.m, copy.adam.v])
    expect(array).toEqual(values());
  expect(copy.history).toEqual([]);
});
