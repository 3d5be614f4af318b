import { expect, test } from 'vitest';
import { codes } from '../../src/contracts/schemas/datasets/symbols.ts';
import { cellNames } from '../../src/contracts/schemas/models/network.ts';
import { createRng, decodeSafetensors, encodeSafetensors } from '../../src/engine/index.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const text = 'the quick brown fox jumps over the lazy dog and '.repeat(60);

for (const cell of cellNames)
  test(`a ${cell} that is cut off and resumed ends with the bytes of an undisturbed training`, async () => {
    const task = {
      ...letters([text]),
      spec: symbolSpec({ cell, layers: 2, hidden_size: 12, steps: 60, dropout: 0.2 }),
    };
    const whole = succeeded(await runSymbols(task));
    const first = await runSymbols({ ...task, suspendAfterSteps: 23 });
    expect(first.outcome.status).toBe('suspended');
    expect(first.checkpoints.at(-1)!.step).toBeLessThan(40);
    const { bytes, step } = first.checkpoints.at(-1)!;
    const second = await runSymbols({ ...task, checkpoint: bytes });
    expect(second.steps[0]).toBe(step);
    const resumed = succeeded(second);
    expect(resumed.weights.sha256).toBe(whole.weights.sha256);
    expect(resumed.card.metrics).toEqual(whole.card.metrics);
  });

test('a training starts over where its checkpoint is of another version of the service', async () => {
  const task = { ...letters([text]), spec: symbolSpec({ hidden_size: 4, steps: 20 }) };
  const first = await runSymbols({ ...task, suspendAfterSteps: 5 });
  const { tensors, metadata } = decodeSafetensors(first.checkpoints.at(-1)!.bytes);
  const kept = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data }));
  const older = encodeSafetensors(kept, { ...metadata, version: '1' });
  const again = await runSymbols({ ...task, checkpoint: older });
  expect(again.steps[0]).toBe(first.steps[0]);
  expect(again.outcome.status).toBe('succeeded');
});

test('a cancelled training ends without a result', async () => {
  const { outcome } = await runSymbols({ ...letters([text]), spec: symbolSpec(), cancelAfterSteps: 5 });
  expect(outcome).toEqual({ status: 'cancelled' });
});

test('the end of a long text is held out, and the model beats chains that are too short for its structure', async () => {
  // Brackets close what was opened eight symbols before: no chain of order 5 can know.
  const { uniform: pick } = createRng(7);
  const piece = () => (pick() < 0.5 ? '(aaaaaaa)' : '[aaaaaaa]');
  const data = letters([Array.from({ length: 300 }, piece).join('')]);
  const { card, spec } = succeeded(
    await runSymbols({
      ...data,
      spec: symbolSpec({ hidden_size: 32, steps: 1_500, batch_size: 8, learning_rate: 0.01 }),
    }),
  );
  expect(spec.boundary).toBe(false);
  expect(card.evaluation).toMatchObject({ on: 'held_out', sequences: 1, symbols: 270 });
  expect(card.skill!.baseline).toMatch(/^markov_/);
  expect(card.metrics.auto.bits_per_symbol).toBeLessThan(0.3);
  expect(card.metrics.markov_5.bits_per_symbol).toBeGreaterThan(0.4);
  expect(card.has_skill).toBe(true);
  expect(card.summary).toMatch(/fewer bits than/);
});

test('the card of random symbols says that there is no skill', async () => {
  const { uniform: pick } = createRng(3);
  const line = () => Array.from({ length: 40 }, () => 'abcd'[Math.floor(4 * pick())]).join('');
  const { card } = succeeded(
    await runSymbols({ ...letters(Array.from({ length: 60 }, line)), spec: symbolSpec({ steps: 200 }) }),
  );
  expect(card.has_skill).toBe(false);
  expect(card.summary).toMatch(/no skill/i);
  expect(card.metrics.auto.bits_per_symbol).toBeGreaterThan(1.95);
});

test('sequences of unequal length are masked: padding changes neither the loss nor the chains', async () => {
  const { card } = succeeded(
    await runSymbols({ ...letters(['ab', 'abcdefghij', 'abc']), spec: symbolSpec({ steps: 800 }) }),
  );
  expect(card.evaluation).toEqual({ on: 'in_sample', sequences: 3, symbols: 15 });
  // Whether a sequence ends after `ab` or `abc` cannot be known: c comes in two cases of three, d in one of two.
  const possible = (2 * Math.log2(3 / 2) + 1) / 15;
  expect(card.metrics.markov_5.bits_per_symbol).toBeCloseTo(possible, 1);
  expect(card.metrics.auto.bits_per_symbol).toBeCloseTo(possible, 1);
});

test('a loss that is not finite ends the training with an error', async () => {
  const spec = symbolSpec({ learning_rate: 1, weight_decay: 1e30, steps: 200 });
  const { outcome } = await runSymbols({ ...letters([text]), spec });
  expect(outcome).toMatchObject({ status: 'failed', problem: { code: 'training_diverged' } });
});

test('a loss that is not finite before the first step is blamed on the weights that the training begins with', async () => {
  const data = { ...letters([text]), spec: symbolSpec({ hidden_size: 8, steps: 2 }) };
  const { weights } = succeeded(await runSymbols(data));
  const { tensors, metadata } = decodeSafetensors(weights.bytes);
  const broken = [...tensors].map(([name, tensor]) => ({
    ...tensor,
    name,
    data: (tensor.data as Float32Array).map(() => Number.NaN),
  }));
  const initialWeights = encodeSafetensors(broken, metadata);
  expect((await runSymbols({ ...data, initialWeights })).outcome).toMatchObject({
    status: 'failed',
    problem: {
      code: 'training_diverged',
      detail: expect.stringMatching(/before the first step.*`scratch`/),
    },
  });
});

test('one_hot is refused for a vocabulary that is too large for it', async () => {
  const words = Array.from({ length: 1_001 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
  const { outcome } = await runSymbols({ ...letters([words]), spec: symbolSpec({ input: 'one_hot' }) });
  expect(outcome).toMatchObject({ status: 'failed', problem: { code: 'vocabulary_too_large' } });
});

test('a training that starts from weights does not end with worse ones', async () => {
  const data = letters([text]);
  const spec = symbolSpec({ hidden_size: 16, steps: 300 });
  const good = succeeded(await runSymbols({ ...data, spec }));
  const again = succeeded(
    await runSymbols({
      ...data,
      spec: { ...good.spec, steps: 40, learning_rate: 1 },
      initialWeights: good.weights.bytes,
    }),
  );
  expect(again.card.training.loss.every(({ loss }) => loss > 0.2)).toBe(true);
  expect(again.card.training.best_step).toBe(0);
  expect(again.card.metrics.auto.bits_per_symbol).toBeCloseTo(good.card.metrics.auto.bits_per_symbol, 12);
});

for (const input of ['embedding', 'one_hot'] as const)
  test(`${input}: a symbol of the held-out part alone gets the mean vector of the symbols that training saw`, async () => {
    const lines = [...Array.from({ length: 18 }, () => 'abcab'), 'abxab', 'abyab'];
    const { weights } = succeeded(
      await runSymbols({ ...letters(lines), spec: symbolSpec({ input, steps: 30 }) }),
    );
    const { tensors, metadata } = decodeSafetensors(weights.bytes);
    const symbols: string[] = JSON.parse(metadata.vocabulary);
    const codeCount = codes.first + symbols.length;
    const isOneHot = input === 'one_hot';
    const values = tensors.get(isOneHot ? 'encoder.weight_ih_l0' : 'embedding.weight')!.data;
    const size = values.length / codeCount;
    const of = (code: number) =>
      Array.from({ length: size }, (_, i) =>
        Number(values[isOneHot ? i * codeCount + code : code * size + i]),
      );
    const named = (names: string) => [...names].map((symbol) => codes.first + symbols.indexOf(symbol));
    const met = named('abc').map(of);
    const mean = met[0].map((_, i) => (met[0][i] + met[1][i] + met[2][i]) / 3);
    // One-hot input is all zeros for the unknown symbol.
    for (const code of [...(isOneHot ? [] : [codes.unknown]), ...named('xy')])
      for (const [i, value] of of(code).entries()) expect(value).toBeCloseTo(mean[i], 6);
  });
