import { expect, test, vi } from 'vitest';
import type { JobProgress } from '../../src/contracts/job.ts';
import { control, type Supervised } from '../../src/contracts/ports.ts';
import { selectKernel } from '../../src/engine/index.ts';
import { createCrew } from '../../src/forecasting/crew.ts';
import type { MemberSpec } from '../../src/forecasting/layout.ts';
import { evaluationSpecs, memberSpecs } from '../../src/forecasting/members.ts';
import { createRoster, type Task } from '../../src/forecasting/roster.ts';
import { resolveSpec } from '../../src/forecasting/spec.ts';
import { historiesOf } from '../../src/forecasting/target.ts';
import { trainNetworks } from '../../src/forecasting/train-networks.ts';
import { createTrainer } from '../../src/forecasting/trainer.ts';
import { coresOf, createCoreBudget } from '../../src/training/cores.ts';
import { createSupervision } from '../../src/training/supervision.ts';
import { header, seasonalSeries, seriesOf, specOf } from './support.ts';

vi.setConfig({ testTimeout: 120_000 }); // a training

const progress: JobProgress = {
  ...{ fraction: 0, phase: 'training', epoch: 0, step: 0, steps: 1, loss: null, validation_loss: null },
  ...{ elapsed_seconds: 0, eta_seconds: null },
};

test('members that all failed while the evaluation was the last at work end the training with their error', async () => {
  const requested = specOf({ hidden_size: 8, steps: 1_000, members: 1 });
  const histories = historiesOf([seriesOf(seasonalSeries(300, 12, 2))], requested, header);
  const { spec } = resolveSpec(requested, histories, header);
  const kernel = selectKernel();
  const tasks = (group: Task['group'], specs: MemberSpec[]) =>
    specs.map((one, n): Task => ({ group, n, spec: one }));
  const diverging = memberSpecs(spec).map((one) => ({ ...one, learning_rate: 1, weight_decay: 1e30 }));
  const roster = createRoster({
    evaluations: tasks('evaluation', evaluationSpecs(spec)),
    membersAfter: () => tasks('members', diverging),
    isCertain: (evaluated) => evaluated !== undefined,
    resumed: null,
  });
  const words = new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(words)[control.checkpointsSaved] = 1_000_000;
  const port = { postMessage() {} } as unknown as Supervised['port'];
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let now = 0;
  const training = createCoreBudget(2, 1).use((share) =>
    trainNetworks({
      trainer: createTrainer({ kernel, spec, histories, initial: null }),
      roster,
      crew: createCrew(
        { spec, histories, initialWeights: null, kernel: kernel.name, control: words },
        roster,
      ),
      cores: coresOf(share),
      supervision: createSupervision({ elapsedSeconds: 0, control: words, port }, () => (now += 1_000)),
      encode: () => new Uint8Array(0),
      report() {
        // Keeps the evaluation back until the member has failed, however fast the machine is.
        if (roster.open() > 1) Atomics.wait(never, 0, 0, 50);
        return progress;
      },
    }),
  );
  await expect(training).rejects.toMatchObject({ code: 'training_diverged' });
  expect(roster.open()).toBe(0);
});
