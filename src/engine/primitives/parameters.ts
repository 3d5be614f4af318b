import { assert } from './assert.ts';
import { type Allocate, allocate, type Floats, type Precision } from './floats.ts';

/** A named parameter. `value` and `gradient` are row-major views into the arrays of `Parameters`. They are empty until
 *  `seal()`. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly value: Floats;
  readonly gradient: Floats;
}

/** All parameters of a network. Each layer adds its own; then `seal()` puts all of them into one array of values and
 *  one of gradients, in the order of addition. Values start at zero. */
export interface Parameters {
  readonly precision: Precision;
  readonly tensors: readonly Tensor[];
  /** All values, contiguous. */
  readonly values: Floats;
  /** All gradients, contiguous, in the order of `values`. */
  readonly gradients: Floats;
  /** Before `seal()`. Each name can be added once. */
  add(name: string, shape: readonly number[]): Tensor;
  /** Allocates the arrays; no parameter can be added afterwards. */
  seal(): Parameters;
  get(name: string): Tensor;
  zeroGradients(): void;
}

/** `allocateAll`: pass the `allocate` of the kernel that trains these parameters, so that it need not copy them into
 *  its own memory. */
export function createParameters(precision: Precision, allocateAll: Allocate = allocate): Parameters {
  const tensors: { name: string; shape: readonly number[]; value: Floats; gradient: Floats }[] = [];
  const byName = new Map<string, Tensor>();
  const unsealed = allocate(precision, 0);
  let values = unsealed;
  let gradients = unsealed;

  const parameters: Parameters = {
    precision,
    tensors,
    get values() {
      assert(values !== unsealed, 'parameters are not sealed');
      return values;
    },
    get gradients() {
      assert(gradients !== unsealed, 'parameters are not sealed');
      return gradients;
    },
    add(name, shape) {
      assert(values === unsealed, 'parameters are sealed');
      assert(!byName.has(name), `parameter ${name} exists already`);
      assert(shape.every((size) => Number.isSafeInteger(size) && size > 0));
      const tensor = { name, shape, value: unsealed, gradient: unsealed };
      tensors.push(tensor);
      byName.set(name, tensor);
      return tensor;
    },
    seal() {
      assert(values === unsealed, 'parameters are sealed');
      const lengths = tensors.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
      const total = lengths.reduce((sum, length) => sum + length, 0);
      values = allocateAll(precision, total);
      gradients = allocateAll(precision, total);
      let offset = 0;
      for (const [index, tensor] of tensors.entries()) {
        tensor.value = values.subarray(offset, offset + lengths[index]);
        tensor.gradient = gradients.subarray(offset, offset + lengths[index]);
        offset += lengths[index];
      }
      return parameters;
    },
    get(name) {
      const tensor = byName.get(name);
      assert(tensor !== undefined, `there is no parameter ${name}`);
      return tensor;
    },
    zeroGradients() {
      parameters.gradients.fill(0);
    },
  };
  return parameters;
}
