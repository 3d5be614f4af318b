import { expect, test } from 'vitest';
import { limits } from '../../../src/contracts/schemas/index.ts';
import { availableKernels, type Kernel, planBytes, selectKernel } from '../../../src/engine/index.ts';
import type { AppError } from '../../../src/errors.ts';
import { evenFactors } from '../../../src/forecasting/ensemble/calibration.ts';
import { buildMember } from '../../../src/forecasting/ensemble/member.ts';
import { networkOnly } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import { encodeWeights } from '../../../src/forecasting/ensemble/weights-file.ts';
import { layoutOf } from '../../../src/forecasting/families/member-layout.ts';
import { memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import {
  parameterBytes,
  requireMemory,
  requireSmallCheckpoint,
} from '../../../src/forecasting/network/memory-budget.ts';
import { covariateEffects, fixedBatches } from '../../../src/forecasting/sampling/index.ts';
import { createModelCache } from '../../../src/forecasting/serving/model-cache.ts';
import { createTrainer } from '../../../src/forecasting/training/member-trainer.ts';
import { membersFrom } from '../../../src/forecasting/training/scoring.ts';
import { header, seasonalSeries, seriesOf, specOf } from '../support.ts';

const requested = specOf({ family: 'seasonal', season_length: 1, hidden_size: 8, steps: 2, members: 2 });
const histories = historiesOf([seriesOf(seasonalSeries(200, 12, 2))], requested, header);
const { spec } = resolveSpec(requested, histories, header);
const [member] = memberSpecs(spec);

/** Bytes of a WebAssembly kernel that are in use. */
function bytesUsed(kernel: Kernel): number {
  return kernel.allocate('float32', 0).byteOffset;
}

test('the memory of a network in training is free for the next one, also if an order stopped it', async () => {
  const kernel = selectKernel('wasm');
  const trainer = createTrainer({ kernel, spec, histories, initial: null });
  const before = bytesUsed(kernel);
  const assignment = { index: 0, task: { group: 'members', n: 0, spec: member }, state: null } as const;
  const first = await trainer.train(assignment, { proceed: () => true, stepped() {} });
  expect(bytesUsed(kernel)).toBe(before);
  expect(await trainer.train(assignment, { proceed: () => false, stepped() {} })).toBeNull();
  expect(bytesUsed(kernel)).toBe(before);
  expect(await trainer.train(assignment, { proceed: () => true, stepped() {} })).toEqual(first);
});

test('networks that forecast after a training take the memory of forecasts, however large a batch of the training is', () => {
  const network = {
    spec: { ...member, batch_size: 1_024 },
    parameters: new Float32Array(0),
    base: new Float32Array(0),
  };
  const { steps, inputSize } = layoutOf(member);
  const { cell, layers, hidden_size: hiddenSize } = member;
  const kernel = selectKernel('wasm');
  const before = bytesUsed(kernel);
  membersFrom([network], kernel);
  const encoder = planBytes(
    { kernel, cell, inputSize, hiddenSize, layers, inputGradient: false },
    1_024,
    steps,
  );
  expect(bytesUsed(kernel) - before).toBeLessThan(encoder / 4);
});

test('networks for gradients of one model take the memory of those of another', () => {
  const weights = [1, 2].map((seed) => {
    const build = { kernel: selectKernel('reference'), batchMax: 1, use: 'forecasts' } as const;
    return encodeWeights({
      ...{ spec, paths: null, trainedUntil: null, heldOut: [] },
      members: [buildMember({ ...member, seed }, build, () => {})],
      ensembleWeights: { members: networkOnly, heldOut: networkOnly },
      calibration: { members: evenFactors([1, 1]), heldOut: evenFactors([1, 1]) },
    });
  });
  const cache = createModelCache(4);
  const used = [0, 1, 0, 1, 0].map((i) => {
    cache.model(weights[i], 'wasm');
    return bytesUsed(cache.gradients(weights[i], 'wasm').kernel);
  });
  expect(new Set(used).size).toBe(1);
});

test('a network is too large on every kernel, also if its numbers of elements have more than 32 bits', () => {
  for (const cell of ['rnn', 'gru', 'lstm'] as const)
    for (const hidden_size of [128, 256, 512])
      for (const kernel of availableKernels())
        expect(() =>
          requireMemory([{ ...member, cell, hidden_size, context_length: 4_096, batch_size: 1_024 }], kernel),
        ).toThrow(expect.objectContaining({ code: 'training_too_large' }));
});

test('windows on which losses are computed take a bounded memory, however long they are', () => {
  const long = historiesOf([seriesOf(seasonalSeries(6_000, 12, 2))], requested, header);
  const { spec: longSpec } = resolveSpec({ ...requested, context_length: 4_000 }, long, header);
  const layout = { ...layoutOf(memberSpecs(longSpec)[0]), stepInputs: 500 };
  const source = { values: long[0].raw, isLog: false };
  const bytesOfWindow = 4 * (layout.steps * layout.inputSize + layout.horizon * layout.stepInputs);
  const windows = Array(Math.ceil((150 * 2 ** 20) / bytesOfWindow)).fill({
    source,
    origin: 5_000,
    end: 6_000,
  });
  const batches = fixedBatches(windows, layout, 64, selectKernel('reference'));
  const bytes = batches.reduce(
    (sum, { inputs, stepInputs }) => sum + inputs.byteLength + stepInputs.byteLength,
    0,
  );
  expect(bytes).toBeLessThanOrEqual(128 * 2 ** 20);
  expect(bytes).toBeGreaterThan(120 * 2 ** 20);
});

test.each([
  { skips: 4, read: 4_096 },
  { skips: 2_000, read: 256 },
])('effects of $skips covariates are found on $read windows', ({ skips, read }) => {
  const layout = layoutOf(member);
  let reads = 0;
  const source = { values: new Float64Array(200).fill(1), isLog: false };
  const windows = Array.from({ length: 4_096 }, () => ({
    get source() {
      reads++;
      return source;
    },
    origin: 150,
    end: 200,
  }));
  covariateEffects(windows, { ...layout, exogenous: { ...layout.exogenous, skips } });
  expect(reads).toBe(read);
});

test('a training that barely exceeds a limit reads as larger than the limit', () => {
  const { networkBytesMax, trainedBytesMax } = limits;
  const refusal = (check: () => void): AppError => {
    try {
      check();
    } catch (thrown) {
      return thrown as AppError;
    }
    throw new Error('not refused');
  };
  const large = [{ ...member, cell: 'lstm' as const, hidden_size: 512, layers: 4, batch_size: 1_024 }];
  try {
    for (const share of [0.97, 0.98, 0.99, 0.999]) {
      Object.assign(limits, { trainedBytesMax: share * parameterBytes(large[0]) });
      const parameters = refusal(() => requireSmallCheckpoint(large)).details.values!;
      expect(parameters.needed, `${share}`).toBeGreaterThan(Number(parameters.limit));
    }
    Object.assign(limits, { networkBytesMax: 2 ** 26 });
    const network = refusal(() => requireMemory(large, selectKernel('wasm')));
    expect(network.message).toContain(`${network.details.values!.needed} GiB`);
  } finally {
    Object.assign(limits, { networkBytesMax, trainedBytesMax });
  }
});
