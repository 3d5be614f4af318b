import { expect, test } from 'vitest';
import { codes } from '../../src/contracts/schemas/datasets/symbols.ts';
import { cellNames, createRng, crossEntropy, selectKernel } from '../../src/engine/index.ts';
import {
  gradientNetwork,
  likeliest,
  logProbability,
} from '../../src/sequences/attribution/gradient-network.ts';
import { symbolMemory, weightShares } from '../../src/sequences/attribution/memory.ts';
import { sideBySide, windowsOf } from '../../src/sequences/attribution/windows.ts';
import { createSymbolNetwork } from '../../src/sequences/network/network.ts';
import type { ResolvedSymbolSpec } from '../../src/sequences/network/spec.ts';
import { splitSequences } from '../../src/sequences/network/split.ts';
import { decodeSymbolWeights, loadWeights } from '../../src/sequences/network/weights-file.ts';
import { forecastSymbols, symbolTrace } from '../../src/sequences/serving/thread.ts';
import { relativeError } from '../engine/differences.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const words = letters(['TRIANGLE', 'INTEGRAL', 'TEA']);
const settings = { layers: 2, hidden_size: 12, steps: 300 };
const trained = await Promise.all(
  cellNames.flatMap((cell) =>
    (['embedding', 'one_hot'] as const).map(async (input) => ({
      cell,
      input,
      ...succeeded(await runSymbols({ ...words, spec: symbolSpec({ ...settings, cell, input }) })),
    })),
  ),
);
const { train: parts } = splitSequences(words.sequences);
const ends = words.sequences.map((sequence) => ({ ...sequence, isWhole: true }));

for (const { cell, input, weights, spec } of trained) {
  const kernel = selectKernel();
  const loaded = decodeSymbolWeights(weights.bytes, kernel);

  test(`${cell}, ${input}: shares of the steps in the gradient of a weight sum to the gradient that training applies`, () => {
    const rows = sideBySide(windowsOf(words.sequences, parts, loaded.spec, 12));
    expect(new Set(rows.lengths).size).toBeGreaterThan(3); // of unequal length
    const { network, loss } = trainedOn(weights.bytes, loaded.spec, rows);
    const shares = weightShares(gradientNetwork(loaded), rows, network.codeCount);
    expect(shares).toHaveLength(8);
    for (const { name, gradient, shares: byStep } of shares) {
      expect(relativeError(gradient, network.parameters.get(name).gradient), name).toBeLessThanOrEqual(1e-5);
      expect(byStep).toHaveLength(rows.steps);
      expect(byStep.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
    }
    expect(loss).toBeGreaterThan(0);
  });

  test(`${cell}, ${input}: contributions sum to the log-probability of the forecast less the baseline`, async () => {
    const task = { top: 1, length: 0, beams: 1, samples: 0, temperature: 1, seed: 1, weights };
    // The last ones are nothing that it was trained on: there it is chaotic, and no gradient says what a symbol adds.
    const wild = ['T'.repeat(300), 'ANATTNEIGRELNLGNRRIALETLTTNGILLL'];
    for (const context of ['T', 'TRI', 'TRIAN?', 'INTEGRALTEA'.repeat(4), ...wild]) {
      const answer = await forecastSymbols({ ...task, context, explain: true });
      if ('problem' in answer) throw new Error(answer.problem.detail);
      const { explanation, next } = answer;
      const { forecast, baseline, contributions, symbol, kind } = explanation!;
      expect({ symbol, kind }).toEqual({ symbol: next[0].symbol, kind: next[0].kind });
      expect(forecast).toBeCloseTo(Math.log2(next[0].probability), 4);
      expect(contributions.map((one) => one.symbol)).toEqual(answer.context);
      const sum = contributions.reduce((total, { value }) => total + value, baseline);
      expect(Math.abs(sum - forecast)).toBeLessThan(1e-3);
    }
  });

  test(`${cell}, ${input}: a trace has the states behind the forecast, for any number of steps`, async () => {
    const context = 'TRIANG';
    const all = await symbolTrace({ weights, context, numbersMax: 1e6 });
    if ('problem' in all) throw new Error(all.problem.detail);
    expect(all.symbols).toEqual([null, ...context]);
    expect(all.layers).toHaveLength(2);
    const H = spec.hidden_size!;
    for (const [layer, { h, c, gates }] of all.layers.entries()) {
      expect(h.map((row) => row.length)).toEqual(Array(7).fill(H));
      for (let t = 1; t < h.length; t++)
        for (let j = 0; j < H; j++) {
          if (cell === 'gru')
            expect(h[t][j]).toBeCloseTo((1 - gates.z[t][j]) * gates.n[t][j] + gates.z[t][j] * h[t - 1][j], 4);
          if (cell === 'lstm')
            expect(c![t][j]).toBeCloseTo(gates.f[t][j] * c![t - 1][j] + gates.i[t][j] * gates.g[t][j], 4);
        }
      const state = loaded.network.zeroState(1);
      const read = [codes.boundary, ...Array.from(context, (letter) => codeOf(letter))];
      loaded.network.forward(Uint32Array.from(read), { steps: 7, batch: 1, training: false }, state);
      expect(relativeError(floats([h[6]]), state.h.slice(layer * H, (layer + 1) * H))).toBeLessThan(1e-5);
    }
    const last = await symbolTrace({ weights, context, last_steps: 2, numbersMax: 1e6 });
    if ('problem' in last) throw new Error(last.problem.detail);
    expect(last.symbols).toEqual(['N', 'G']);
    for (const [layer, { h, gates }] of last.layers.entries()) {
      expect(relativeError(floats(h), floats(all.layers[layer].h.slice(-2)))).toBeLessThan(1e-5);
      for (const [name, gate] of Object.entries(gates))
        expect(relativeError(floats(gate), floats(all.layers[layer].gates[name].slice(-2)))).toBeLessThan(
          1e-5,
        );
    }
  });
}

test('the gradient with respect to a symbol equals the effect of a small change of its vector', () => {
  const [{ weights }] = trained;
  const loaded = decodeSymbolWeights(weights.bytes, selectKernel('reference'));
  const gradients = gradientNetwork(loaded);
  const { inputSize: E, hiddenSize: H, layers } = gradients.encoder;
  const [window] = windowsOf(words.sequences, parts, loaded.spec, 1);
  const steps = window.symbols.length;
  expect(steps).toBe(4); // the boundary and TEA
  const x = gradients.vectors(window.symbols);
  const code = likeliest(logitsAfter(), loaded.spec);
  const dLogits = new Float32Array(loaded.network.codeCount);
  const valueAt = () => logProbability(logitsAfter(), code, loaded.spec, dLogits);
  valueAt();
  const dOutput = new Float32Array(steps * H);
  dOutput.set(gradients.headBackward(dLogits), (steps - 1) * H);
  const dx = gradients.run.backward(dOutput).dx.slice();
  const moved = dx.map((_, i) => {
    const kept = x[i];
    x[i] = kept + 0.01;
    const above = valueAt();
    x[i] = kept - 0.01;
    const below = valueAt();
    x[i] = kept;
    return (above - below) / 0.02;
  });
  expect(relativeError(moved, dx)).toBeLessThan(5e-3);
  // And the memory has their norms, the last symbol first.
  const { networks } = symbolMemory(loaded, { ends: ends.slice(2), windowsMax: 1 });
  const norms = Array.from({ length: steps }, (_, t) => Math.hypot(...dx.subarray(t * E, (t + 1) * E)));
  expect(relativeError(floats([networks[0].inputs.forecast]), floats([norms.reverse()]))).toBeLessThan(1e-4);

  function logitsAfter() {
    const states = gradients.run.forward(x, { steps, batch: 1 });
    return gradients.logits(states[layers - 1].h.subarray(steps * H));
  }
});

test('look back: brackets that were opened eight symbols before reach further back than a chain of order 1', async () => {
  const { uniform: pick } = createRng(7);
  const bracketed = () => (pick() < 0.5 ? '(aaaaaaa)' : '[aaaaaaa]');
  // After each letter one of two, whatever was before it.
  const followers: Record<string, string> = { a: 'bc', b: 'cd', c: 'da', d: 'ab' };
  const chain = ['a'];
  for (let i = 1; i < 2_700; i++) chain.push(followers[chain[i - 1]][pick() < 0.8 ? 0 : 1]);
  const settings = { hidden_size: 32, steps: 1_500, batch_size: 8, learning_rate: 0.01 };
  const lookBackOf = async (text: string) =>
    succeeded(await runSymbols({ ...letters([text]), spec: symbolSpec(settings) })).card.look_back!;

  const far = await lookBackOf(Array.from({ length: 300 }, bracketed).join(''));
  expect(far.context).toBe(64);
  // Eight symbols back decide at one place in nine, so the mean over all of them may fall below the bound before.
  expect(far.looks_back).toBeGreaterThanOrEqual(6);
  expect(far.most).toBeLessThanOrEqual(far.looks_back);
  expect(far.sentence).toBe(
    `Looks back about ${far.looks_back} symbols; 80 % of the forecast comes from the last ${far.most}`,
  );
  const near = await lookBackOf(chain.join(''));
  expect(near.most).toBeLessThan(4);
  expect(near.looks_back).toBeLessThan(6);
});

test('only the end of a long sequence is read, with its first symbol as context', () => {
  const [{ spec }] = trained;
  const [whole] = words.sequences;
  const cut = { ...whole, codes: whole.codes.slice(-4) };
  const all = windowsOf(
    [whole],
    [{ sequence: 0, from: 0, to: 8 }],
    { ...resolved(spec), boundary: true },
    99,
  );
  const end = windowsOf([cut], [{ sequence: 0, from: 1, to: 4 }], { ...resolved(spec), boundary: true }, 99);
  expect(all).toHaveLength(9); // eight letters and the end
  expect(end).toHaveLength(4);
  expect(Array.from(end[0].symbols)).toEqual([whole.codes[4]]);
  expect(end.at(-1)!.targets.at(-1)).toBe(codes.boundary);
});

function floats(rows: number[][]): Float64Array {
  return Float64Array.from(rows.flat());
}

function codeOf(letter: string): number {
  return codes.first + words.vocabulary.symbols.indexOf(letter);
}

function resolved(spec: unknown): ResolvedSymbolSpec {
  return spec as ResolvedSymbolSpec;
}

/** A network as training has it, after one loss and its gradient. */
function trainedOn(bytes: Uint8Array, spec: ResolvedSymbolSpec, rows: ReturnType<typeof sideBySide>) {
  const { steps, batch, inputs, targets, mask } = rows;
  const options = { kernel: selectKernel(), spec: { ...spec, dropout: 0 }, batchMax: batch, stepsMax: steps };
  const network = createSymbolNetwork({ ...options, rng: createRng(1) });
  loadWeights(network, bytes);
  const logits = network.forward(inputs, { steps, batch, training: true }, network.zeroState(batch));
  const dLogits = new Float32Array(logits.length);
  const loss = crossEntropy({ kernel: selectKernel(), symbolCount: network.codeCount })(
    dLogits,
    logits,
    targets,
    mask,
  );
  network.backward(dLogits);
  return { network, loss };
}
