import { expect, test } from 'vitest';
import { codes, type SequenceData } from '../../src/contracts/schemas/datasets/symbols.ts';
import { cellNames, createRng, selectKernel } from '../../src/engine/index.ts';
import { createSymbolNetwork } from '../../src/sequences/network/network.ts';
import type { ResolvedSymbolSpec } from '../../src/sequences/network/spec.ts';
import { createStreams } from '../../src/sequences/network/streams.ts';
import { relativeError } from '../engine/differences.ts';
import { symbolSpec } from './support.ts';

const sequence = (id: string, length: number, first: number): SequenceData => ({
  id,
  codes: Uint16Array.from({ length }, (_, i) => first + i),
});
const wholes = (sequences: readonly SequenceData[]) =>
  sequences.map((one, i) => ({ sequence: i, from: 0, to: one.codes.length }));

test('a long text is cut into one piece per row, and each row continues where it stopped', () => {
  const sequences = [sequence('text', 41, codes.first)];
  const options = { boundary: false, rows: 2, contextLength: 8, rng: createRng(1) };
  const streams = createStreams({ sequences, parts: wholes(sequences), ...options });
  expect(streams.targets).toBe(40);
  const read: number[][] = [[], []];
  const fresh: number[][] = [[], []];
  for (let window = 0; window < 3; window++) {
    const batch = streams.next();
    for (const row of [0, 1]) {
      fresh[row].push(batch.fresh[row]);
      for (let t = 0; t < batch.steps; t++)
        if (batch.mask[2 * t + row] === 1) {
          read[row].push(batch.inputs[2 * t + row]);
          expect(batch.targets[2 * t + row]).toBe(batch.inputs[2 * t + row] + 1);
        }
    }
  }
  for (const row of [0, 1]) {
    expect(read[row]).toEqual(Array.from({ length: 20 }, (_, i) => read[row][0] + i));
    expect(fresh[row]).toEqual([1, 0, 0]);
  }
});

test('rows whose sequence ends are masked for the rest of the window, and then start the next sequence from a zero state', () => {
  const lengths = [2, 6, 3, 5];
  const sequences = lengths.map((length, i) => sequence(`s${i}`, length, 10 * (i + 1)));
  const options = { boundary: true, rows: 2, contextLength: 5, rng: createRng(1) };
  const streams = createStreams({ sequences, parts: wholes(sequences), ...options });
  expect(streams.targets).toBe(2 + 6 + 3 + 5 + 4); // with an end each
  const seen = new Set<number>();
  const last: number[] = [];
  let masked = 0;
  let told = 0;
  for (let window = 0; window < 8; window++) {
    const batch = streams.next();
    for (const row of [0, 1]) {
      const there = Array.from({ length: batch.steps }, (_, t) => batch.mask[2 * t + row]);
      expect(there.join('')).toMatch(/^1+0*$/);
      masked += there.filter((one) => one === 0).length;
      // A row that begins afresh begins a sequence; another goes on after the symbol that it was told last.
      expect(batch.inputs[row]).toBe(batch.fresh[row] === 1 ? codes.boundary : last[row]);
      for (const [t, isThere] of there.entries()) {
        if (isThere === 0) continue;
        told++;
        last[row] = batch.targets[2 * t + row];
        seen.add(last[row]);
      }
    }
  }
  expect(masked).toBeGreaterThan(0);
  expect(streams.windows).toBe(1 + 2 + 1 + 2);
  expect(streams.epochs()).toBeCloseTo(told / streams.targets, 12);
  const all = sequences.flatMap((one) => Array.from(one.codes));
  expect([...seen].sort((x, y) => x - y)).toEqual([codes.boundary, ...all]);
});

for (const cell of cellNames)
  test(`${cell}: a carried state gives the logits of one long window, and no gradient reaches the window before`, () => {
    const spec = {
      ...symbolSpec({ cell, layers: 2, hidden_size: 6, embedding_size: 4, dropout: 0 }),
      ...{ vocabulary_size: 8, boundary: false },
    } as ResolvedSymbolSpec;
    const options = { kernel: selectKernel('reference'), spec, batchMax: 1, stepsMax: 8, rng: createRng(3) };
    const network = createSymbolNetwork(options);
    const rng = createRng(5);
    const head = network.parameters.get('head.weight').value;
    for (let i = 0; i < head.length; i++) head[i] = rng.normal(); // it starts at zero
    const text = Uint32Array.of(2, 3, 4, 5, 6, 7, 8, 9);
    const shape = { batch: 1, training: true };
    const S = network.codeCount;
    const whole = network.forward(text, { steps: 8, ...shape }, network.zeroState(1)).slice();

    const state = network.zeroState(1);
    const first = network.forward(text.slice(0, 4), { steps: 4, ...shape }, state).slice();
    const second = network.forward(text.slice(4), { steps: 4, ...shape }, state).slice();
    expect(relativeError(first, whole.slice(0, 4 * S))).toBeLessThan(1e-6);
    expect(relativeError(second, whole.slice(4 * S))).toBeLessThan(1e-6);

    network.parameters.zeroGradients();
    network.backward(new Float32Array(4 * S).fill(1).map((_, i) => Math.sin(i)));
    const { gradient } = network.parameters.get('embedding.weight');
    const sizes = Array.from({ length: S }, (_, code) =>
      Math.hypot(...gradient.subarray(4 * code, 4 * code + 4)),
    );
    expect(sizes.slice(2, 6)).toEqual([0, 0, 0, 0]); // read in the window before
    for (const size of sizes.slice(6)) expect(size).toBeGreaterThan(0);
  });
