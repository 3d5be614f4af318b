import { type CellName, cellNames, gateCounts } from '../../src/engine/index.ts';

/** Batch, steps, inputs, hidden, layers. */
export type Shape = readonly [number, number, number, number, number];
export type Task = 'train' | 'infer';

export interface Row {
  cell: CellName;
  shape: Shape;
  tasks: readonly Task[];
}

const trainingShapes: Shape[] = [
  [32, 30, 1, 32, 1],
  [32, 60, 5, 64, 2],
  [64, 96, 8, 128, 1],
  [128, 168, 8, 256, 1],
  [256, 96, 16, 512, 1],
];
/** A forecast of one series, where the cost of a call counts. */
const batch1Shapes: Shape[] = [
  [1, 64, 1, 32, 1],
  [1, 128, 1, 64, 2],
];
const quickHiddenMax = 128;

export function rowsOf({ quick }: { quick: boolean }): Row[] {
  const rows = cellNames.flatMap((cell) => [
    ...trainingShapes.map((shape): Row => ({ cell, shape, tasks: ['train', 'infer'] })),
    ...batch1Shapes.map((shape): Row => ({ cell, shape, tasks: ['infer'] })),
  ]);
  return quick ? rows.filter(({ shape }) => shape[3] <= quickHiddenMax) : rows;
}

export function isBatch1({ shape }: Row): boolean {
  return shape[0] === 1;
}

/** Floating-point operations of the matrix products alone: forward, and in training twice as many again for the
 *  gradients of the weights and of what they multiply. */
export function productFlops({ cell, shape }: Row, task: Task): number {
  const [batch, steps, inputs, hidden, layers] = shape;
  let forward = 0;
  for (let layer = 0; layer < layers; layer++)
    forward += 2 * steps * batch * gateCounts[cell] * hidden * ((layer === 0 ? inputs : hidden) + hidden);
  return task === 'train' ? 3 * forward : forward;
}
