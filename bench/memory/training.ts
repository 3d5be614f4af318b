import {
  adamw,
  type CellName,
  clipGlobalNorm,
  createRng,
  type Kernel,
  stepwise,
} from '../../src/engine/index.ts';
import { hiddenSizeFor, type Start, type StudyNetwork, studyNetwork } from './network.ts';
import type { Task } from './tasks.ts';

export interface Plan {
  cell: CellName;
  start: Start;
  /** Gradients are clipped to this norm; null: not clipped. */
  clip: number | null;
  parameters: number;
  learningRate: number;
  batch: number;
  /** After so many steps an attempt has failed. */
  stepsMax: number;
  /** The test is taken every so many steps, on so many new sequences. */
  testEvery: number;
  testBatch: number;
}

export interface Run {
  seed: number;
  learnt: boolean;
  steps: number; // until it had learnt, or all
  score: number; // accuracy, or mean squared error, of the last test
  diverged: boolean;
  /** ‖∂loss/∂h‖, mean over sequences, of the state so many steps before the last one; the first is lag 0. */
  gradientByLag: { start: number[]; end: number[] };
}

export const accuracyMin = 0.99;
export const meanSquaredErrorMax = 0.01;

function isLearnt(task: Task, score: number): boolean {
  return task.name === 'copy' ? score >= accuracyMin : score <= meanSquaredErrorMax;
}

/** One network from one seed, until the test is passed or the steps are over. */
export function train(kernel: Kernel, plan: Plan, task: Task, seed: number): Run {
  const { cell, start, clip, batch, testBatch, stepsMax, testEvery } = plan;
  const rng = createRng(seed);
  const testRng = createRng(seed + 1_000_000);
  const hiddenSize = hiddenSizeFor(cell, plan.parameters, task);
  const batchMax = Math.max(batch, testBatch);
  const network = studyNetwork({ kernel, cell, hiddenSize, task, batchMax, start, rng });
  const { parameters } = network;
  const optimizer = adamw({ kernel, parameters, weightDecay: 0 });
  const x = new Float32Array(task.steps * batchMax * task.inputSize);
  const answers = new Float32Array(batchMax);

  const gradientAtStart = gradientByLag(kernel, plan, network, task, seed);
  let score = Number.NaN;
  let diverged = false;
  let step = 0;
  while (step < stepsMax) {
    task.draw(x, answers, batch, rng);
    parameters.zeroGradients();
    network.forward(x, batch, true);
    const { loss, dLast } = network.loss(answers);
    network.backward(dLast);
    const norm = clipGlobalNorm(kernel, parameters, clip ?? Number.MAX_VALUE);
    diverged = !Number.isFinite(loss) || !Number.isFinite(norm);
    if (diverged) break;
    optimizer.step(plan.learningRate);
    step++;
    if (step % testEvery > 0 && step < stepsMax) continue;
    task.draw(x, answers, testBatch, testRng);
    network.forward(x, testBatch, false);
    score = network.score(answers);
    if (isLearnt(task, score)) break;
  }
  const learnt = isLearnt(task, score);
  const gradientAtEnd = gradientByLag(kernel, plan, network, task, seed);
  return {
    seed,
    learnt,
    steps: step,
    score,
    diverged,
    gradientByLag: { start: gradientAtStart, end: gradientAtEnd },
  };
}

/** On the same new sequences at the start and at the end. */
function gradientByLag(
  kernel: Kernel,
  plan: Plan,
  network: StudyNetwork,
  task: Task,
  seed: number,
): number[] {
  const { batch, cell } = plan;
  const { steps, inputSize } = task;
  const { encoder, hiddenSize: H } = network;
  const x = new Float32Array(steps * batch * inputSize);
  const answers = new Float32Array(batch);
  task.draw(x, answers, batch, createRng(seed + 2_000_000));
  network.forward(x, batch, true);
  const { dLast } = network.loss(answers);
  const dOutput = new Float32Array(steps * batch * H);
  dOutput.set(dLast, (steps - 1) * batch * H);
  const apart = stepwise({ kernel, tensors: encoder.tensors, cell, inputSize, hiddenSize: H, layers: 1 });
  apart.forward(x, { steps, batch });
  const [{ dH }] = apart.backward(dOutput).layers;
  return Array.from({ length: steps }, (_, lag) => {
    let sum = 0;
    for (let b = 0; b < batch; b++) {
      const at = ((steps - lag) * batch + b) * H;
      // The loss is a mean over the batch: its gradient of one sequence is that times the batch.
      sum += batch * Math.hypot(...dH.subarray(at, at + H));
    }
    return sum / batch;
  });
}
