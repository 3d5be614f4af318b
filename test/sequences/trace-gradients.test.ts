import { expect, test } from 'vitest';
import { codes } from '../../src/contracts/schemas/datasets/symbols.ts';
import { cellNames, createRng, crossEntropy, selectKernel } from '../../src/engine/index.ts';
import { gradientNetwork } from '../../src/sequences/attribution/gradient-network.ts';
import { createSymbolNetwork } from '../../src/sequences/network/network.ts';
import { decodeSymbolWeights, loadWeights } from '../../src/sequences/network/weights-file.ts';
import { symbolTrace } from '../../src/sequences/serving/thread.ts';
import { centralDifferences, relativeError } from '../engine/differences.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const words = letters(['TRIANGLE', 'INTEGRAL', 'pytorch']);
const settings = { layers: 1, hidden_size: 6, steps: 60 };
const context = 'TRIANGLE';
const read = [codes.boundary, ...Array.from(context, (letter) => codeOf(letter))];
const targets = [...read.slice(1), codes.boundary];

for (const cell of cellNames) {
  const { weights } = succeeded(
    await runSymbols({ ...words, spec: symbolSpec({ ...settings, cell, input: 'one_hot' }) }),
  );

  test(`${cell}: the parts of the steps add up to the gradient that training applies to the word`, async () => {
    const { gradients, next } = await traced({ gradients: 'parts', ends: true, top: 2 });
    const { loss, network } = trainingGradient();
    expect(gradients.of).toBe('loss');
    expect(gradients.sources.map(({ step }) => step)).toEqual(read.map((_, step) => step));
    expect(gradients.loss! / loss).toBeCloseTo(1, 5);
    expect(gradients.sources.reduce((sum, source) => sum + source.loss!, 0)).toBeCloseTo(gradients.loss!, 6);
    for (const { name, shape, norm, norms, sums, shares, parts } of gradients.weights) {
      const { gradient, shape: expected } = network.parameters.get(name);
      expect(shape).toEqual([...expected]);
      const added = Float64Array.from(gradient, (_, i) => parts!.reduce((sum, part) => sum + part[i], 0));
      expect(relativeError(added, gradient), name).toBeLessThan(1e-4);
      expect(sums[0] / norm).toBeCloseTo(1, 5);
      expect(sums.at(-1)).toBeCloseTo(norms.at(-1)!, 6);
      expect(norms[2]).toBeCloseTo(Math.hypot(...parts![2]), 5);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
    }
    expect(next).toHaveLength(read.length);
    for (const [step, source] of gradients.sources.entries()) {
      const found = next![step].find(({ symbol }) => symbol === (context[step] ?? null));
      if (found !== undefined) expect(-Math.log(found.probability)).toBeCloseTo(source.loss!, 4);
    }
  });

  test(`${cell}: the gradient of each loss with respect to each earlier state equals the effect of a small change of it`, async () => {
    const { gradients } = await traced({ gradients: 'norms', ends: true });
    const network = gradientNetwork(decodeSymbolWeights(weights.bytes, selectKernel('reference')));
    const { hiddenSize: H, inputSize: E, kernel } = network.encoder;
    const codeCount = words.vocabulary.symbols.length + codes.first;
    const loss = crossEntropy({ kernel, symbolCount: codeCount });
    const x = network.vectors(Uint32Array.from(read));
    const states = network.run.forward(x, { steps: read.length, batch: 1 });
    const h = states[0].h.slice();
    const c = states[0].c.slice();
    for (const source of [3, read.length - 1])
      for (const after of [0, 2, source]) {
        const from = {
          h: h.slice((after + 1) * H, (after + 2) * H),
          c: c.slice((after + 1) * H, (after + 2) * H),
        };
        const lossOf = () => {
          const steps = source - after;
          const last =
            steps === 0
              ? from.h
              : network.run
                  .forward(x.slice((after + 1) * E, (source + 1) * E), {
                    ...{ steps, batch: 1 },
                    initial: cell === 'lstm' ? from : { h: from.h },
                  })[0]
                  .h.subarray(steps * H);
          return loss(new Float32Array(codeCount), network.logits(last), Uint32Array.of(targets[source]));
        };
        const norm = Math.hypot(...centralDifferences(lossOf, from.h, 1e-2));
        expect(gradients.sources[source].states[after] / norm).toBeCloseTo(1, 1);
        if (cell === 'lstm' && after < source) {
          const ofCell = Math.hypot(...centralDifferences(lossOf, from.c, 1e-2));
          expect(gradients.sources[source].cells![after] / ofCell).toBeCloseTo(1, 1);
        }
        if (cell !== 'lstm') expect(gradients.cells).toBeNull();
        // The future does not depend on it: no gradient flows forward.
        expect(gradients.sources[source].states.slice(source + 1).every((value) => value === 0)).toBe(true);
      }
  });

  test(`${cell}: without an end the last step has no loss, and too many steps are refused`, async () => {
    const { gradients } = await traced({ gradients: 'norms' });
    expect(gradients.sources).toHaveLength(read.length - 1);
    expect(gradients.weights[0]).not.toHaveProperty('parts');
    const long = await symbolTrace({
      ...{ weights, context: context.repeat(9), numbersMax: 1e6, gradients: 'norms' },
    });
    expect(long).toMatchObject({
      problem: {
        code: 'trace_too_large',
        errors: [{ path: '/last_steps', accepted: expect.stringContaining('64') }],
      },
    });
  });

  async function traced(
    options: Omit<Parameters<typeof symbolTrace>[0], 'weights' | 'context' | 'numbersMax'>,
  ) {
    const found = await symbolTrace({ weights, context, numbersMax: 1e6, ...options });
    if ('problem' in found) throw new Error(found.problem.detail);
    return { ...found, gradients: found.gradients! };
  }

  /** Loss and gradient of the word as the network of training computes them, summed over its symbols. */
  function trainingGradient() {
    const { spec } = decodeSymbolWeights(weights.bytes, selectKernel());
    const kernel = selectKernel();
    const options = { kernel, spec: { ...spec, dropout: 0 }, batchMax: 1, stepsMax: read.length };
    const network = createSymbolNetwork({ ...options, rng: createRng(1) });
    loadWeights(network, weights.bytes);
    const shape = { steps: read.length, batch: 1, training: true };
    const logits = network.forward(Uint32Array.from(read), shape, network.zeroState(1));
    const dLogits = new Float32Array(logits.length);
    const mean = crossEntropy({ kernel, symbolCount: network.codeCount })(
      dLogits,
      logits,
      Uint32Array.from(targets),
    );
    for (let i = 0; i < dLogits.length; i++) dLogits[i] *= read.length;
    network.backward(dLogits);
    return { loss: mean * read.length, network };
  }
}

function codeOf(letter: string): number {
  return codes.first + words.vocabulary.symbols.indexOf(letter);
}
