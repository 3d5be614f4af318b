import { assert } from '../primitives/assert.ts';
import type { Floats } from '../primitives/floats.ts';

/** Writes the gradient `dYHat`, in the shape of `yHat`, and returns the loss. `mask`, in the shape of `y`: 0 where the
 *  target is missing; its `y` is not read and its gradient is 0. The loss is 0 if all targets are missing. */
export interface KernelLoss {
  (dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array): number;
  /** The same, but the loss goes into `value[0]`. A training step that must not allocate calls this one, because V8
   *  allocates a number that a function returns on its heap. */
  write(dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array): void;
  readonly value: Float64Array; // [1]
}

/** Makes a loss from a kernel function that writes the gradient and the loss. */
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
