import { expect, test } from 'vitest';
import { codes } from '../../src/contracts/schemas/index.ts';
import { selectKernel } from '../../src/engine/index.ts';
import { decodeSymbolWeights } from '../../src/sequences/network/weights-file.ts';
import { forecastSymbols } from '../../src/sequences/serving/forecast.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

/** After a few steps nothing is certain: every continuation has a probability of its own. */
const { vocabulary, sequences } = letters(['abcab', 'bca', 'cabc', 'ab']);
const spec = symbolSpec({ hidden_size: 6, embedding_size: 4, steps: 60 });
const { weights } = succeeded(await runSymbols({ spec, vocabulary, sequences }));
const loaded = decodeSymbolWeights(weights.bytes, selectKernel());
const asked = { top: 100, length: 0, beams: 1, samples: 0, temperature: 1, seed: 1, explain: false };
const ask = (settings: Partial<typeof asked> & { context: string }) =>
  forecastSymbols({ ...asked, ...settings, weights }, loaded);

/** Every continuation up to a length, with its probability, by asking for one symbol at a time. */
function everyWay(context: string, length: number): Map<string, number> {
  const ways = new Map<string, number>();
  const go = (written: string, probability: number) => {
    if (written.length === length) {
      ways.set(written, probability);
      return;
    }
    for (const { kind, symbol, probability: p } of ask({ context: context + written }).next) {
      if (kind === 'end') ways.set(`${written}.`, probability * p);
      if (kind === 'symbol') go(written + symbol, probability * p);
    }
  };
  go('', 1);
  return ways;
}
const named = ({ symbols, ended }: { symbols: string[]; ended: boolean }) =>
  symbols.join('') + (ended ? '.' : '');

test('a beam as wide as all continuations finds the most likely one and its bits', () => {
  for (const context of ['a', 'bc', 'cab']) {
    const [[best, probability]] = [...everyWay(context, 3)].sort(([, p], [, q]) => q - p);
    const { continuation } = ask({ context, length: 3, beams: 32 });
    expect(named(continuation!), context).toBe(best);
    expect(continuation!.bits).toBeCloseTo(-Math.log2(probability), 4);
  }
});

test('one beam takes the most likely symbol each time', () => {
  let written = '';
  for (let step = 0; step < 6; step++) {
    const [{ kind, symbol }] = ask({ context: `b${written}` }).next.filter(({ kind }) => kind !== 'unknown');
    if (kind === 'end') break;
    written += symbol;
  }
  expect(ask({ context: 'b', length: 6, beams: 1 }).continuation!.text).toBe(written);
});

for (const temperature of [1, 0.5])
  test(`the frequency of samples matches their probability, at a temperature of ${temperature}`, () => {
    const count = 1_000;
    const { samples } = ask({ context: 'a', length: 2, samples: count, temperature, seed: 4 });
    const drawn = new Map<string, number>();
    for (const sample of samples) drawn.set(named(sample), (drawn.get(named(sample)) ?? 0) + 1);
    // Of each step alone the probabilities to the power of 1 / temperature, and none for the unknown symbol.
    const expected = new Map<string, number>();
    const sharpened = (context: string) => {
      const all = ask({ context }).next.filter(({ kind }) => kind !== 'unknown');
      const powers = all.map(({ probability }) => probability ** (1 / temperature));
      const sum = powers.reduce((a, b) => a + b);
      return all.map((next, i) => ({ ...next, probability: powers[i] / sum }));
    };
    for (const first of sharpened('a')) {
      if (first.kind === 'end') expected.set('.', first.probability);
      else
        for (const second of sharpened(`a${first.symbol}`))
          expected.set(
            second.kind === 'end' ? `${first.symbol}.` : `${first.symbol}${second.symbol}`,
            first.probability * second.probability,
          );
    }
    for (const [way, probability] of expected) {
      const spread = Math.sqrt(count * probability * (1 - probability));
      const difference = Math.abs((drawn.get(way) ?? 0) - count * probability);
      expect(difference, way).toBeLessThan(4 * spread + 2);
    }
    for (const sample of samples) expect(expected.has(named(sample))).toBe(true);
    const [sample] = samples;
    expect(sample.bits).toBeCloseTo(-Math.log2(everyWay('a', 2).get(named(sample))!), 4);
  });

test('a low temperature draws the most likely symbol that is known, however likely an unknown one is', async () => {
  const [a, b] = [codes.first, codes.first + 1];
  const mostlyUnknown = Array.from({ length: 12 }, (_, n) => ({
    id: `s${n}`,
    codes: Uint16Array.from({ length: 40 }, (_, i) => (i % 4 > 0 ? codes.unknown : i % 12 === 0 ? b : a)),
  }));
  const trained = succeeded(
    await runSymbols({
      spec,
      vocabulary: { symbols: ['a', 'b'], counts: [80, 40] },
      sequences: mostlyUnknown,
    }),
  );
  const settings = { ...asked, context: 'b', length: 1, samples: 50, weights: trained.weights };
  const network = decodeSymbolWeights(trained.weights.bytes, selectKernel());
  const { next } = forecastSymbols(settings, network);
  expect(next[0].kind).toBe('unknown');
  const [likeliest] = next.slice(1).map(({ kind, symbol }) => (kind === 'end' ? '.' : symbol));
  const { samples } = forecastSymbols({ ...settings, temperature: 0.01 }, network);
  expect([...new Set(samples.map(named))]).toEqual([likeliest]);
});

test('a text of several symbols is refused where a symbol has white space, and no continuation is a text', () => {
  const events = ['register', 'check ticket', 'pay'];
  const network = { ...loaded, symbols: events, spec: { ...loaded.spec, unit: 'word' as const } };
  const forecast = (context: string | string[]) =>
    forecastSymbols({ ...asked, length: 3, samples: 1, context, weights }, network);
  expect(() => forecast('check ticket')).toThrow(
    expect.objectContaining({
      code: 'request_invalid',
      message: expect.stringMatching(
        /such as "check ticket"; accepted: a list of symbols, such as \["check ticket"\]$/,
      ),
    }),
  );
  const { context, unknown, continuation, samples } = forecast(['check ticket']);
  expect({ context, unknown }).toEqual({ context: ['check ticket'], unknown: [] });
  expect([continuation!.text, samples[0].text]).toEqual([null, null]);
  expect(forecast('pay')).toMatchObject({ context: ['pay'], unknown: [] });
  expect(forecast('other').unknown).toEqual([{ position: 0, symbol: 'other' }]);
});
