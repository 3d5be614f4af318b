import type { Floats, Rng } from '../../src/engine/index.ts';

export const taskNames = ['copy', 'adding'] as const;
export type TaskName = (typeof taskNames)[number];

/** A task in which a value has to be remembered for `delay` steps and is the target of the last step. B sequences, T
 *  steps, I inputs; row-major. */
export interface Task {
  name: TaskName;
  delay: number;
  steps: number; // T
  inputSize: number; // I
  outputSize: number;
  /** Writes all of x [T, B, I] and the answers [B]: a symbol's number, or a sum. */
  draw(x: Floats, answers: Float32Array, batch: number, rng: Rng): void;
}

const copySymbols = 8;
/** The first of the two marked numbers is among this many at the beginning. */
const addingStart = 10;

/** A row of random symbols of 8, the first of which is marked: which one was it, `delay` others later? All other inputs
 *  have to be ignored, so the state keeps changing. After the latching problem of Bengio et al. (1994) and
 *  the copy task of Hochreiter & Schmidhuber (1997), experiment 2. */
function copy(delay: number): Task {
  const inputSize = copySymbols + 1;
  const steps = delay + 1;
  return {
    name: 'copy',
    delay,
    steps,
    inputSize,
    outputSize: copySymbols,
    draw(x, answers, batch, rng) {
      x.fill(0, 0, steps * batch * inputSize);
      for (let t = 0; t < steps; t++)
        for (let b = 0; b < batch; b++) {
          const symbol = rng.int(copySymbols);
          x[(t * batch + b) * inputSize + symbol] = 1;
          if (t > 0) continue;
          x[b * inputSize + copySymbols] = 1;
          answers[b] = symbol;
        }
    },
  };
}

/** Numbers in [0, 1), of which two are marked: one of the first 10, and one of the `delay` after them. Their sum?
 *  Always answering 1 has a mean squared error of 1/6. Hochreiter & Schmidhuber (1997), experiment 4,
 *  as in Le et al. (2015). */
function adding(delay: number): Task {
  const inputSize = 2;
  const steps = addingStart + delay;
  return {
    name: 'adding',
    delay,
    steps,
    inputSize,
    outputSize: 1,
    draw(x, answers, batch, rng) {
      for (let t = 0; t < steps; t++)
        for (let b = 0; b < batch; b++) {
          x[(t * batch + b) * inputSize] = rng.uniform();
          x[(t * batch + b) * inputSize + 1] = 0;
        }
      for (let b = 0; b < batch; b++) {
        const marked = [rng.int(addingStart), addingStart + rng.int(delay)];
        answers[b] = 0;
        for (const t of marked) {
          const at = (t * batch + b) * inputSize;
          x[at + 1] = 1;
          answers[b] += x[at];
        }
      }
    },
  };
}

export const tasks = { copy, adding } satisfies Record<TaskName, (delay: number) => Task>;
