import { gateCounts, type LayerTensors } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import type { Floats } from '../primitives/floats.ts';
import { drawMask, multiply } from './dropout.ts';
import { fillUniform } from './initialise.ts';
import { planMemory, planSequence } from './recurrent-plan.ts';
import type { Recurrent, RecurrentOptions } from './recurrent-types.ts';

/** Stacked recurrent layers with the semantics of torch.nn.RNN (tanh), LSTM and GRU, and exact backpropagation through
 *  time. Memory is allocated once for `stepsMax` steps and `batchMax` series; smaller sequences use a part of it. */
export function recurrent(options: RecurrentOptions): Recurrent {
  const { kernel, parameters, prefix, cell, inputSize, hiddenSize, layers, batchMax, stepsMax } = options;
  const { dropout = 0, rng } = options;
  for (const size of [inputSize, hiddenSize, layers, batchMax, stepsMax])
    assert(Number.isSafeInteger(size) && size > 0);
  assert(dropout >= 0 && dropout < 1 && (dropout === 0 || rng !== undefined));
  assert(kernel.precisions.includes(parameters.precision));

  const stack: LayerTensors[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const rows = gateCounts[cell] * hiddenSize;
    const columns = layer === 0 ? inputSize : hiddenSize;
    stack.push({
      weightIh: parameters.add(`${prefix}weight_ih_l${layer}`, [rows, columns]),
      weightHh: parameters.add(`${prefix}weight_hh_l${layer}`, [rows, hiddenSize]),
      biasIh: parameters.add(`${prefix}bias_ih_l${layer}`, [rows]),
      biasHh: parameters.add(`${prefix}bias_hh_l${layer}`, [rows]),
    });
  }
  const tensors = stack.flatMap((layer) => [layer.weightIh, layer.weightHh, layer.biasIh, layer.biasHh]);

  const memory = planMemory(options, parameters.precision);
  const { scratch } = memory.views;
  const inputs: Floats[] = []; // of each layer, from the last forward
  let plan = planSequence(options, memory, stepsMax, batchMax);
  let forwardWasTraining = false;
  let frozen = false;

  return {
    tensors,
    bytes: memory.bytes,

    freeze() {
      for (const [index, { shape, packed }] of plan.layers.entries())
        kernel.pack(shape, stack[index], packed);
      frozen = true;
    },
    initialise(generator) {
      assert(!frozen);
      for (const { value } of tensors) fillUniform(value, 1 / Math.sqrt(hiddenSize), generator);
    },

    forward(x, { steps, batch, training, initial }) {
      assert(steps >= 1 && steps <= stepsMax && batch >= 1 && batch <= batchMax);
      assert(x.length === steps * batch * inputSize);
      if (plan.steps !== steps || plan.batch !== batch) plan = planSequence(options, memory, steps, batch);
      assert(!(training && frozen), 'a frozen network is not trained');
      forwardWasTraining = training;
      for (let index = 0; index < layers; index++) {
        const { shape, h, h0, hT, c, c0, cT, tape, packed, output, dropped, mask } = plan.layers[index];
        const layer = stack[index];
        if (index === 0) inputs[0] = x;
        copyLayerState(h0, initial?.h, index);
        copyLayerState(c0, initial?.c, index);
        if (!frozen) kernel.pack(shape, layer, packed);
        kernel.recurrentForward(shape, layer, packed, inputs[index], h, c, tape, scratch, training);
        plan.result.hn.set(hT, index * hT.length);
        plan.result.cn?.set(cT, index * cT.length);
        if (index === layers - 1) break;
        inputs[index + 1] = output;
        if (training && dropout > 0) {
          drawMask(mask, dropout, rng!);
          multiply(dropped, output, mask);
          inputs[index + 1] = dropped;
        }
      }
      return plan.result;
    },

    backward({ dOutput, dHn, dCn }) {
      assert(forwardWasTraining, 'backward follows a forward in training');
      assert(dOutput === undefined || dOutput.length === plan.result.output.length);
      let dLayerOutput = dOutput ?? null;
      for (let index = layers - 1; index >= 0; index--) {
        const { shape, h, c, tape, dx, dH, dC, mask } = plan.layers[index];
        if (index < layers - 1 && dropout > 0) multiply(dLayerOutput!, dLayerOutput!, mask);
        copyLayerState(dH, dHn, index);
        copyLayerState(dC, dCn, index);
        const layer = stack[index];
        kernel.recurrentBackward(shape, layer, inputs[index], h, c, tape, scratch, dLayerOutput, dH, dC, dx);
        dLayerOutput = dx;
      }
      return plan.inputGradients;
    },
  };
}

/** Copies the states of layer `index` from `all` [L, B, H] to `states` [B, H]; fills zeros if `all` is undefined. */
function copyLayerState(states: Floats, all: Floats | undefined, index: number): void {
  if (all === undefined) {
    states.fill(0);
    return;
  }
  const offset = index * states.length;
  assert(all.length >= offset + states.length);
  for (let i = 0; i < states.length; i++) states[i] = all[offset + i];
}
