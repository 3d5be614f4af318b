import { expect, test, vi } from 'vitest';
import type { JobProgress } from '../../../src/contracts/schemas/jobs/job.ts';
import { selectKernel } from '../../../src/engine/index.ts';
import type { MemberSpec, ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { evaluationSpecs, memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { createTrainer } from '../../../src/forecasting/training/member-trainer.ts';
import { trainNetworks } from '../../../src/forecasting/training/run-schedule.ts';
import { createRoster, type Roster, type Task } from '../../../src/forecasting/training/schedule.ts';
import { createCrew } from '../../../src/forecasting/training/training-pool.ts';
import { coresOf, createCoreBudget } from '../../../src/training/cores.ts';
import { watched } from '../../support/supervision.ts';
import { header, seasonalSeries, seriesOf, specOf } from '../support.ts';

vi.setConfig({ testTimeout: 120_000 }); // a training

const progress: JobProgress = {
  ...{ fraction: 0, phase: 'training', epoch: 0, step: 0, steps: 1, loss: null, validation_loss: null },
  ...{ elapsed_seconds: 0, eta_seconds: null },
};

interface Planned {
  evaluations: MemberSpec[];
  members: MemberSpec[];
}

/** Real networks and threads; `report` and `encode` look at the roster, and the clock goes on by `tickMs` a look. */
function trainingOf(
  planOf: (spec: ResolvedSpec) => Planned,
  { report, encode = () => {}, tickMs }: { report?: Look; encode?: Look; tickMs: number },
) {
  const requested = specOf({ hidden_size: 8, steps: 1_000, members: 1 });
  const histories = historiesOf([seriesOf(seasonalSeries(300, 12, 2))], requested, header);
  const { spec } = resolveSpec(requested, histories, header);
  const kernel = selectKernel();
  const { evaluations, members } = planOf(spec);
  const tasks = (group: Task['group'], specs: MemberSpec[]) =>
    specs.map((one, n): Task => ({ group, n, spec: one }));
  const roster = createRoster({
    evaluations: tasks('evaluation', evaluations),
    membersAfter: () => tasks('members', members),
    isCertain: (evaluated) => evaluations.length === 0 || evaluated !== undefined,
    resumed: null,
  });
  const { supervision } = watched({ tickMs });
  const crew = createCrew(
    { spec, histories, initialWeights: null, kernel: kernel.name, control: supervision.control },
    roster,
  );
  const begin = () =>
    createCoreBudget(2, 1).use((share) =>
      trainNetworks({
        trainer: createTrainer({ kernel, spec, histories, initial: null }),
        roster,
        crew,
        supervision: { ...supervision, cores: coresOf(share) },
        encode() {
          encode(roster);
          return new Uint8Array(0);
        },
        report() {
          report?.(roster);
          return progress;
        },
      }),
    );
  return { begin, crew, roster };
}
type Look = (roster: Roster) => void;

test('members that all failed while the evaluation was the last at work end the training with their error', async () => {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { begin, roster } = trainingOf(
    (spec) => ({
      evaluations: evaluationSpecs(spec),
      members: memberSpecs(spec).map((one) => ({ ...one, learning_rate: 1, weight_decay: 1e30 })),
    }),
    {
      tickMs: 1_000,
      // Keeps the evaluation back until the member has failed, however fast the machine is.
      report(of) {
        if (of.open() > 1) Atomics.wait(never, 0, 0, 50);
      },
    },
  );
  await expect(begin()).rejects.toMatchObject({ code: 'training_diverged' });
  expect(roster.open()).toBe(0);
});

test('the end of the last network is saved where it was trained in another thread, too', async () => {
  const saved: number[] = [];
  const { begin, crew } = trainingOf(
    (spec) => {
      const [one] = memberSpecs(spec);
      return {
        evaluations: [],
        members: [
          { ...one, steps: 200 },
          { ...one, steps: 2 },
        ],
      };
    },
    { tickMs: 0, encode: (of) => saved.push(of.saved().done.size) }, // no checkpoint is ever due
  );
  crew.fill(1); // takes the longer one
  expect(await begin()).toBe(true);
  expect(saved).toEqual([1, 2]);
});
