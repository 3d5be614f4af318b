import { activation, type Floats, linear, type Rng } from '../../engine/index.ts';
import type { Decoder, DecoderOptions } from './decoder-types.ts';

/** Decoder of levels, shared over the horizon so that its size does not grow with it. B windows, K steps, H
 *  hidden, E size, P step inputs, S of them skips.
 *
 *      u   = SiLU(W_h·hidden + e_h + W_p·p_h)          p_h the step inputs
 *      u'  = SiLU(W_m·u + b_m)
 *      q_h = base_h + offset_h + l_h·hidden + Σ skip·p_h + W_o·u' + b_o
 *
 *  l (one row per step), offset, skip and W_o start at zero, so that an untrained decoder gives the base
 *  quantiles. Quantiles may cross; they are sorted when a forecast is read. */
export function levelDecoder(options: DecoderOptions): Decoder {
  const { kernel, parameters, spec, layout, batchMax, inputGradient } = options;
  const { hidden_size: H, decoder_size: E } = spec;
  const { horizon: K, quantiles: Q, stepInputs: P, skipInputs: S, skipAt } = layout;
  const rowsMax = batchMax * K;
  const shared = { kernel, parameters };
  const fromHidden = linear({
    ...shared,
    prefix: 'decoder.hidden.',
    inputSize: H,
    outputSize: E,
    rowsMax: batchMax,
  });
  const steps = parameters.add('decoder.steps', [K, E]);
  const inputWeights = P > 0 ? parameters.add('decoder.inputs.weight', [E, P]) : null;
  const mix = linear({ ...shared, prefix: 'decoder.mix.', inputSize: E, outputSize: E, rowsMax });
  const out = linear({ ...shared, prefix: 'decoder.out.', inputSize: E, outputSize: Q, rowsMax });
  const location = linear({
    ...shared,
    prefix: 'decoder.location.',
    inputSize: H,
    outputSize: K,
    rowsMax: batchMax,
  });
  const offset = parameters.add('decoder.offset', [K, Q]);
  const skip = S > 0 ? parameters.add('decoder.skip', [S]) : null;
  const precision = 'float32';
  const first = activation({ kernel, precision, name: 'silu', lengthMax: rowsMax * E });
  const second = activation({ kernel, precision, name: 'silu', lengthMax: rowsMax * E });
  const all = {
    before: kernel.allocate(precision, rowsMax * E),
    y: kernel.allocate(precision, rowsMax * Q),
    dHidden: kernel.allocate(precision, batchMax * E),
    dLocation: kernel.allocate(precision, batchMax * K),
    dStepInputs: kernel.allocate(precision, inputGradient ? rowsMax * P : 0),
  };
  const base = new Float32Array(K * Q);
  const start = new Float64Array(K * Q); // base and offset
  const noSkips = new Float32Array(0);
  const shape = { rows: 0, horizon: K, quantiles: Q, stepInputs: P, skips: S, skipAt };
  let { before, y, dHidden, dLocation, dStepInputs } = all;
  let stepInputs: Float32Array = new Float32Array(0);
  let size = -1;
  /** The weights of the step inputs as they are multiplied, once they are frozen. [P, E] */
  let inputColumns: Floats | null = null;

  function resize(batch: number): void {
    if (size === batch) return;
    size = batch;
    before = all.before.subarray(0, size * K * E);
    y = all.y.subarray(0, size * K * Q);
    dHidden = all.dHidden.subarray(0, size * E);
    dLocation = all.dLocation.subarray(0, size * K);
    dStepInputs = all.dStepInputs.subarray(0, inputGradient ? size * K * P : 0);
  }

  return {
    initialise(rng: Rng) {
      fromHidden.initialise(rng);
      mix.initialise(rng);
      uniform(steps.value, 1 / Math.sqrt(H), rng);
      if (inputWeights !== null) uniform(inputWeights.value, 1 / Math.sqrt(P), rng);
    },
    setBase(quantiles) {
      base.set(quantiles);
    },
    setEffects(effects) {
      skip?.value.set(effects, S - effects.length);
    },

    freeze() {
      for (const layer of [fromHidden, mix, out, location]) layer.freeze();
      if (inputWeights === null) return;
      inputColumns = kernel.allocate(precision, P * E);
      for (let e = 0; e < E; e++)
        for (let p = 0; p < P; p++) inputColumns[p * E + e] = inputWeights.value[e * P + p];
    },

    forward(hidden, batch) {
      resize(batch.size);
      stepInputs = batch.stepInputs;
      const shift = fromHidden.forward(hidden);
      kernel.outerSum(before, steps.value, shift, size, K, E);
      if (inputColumns !== null)
        kernel.gemm(false, false, size * K, E, P, stepInputs, inputColumns, true, before);
      else if (inputWeights !== null)
        kernel.gemm(false, true, size * K, E, P, stepInputs, inputWeights.value, true, before);
      const q = out.forward(second.forward(mix.forward(first.forward(before))));
      const moved = location.forward(hidden);
      const cells = K * Q;
      for (let i = 0; i < cells; i++) start[i] = base[i] + offset.value[i];
      shape.rows = size * K;
      kernel.levelSums(shape, y, q, start, moved, skip?.value ?? noSkips, stepInputs);
      return y;
    },

    backward(dY) {
      const dBefore = first.backward(mix.backward(second.backward(out.backward(dY))));
      kernel.levelSumsBackward(shape, offset.gradient, dLocation, skip?.gradient ?? noSkips, dY, stepInputs);
      if (inputWeights !== null) {
        kernel.gemm(true, false, E, P, size * K, dBefore, stepInputs, true, inputWeights.gradient);
        if (inputGradient) {
          kernel.gemm(false, false, size * K, P, E, dBefore, inputWeights.value, false, dStepInputs);
          addSkips();
        }
      }
      kernel.outerSumBackward(steps.gradient, dHidden, dBefore, size, K, E);
      const dFromSteps = fromHidden.backward(dHidden);
      const dFromLocation = location.backward(dLocation);
      for (let i = 0; i < dFromSteps.length; i++) dFromSteps[i] += dFromLocation[i];
      return dFromSteps;
    },
    get dStepInputs() {
      return inputGradient ? dStepInputs : null;
    },
  };

  function addSkips(): void {
    if (skip === null) return;
    for (let row = 0; row < size * K; row++)
      for (let s = 0; s < S; s++) dStepInputs[row * P + skipAt + s] += skip.value[s] * dLocation[row];
  }
}

function uniform(values: Floats, bound: number, rng: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * rng.uniform() - 1);
}
