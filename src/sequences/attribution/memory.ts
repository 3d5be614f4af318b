import { halfLife, stateNorm } from '../../attribution/index.ts';
import type { SymbolMemoryTask } from '../../contracts/ports/index.ts';
import type { Memory } from '../../contracts/schemas/index.ts';
import { crossEntropy, gradientSharesByStep, type StepShares } from '../../engine/index.ts';
import {
  type GradientNetwork,
  gradientNetwork,
  likeliest,
  logProbability,
  type TrainedSymbolNetwork,
} from './gradient-network.ts';
import { symbolLookBack } from './look-back.ts';
import { sideBySide, type WindowRows, windowSteps, windowsOf } from './windows.ts';

/** Bound on the numbers of windows that are computed together. */
const numbersMax = 32_000_000;

/** Memory of the network over windows at the ends of sequences: contributions, gradient norms by lag, and where
 *  the gradient of the weights comes from. */
export function symbolMemory(
  trained: TrainedSymbolNetwork,
  task: Pick<SymbolMemoryTask, 'ends' | 'windowsMax'>,
): Omit<Memory, 'model_id' | 'dataset_version'> {
  const { spec } = trained;
  const gradients = gradientNetwork(trained);
  const { inputSize: E, hiddenSize: H, layers, cell } = gradients.encoder;
  // In a sequence that is cut, the first symbol is context only.
  const parts = task.ends.map(({ codes, isWhole }, sequence) => ({
    sequence,
    from: isWhole ? 0 : 1,
    to: codes.length,
  }));
  const fitting = Math.floor(numbersMax / (windowSteps(spec) * (3 * E + 10 * layers * H)));
  const windowsMax = Math.max(1, Math.min(task.windowsMax, fitting));
  const windows = windowsOf(task.ends, parts, spec, windowsMax);
  const rows = sideBySide(windows);
  const forecast = normsByLag(gradients, rows, (logits, _, dLogits) =>
    logProbability(logits, likeliest(logits, spec), spec, dLogits),
  );
  const ofSymbol = crossEntropy({ kernel: trained.kernel, symbolCount: trained.network.codeCount });
  const loss = normsByLag(gradients, rows, (logits, target, dLogits) =>
    ofSymbol(dLogits, logits, Uint32Array.of(target)),
  );
  return {
    windows: windows.length,
    look_back: symbolLookBack(gradients, spec, task.ends, parts),
    networks: [
      {
        network: 0,
        cell,
        observations_per_step: 1,
        inputs: { forecast: forecast.inputs, loss: loss.inputs },
        states: { forecast: forecast.states, loss: loss.states },
        half_life: halfLife(forecast.states, 1),
        weights: weightShares(gradients, rows, trained.network.codeCount).map(({ name, norm, shares }) => ({
          name,
          norm,
          shares: Array.from(shares).reverse(),
        })),
      },
    ],
    statistical_members: [],
  };
}

type Gradient = (logits: Float32Array, target: number, dLogits: Float32Array) => number;

/** Norms of a gradient at the end of each window, by lag: means over the windows that are long enough. */
function normsByLag(
  gradients: GradientNetwork,
  { steps, batch, inputs, targets, lengths }: WindowRows,
  gradient: Gradient,
): { inputs: number[]; states: number[] } {
  const { inputSize: E, hiddenSize: H, layers } = gradients.encoder;
  const states = gradients.run.forward(gradients.vectors(inputs), { steps, batch });
  const { h } = states[layers - 1];
  const dOutput = new Float32Array(steps * batch * H);
  for (const [b, length] of lengths.entries()) {
    const at = (length * batch + b) * H;
    const logits = gradients.logits(h.subarray(at, at + H));
    const dLogits = new Float32Array(logits.length);
    gradient(logits, targets[(length - 1) * batch + b], dLogits);
    dOutput.set(gradients.headBackward(dLogits), at - batch * H);
  }
  const backward = gradients.run.backward(dOutput);
  const meanOf = (norm: (b: number, step: number) => number) =>
    Array.from({ length: steps }, (_, back) => {
      const reaching = [...lengths.keys()].filter((b) => lengths[b] > back);
      return reaching.reduce((sum, b) => sum + norm(b, lengths[b] - back), 0) / reaching.length;
    });
  return {
    inputs: meanOf((b, step) => {
      const at = ((step - 1) * batch + b) * E;
      let square = 0;
      for (let i = at; i < at + E; i++) square += backward.dx[i] ** 2;
      return Math.sqrt(square);
    }),
    states: meanOf((b, step) => stateNorm(backward.layers, { b, batch, step, hiddenSize: H })),
  };
}

/** Shares of the steps in the gradient of the recurrent weights that training would apply on these windows,
 *  which is that of the mean loss over all their targets. */
export function weightShares(gradients: GradientNetwork, rows: WindowRows, codeCount: number): StepShares[] {
  const { steps, batch, inputs, targets, mask } = rows;
  const { hiddenSize: H, layers, tensors } = gradients.encoder;
  const { h } = gradients.run.forward(gradients.vectors(inputs), { steps, batch })[layers - 1];
  const loss = crossEntropy({ kernel: gradients.encoder.kernel, symbolCount: codeCount });
  const all = mask.reduce((sum, one) => sum + one, 0);
  const dOutput = new Float32Array(steps * batch * H);
  const dLogits = new Float32Array(batch * codeCount);
  // Step by step, since the logits of all steps may not fit into memory.
  for (let t = 0; t < steps; t++) {
    const row = [t * batch, (t + 1) * batch] as const;
    const logits = gradients.logits(h.subarray((t + 1) * batch * H, (t + 2) * batch * H));
    loss(dLogits, logits, targets.subarray(...row), mask.subarray(...row));
    const share = mask.subarray(...row).reduce((sum, one) => sum + one, 0) / all;
    for (let i = 0; i < dLogits.length; i++) dLogits[i] *= share;
    dOutput.set(gradients.headBackward(dLogits), t * batch * H);
  }
  return gradientSharesByStep(gradients.run, tensors, steps, dOutput);
}
