import { expect, test } from 'vitest';
import type { JobProgress } from '../../../src/contracts/schemas/jobs/job.ts';
import { selectKernel } from '../../../src/engine/index.ts';
import type { MemberSpec, ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { heldOutSpecs, memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { createTrainer } from '../../../src/forecasting/training/member-trainer.ts';
import { runSchedule } from '../../../src/forecasting/training/run-schedule.ts';
import {
  createTrainingSchedule,
  type NetworkTask,
  type TrainingSchedule,
} from '../../../src/forecasting/training/schedule.ts';
import { createTrainingPool } from '../../../src/forecasting/training/training-pool.ts';
import { coresOf, createCoreBudget } from '../../../src/training/cores.ts';
import { watched } from '../../support/supervision.ts';
import { header, seasonalSeries, seriesOf, specOf } from '../support.ts';

const progress: JobProgress = {
  ...{ fraction: 0, phase: 'training', epoch: 0, step: 0, steps: 1, loss: null, validation_loss: null },
  ...{ elapsed_seconds: 0, eta_seconds: null },
};

interface Planned {
  heldOut: MemberSpec[];
  members: MemberSpec[];
}

/** Real networks and threads. `watch` sees the schedule at each report of progress, `saved` at each checkpoint;
 *  `isEndDue` says whether the end of a network is saved, instead of the clock. */
function trainingOf(
  planOf: (spec: ResolvedSpec) => Planned,
  { watch, saved, isEndDue, tickMs }: TrainingOptions,
) {
  const requested = specOf({ hidden_size: 8, steps: 1_000, members: 1 });
  const histories = historiesOf([seriesOf(seasonalSeries(300, 12, 2))], requested, header);
  const { spec } = resolveSpec(requested, histories, header);
  const kernel = selectKernel();
  const { heldOut, members } = planOf(spec);
  const tasks = (group: NetworkTask['group'], specs: MemberSpec[]) =>
    specs.map((one, n): NetworkTask => ({ group, n, spec: one }));
  const schedule = createTrainingSchedule({
    heldOut: tasks('heldOut', heldOut),
    membersAfter: () => tasks('members', members),
    isDecided: (first) => heldOut.length === 0 || first !== undefined,
    resumed: null,
  });
  const { supervision } = watched({ tickMs });
  const checkpointDue = (ageMs?: number) =>
    ageMs === undefined || isEndDue === undefined ? supervision.checkpointDue(ageMs) : isEndDue(schedule);
  const pool = createTrainingPool(
    { spec, histories, initialWeights: null, kernel: kernel.name, control: supervision.control },
    schedule,
    supervision.warn,
  );
  const begin = () =>
    createCoreBudget(2, 1).use((share) =>
      runSchedule({
        trainer: createTrainer({ kernel, spec, histories, initial: null }),
        schedule,
        pool,
        supervision: { ...supervision, checkpointDue, cores: coresOf(share) },
        encode() {
          saved?.(schedule);
          return new Uint8Array(0);
        },
        progress() {
          watch?.(schedule);
          return progress;
        },
      }),
    );
  return { begin, pool, schedule };
}
type Watch = (schedule: TrainingSchedule) => void;
interface TrainingOptions {
  watch?: Watch;
  saved?: Watch;
  isEndDue?: (schedule: TrainingSchedule) => boolean;
  tickMs: number;
}

test('members that all failed before the held-out network was done end the training with their error', async () => {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { begin, schedule } = trainingOf(
    (spec) => ({
      heldOut: heldOutSpecs(spec),
      members: memberSpecs(spec).map((one) => ({ ...one, learning_rate: 1, weight_decay: 1e30 })),
    }),
    {
      tickMs: 1_000,
      // Delays the held-out network until the member has failed, however fast the machine is.
      watch(of) {
        if (of.unfinished() > 1) Atomics.wait(never, 0, 0, 50);
      },
    },
  );
  await expect(begin()).rejects.toMatchObject({ code: 'training_diverged' });
  expect(schedule.unfinished()).toBe(0);
});

const twoMembers = (spec: ResolvedSpec): Planned => {
  const [one] = memberSpecs(spec);
  return {
    heldOut: [],
    members: [
      { ...one, steps: 200 },
      { ...one, steps: 2 },
    ],
  };
};

test('the end of the last network is saved even if another thread trained it', async () => {
  const doneAtSaves: number[] = [];
  const { begin, pool } = trainingOf(twoMembers, {
    tickMs: 0,
    isEndDue: (of) => of.unfinished() === 0,
    saved: (of) => doneAtSaves.push(of.saved().done.size),
  });
  pool.fill(1); // takes the longer one
  expect(await begin()).toBe(true);
  expect(doneAtSaves).toEqual([2]);
});

test('a training of less than a second saves nothing: it is done again as fast', async () => {
  const doneAtSaves: number[] = [];
  const { begin } = trainingOf(twoMembers, {
    tickMs: 0,
    saved: (of) => doneAtSaves.push(of.saved().done.size),
  });
  expect(await begin()).toBe(true);
  expect(doneAtSaves).toEqual([]);
});
