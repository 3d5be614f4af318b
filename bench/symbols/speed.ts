import type { SequenceData } from '../../src/contracts/schemas/index.ts';
import { adamw, clipGlobalNorm, createRng, crossEntropy, selectKernel } from '../../src/engine/index.ts';
import {
  createStreams,
  createSymbolNetwork,
  type ResolvedSymbolSpec,
  splitSequences,
} from '../../src/sequences/index.ts';

const warmUpSteps = 10;
const measuredSteps = 40;

/** Measures the seconds of a training step on this machine. */
export function stepSeconds(
  spec: ResolvedSymbolSpec,
  sequences: readonly SequenceData[],
  threads: number,
): number {
  const kernel = selectKernel(undefined, { threads });
  const { batch_size: rows, context_length: contextLength, boundary } = spec;
  const rng = createRng(1);
  const network = createSymbolNetwork({ kernel, spec, batchMax: rows, stepsMax: contextLength, rng });
  const { parameters, codeCount } = network;
  const { train } = splitSequences(sequences);
  const streams = createStreams({ sequences, parts: train, boundary, rows, contextLength, rng });
  const optimizer = adamw({ kernel, parameters });
  const loss = crossEntropy({ kernel, symbolCount: codeCount });
  const dLogits = new Float32Array(rows * contextLength * codeCount);
  const state = network.zeroState(rows);
  let started = performance.now();
  for (let step = 0; step < warmUpSteps + measuredSteps; step++) {
    if (step === warmUpSteps) started = performance.now();
    const { inputs, targets, mask, steps } = streams.next();
    parameters.zeroGradients();
    loss(dLogits, network.forward(inputs, { steps, batch: rows, training: true }, state), targets, mask);
    network.backward(dLogits);
    clipGlobalNorm(kernel, parameters, 1);
    optimizer.step(1e-4);
  }
  return (performance.now() - started) / 1_000 / measuredSteps;
}
