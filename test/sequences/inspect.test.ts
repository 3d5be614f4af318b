import { expect, test } from 'vitest';
import type { SymbolSpec } from '../../src/contracts/schemas/models/symbol-model.ts';
import { decodeSafetensors, encodeSafetensors, selectKernel } from '../../src/engine/index.ts';
import { resolveSymbolSpec } from '../../src/sequences/network/spec.ts';
import { splitSequences } from '../../src/sequences/network/split.ts';
import { inspectSymbolModel } from '../../src/sequences/serving/inspect.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const { vocabulary, sequences } = letters(['abcab', 'bcabc']);
const settings = symbolSpec({ input: 'one_hot', hidden_size: 4, steps: 5 });
const trained = succeeded(await runSymbols({ spec: settings, vocabulary, sequences }));

/** The model with other settings and another vocabulary, which its weights agree with. */
function inspected(changes: Partial<SymbolSpec>, symbols = vocabulary.symbols): string | null {
  const { tensors, metadata } = decodeSafetensors(trained.weights.bytes);
  const spec = { ...trained.spec, ...changes };
  const bytes = encodeSafetensors(
    [...tensors].map(([name, { shape, data }]) => ({ name, shape: [...shape], data })),
    { ...metadata, spec: JSON.stringify(spec), vocabulary: JSON.stringify(symbols) },
  );
  return inspectSymbolModel({ weights: { bytes, sha256: '' }, spec, vocabulary: symbols }, selectKernel());
}

test('an imported model is accepted as it was trained', () => {
  expect(inspected({})).toBeNull();
});

test('incomplete settings and inputs beyond their limit are refused before a network is created', () => {
  expect(inspected({ context_length: null })).toBe('its setting `context_length` is not decided');
  const many = Array.from({ length: 1_001 }, (_, i) => `s${i}`);
  expect(inspected({ vocabulary_size: many.length }, many)).toBe(
    '`one_hot` takes 1000 different symbols at most, and it has 1001',
  );
});

test('a large network gets a batch that fits into memory', () => {
  const long = letters(['abc'.repeat(200_000)]);
  const asked = symbolSpec({ cell: 'lstm', context_length: 4_096, hidden_size: 512 });
  const rows = (layers: number) =>
    resolveSymbolSpec({ ...asked, layers }, long.vocabulary, long.sequences, splitSequences(long.sequences))
      .batch_size;
  expect(rows(1)).toBeLessThan(32);
  expect(rows(4)).toBe(1);
  expect(rows(2)).toBeGreaterThan(1);
});
