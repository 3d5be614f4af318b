import {
  type CellName,
  createParameters,
  crossEntropy,
  type Floats,
  gateCounts,
  type Kernel,
  linear,
  meanSquaredError,
  type Parameters,
  type Recurrent,
  type Rng,
  recurrent,
} from '../../src/engine/index.ts';
import type { Task } from './tasks.ts';

/** Initial weights: all are U(-1/√H, 1/√H), as in PyTorch, but for these. */
export interface Start {
  /** W_hh orthogonal, one block for each gate. */
  isOrthogonal: boolean;
  /** Added to the bias of the LSTM's forget gate. */
  forgetBias: number;
}

export interface StudyNetwork {
  parameters: Parameters;
  encoder: Recurrent;
  hiddenSize: number;
  /** Gives the answers [B, outputs], a view. */
  forward(x: Floats, batch: number, training: boolean): Floats;
  /** Loss of the last `forward`, and its gradient with respect to the last state [B, H]. */
  loss(answers: Float32Array): { loss: number; dLast: Floats };
  /** After `loss`: adds to the gradients. */
  backward(dLast: Floats): void;
  /** Share of right symbols, or the mean squared error, of the last `forward`. */
  score(answers: Float32Array): number;
}

export function parameterCount(cell: CellName, hiddenSize: number, { inputSize, outputSize }: Task): number {
  const recurrentCount = gateCounts[cell] * hiddenSize * (inputSize + hiddenSize + 2);
  return recurrentCount + outputSize * (hiddenSize + 1);
}

/** Number of hidden units for which the number of parameters of a cell is closest to `parameters`. */
export function hiddenSizeFor(cell: CellName, parameters: number, task: Task): number {
  let size = 1;
  while (parameterCount(cell, size + 1, task) <= parameters) size++;
  const under = parameters - parameterCount(cell, size, task);
  return parameterCount(cell, size + 1, task) - parameters < under ? size + 1 : size;
}

export function studyNetwork(options: {
  kernel: Kernel;
  cell: CellName;
  hiddenSize: number;
  task: Task;
  batchMax: number;
  start: Start;
  rng: Rng;
}): StudyNetwork {
  const { kernel, cell, hiddenSize: H, task, batchMax, start, rng } = options;
  const { steps, inputSize, outputSize } = task;
  const parameters = createParameters('float32', kernel.allocate);
  const sizes = { cell, inputSize, hiddenSize: H, layers: 1, batchMax, stepsMax: steps };
  const encoder = recurrent({ kernel, parameters, prefix: 'encoder.', ...sizes, inputGradient: false });
  const head = linear({
    kernel,
    parameters,
    prefix: 'head.',
    inputSize: H,
    outputSize,
    rowsMax: batchMax,
  });
  parameters.seal();
  encoder.initialise(rng);
  head.initialise(rng);
  const [, weightHh, biasIh] = encoder.tensors;
  if (start.isOrthogonal)
    for (let gate = 0; gate < gateCounts[cell]; gate++)
      fillOrthogonal(weightHh.value.subarray(gate * H * H, (gate + 1) * H * H), H, rng);
  if (cell === 'lstm') for (let j = H; j < 2 * H; j++) biasIh.value[j] += start.forgetBias;

  const squared = meanSquaredError({ kernel });
  const entropy = crossEntropy({ kernel, symbolCount: outputSize });
  const dY = new Float32Array(batchMax * outputSize);
  const dOutput = new Float32Array(steps * batchMax * H);
  let y: Floats = new Float32Array(0);
  let batch = 0;

  return {
    parameters,
    encoder,
    hiddenSize: H,
    forward(x, size, training) {
      batch = size;
      const input = x.subarray(0, steps * batch * inputSize);
      const { output } = encoder.forward(input, { steps, batch, training });
      y = head.forward(output.subarray((steps - 1) * batch * H, steps * batch * H));
      return y;
    },
    loss(answers) {
      const wanted = answers.subarray(0, batch);
      const d = dY.subarray(0, y.length);
      const loss = task.name === 'copy' ? entropy(d, y, Uint32Array.from(wanted)) : squared(d, y, wanted);
      return { loss, dLast: head.backward(d) };
    },
    backward(dLast) {
      const all = dOutput.subarray(0, steps * batch * H);
      all.set(dLast, (steps - 1) * batch * H);
      encoder.backward({ dOutput: all });
    },
    score(answers) {
      let sum = 0;
      for (let b = 0; b < batch; b++)
        sum +=
          task.name === 'copy' ? Number(largest(y, b, outputSize) === answers[b]) : (y[b] - answers[b]) ** 2;
      return sum / batch;
    },
  };
}

function largest(y: Floats, row: number, size: number): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (y[row * size + i] > y[row * size + best]) best = i;
  return best;
}

/** Rows of normal numbers, made orthonormal one after the other (Gram–Schmidt). Source: Saxe et al. (2014). */
function fillOrthogonal(matrix: Floats, size: number, rng: Rng): void {
  const rows = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => rng.normal()));
  for (const [i, row] of rows.entries()) {
    for (const before of rows.slice(0, i)) {
      const along = row.reduce((sum, value, k) => sum + value * before[k], 0);
      for (let k = 0; k < size; k++) row[k] -= along * before[k];
    }
    const norm = Math.hypot(...row);
    for (let k = 0; k < size; k++) row[k] /= norm;
    matrix.set(row, i * size);
  }
}
