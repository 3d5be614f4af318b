import { expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import type { MemberSpec } from '../../../src/forecasting/families/index.ts';
import type { MemberState, TrainedMember } from '../../../src/forecasting/training/checkpoint.ts';
import { createRoster, type Roster, type Task } from '../../../src/forecasting/training/schedule.ts';

const empty = new Float32Array(0);

function task(group: Task['group'], n: number, steps: number): Task {
  return { group, n, spec: { steps } as MemberSpec };
}
function trained(steps: number, bestStep = steps): TrainedMember {
  return { parameters: empty, base: empty, steps, bestStep, windows: 1, history: [] };
}
function stateAt(step: number): MemberState {
  return { step, finished: false, history: [] } as unknown as MemberState;
}
const reported = (step: number) => ({ step, windows: 1, history: [] });

/** An evaluation of 60 steps, and two members of 100, which end where it was best. */
function guessing(resumed: Parameters<typeof createRoster>[0]['resumed'] = null): Roster {
  return createRoster({
    evaluations: [task('evaluation', 0, 60)],
    membersAfter: (evaluated) =>
      [0, 1].map((n) => task('members', n, evaluated === undefined ? 100 : (100 * evaluated.bestStep) / 60)),
    isCertain: (evaluated) => evaluated !== undefined,
    resumed,
  });
}

test('the evaluation is first, members follow, and each is at work in one place only', () => {
  const roster = guessing();
  expect([0, 1, 2].map(() => roster.take()!.place)).toEqual([0, 1, 2]);
  expect(roster.take()).toBeNull();
  expect(roster.open()).toBe(3);
  expect(() => roster.finished()).toThrow('all networks are done');
});

test('a guess that came true is kept, and counts as soon as it is known to be true', () => {
  const roster = guessing();
  for (let n = 0; n < 2; n++) roster.take();
  roster.reported(0, reported(30));
  roster.reported(1, reported(40));
  expect(roster.summary()).toMatchObject({ made: 30, steps: 260, shown: { step: 30 } });
  expect(roster.done(0, trained(60))).toEqual([]);
  expect(roster.summary()).toMatchObject({ made: 100, steps: 260, share: 100 / 260, shown: { step: 40 } });
});

test('a guess that was wrong begins anew with other steps, whether it waits, is at work or is done', () => {
  const roster = guessing();
  for (let n = 0; n < 2; n++) roster.take();
  roster.done(1, trained(100));
  roster.paused(2, stateAt(7));
  expect(roster.done(0, trained(60, 30))).toEqual([1, 2]);
  expect(roster.summary()).toMatchObject({ made: 60, steps: 160, share: 60 / 160 });
  expect(roster.take()).toEqual({ place: 1, task: task('members', 0, 50), state: null });
  expect(roster.take()).toEqual({ place: 2, task: task('members', 1, 50), state: null });
});

test('the failure of a guess is one only where the guess comes true', () => {
  const error = new AppError('training_diverged');
  for (const [bestStep, failure] of [
    [60, error],
    [30, null],
  ] as const) {
    const roster = guessing();
    for (let n = 0; n < 2; n++) roster.take();
    roster.failed(1, error);
    expect(roster.failure()).toBeNull();
    roster.done(0, trained(60, bestStep));
    expect(roster.failure()).toBe(failure);
  }
});

test('what is saved goes on where it was', () => {
  const roster = guessing();
  for (let n = 0; n < 3; n++) roster.take();
  roster.reported(1, reported(9), stateAt(8));
  roster.done(0, trained(60));
  roster.paused(2, stateAt(5));
  const again = guessing(roster.saved());
  expect(again.summary()).toMatchObject({ made: 60 + 8 + 5 });
  expect(again.take()).toMatchObject({ place: 1, state: { step: 8 } });
  expect(again.take()).toMatchObject({ place: 2, state: { step: 5 } });
});
