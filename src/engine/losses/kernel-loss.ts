import { assert } from '../assert.ts';
import type { Floats } from '../floats.ts';

/** Writes the gradient `dYHat`, shaped as `yHat`, and gives the loss. `mask`, shaped as `y`, is 0 where the target is
 *  missing (its `y` is not read and its gradient 0). Without any target the loss is 0. */
export interface KernelLoss {
  (dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array): number;
  /** The same without a return value, for a training step that allocates nothing: V8 puts a number that a function
   *  returns on its heap. The loss is then in `value[0]`. */
  write(dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array): void;
  readonly value: Float64Array; // [1]
}

export function kernelLoss(
  compute: (dYHat: Floats, yHat: Floats, y: Floats, mask: Uint8Array | null, value: Float64Array) => void,
): KernelLoss {
  const value = new Float64Array(1);
  const write: KernelLoss['write'] = (dYHat, yHat, y, mask) => {
    assert(mask === undefined || mask.length === y.length);
    compute(dYHat, yHat, y, mask ?? null, value);
  };
  const loss = (dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array) => {
    write(dYHat, yHat, y, mask);
    return value[0];
  };
  return Object.assign(loss, { write, value });
}
