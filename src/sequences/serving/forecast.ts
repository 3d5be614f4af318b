import type { SymbolAnswer, SymbolForecastTask } from '../../contracts/ports/index.ts';
import { codes, type NextSymbol } from '../../contracts/schemas/index.ts';
import { createRng } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { explainNext, likeliest } from '../attribution/index.ts';
import { surprisals } from '../evaluation/index.ts';
import { bitsPerNat, type LoadedSymbolNetwork, type ResolvedSymbolSpec } from '../network/index.ts';
import { codesIn, splitSymbolOf } from '../reading/index.ts';
import { beamSearch, drawSamples } from './continuation.ts';

/** Forecasts one context: the next symbol, continuations, and the surprise of each symbol in bits.
 *  @throws AppError explanation_too_large, request_invalid */
export function forecastSymbols(task: SymbolForecastTask, loaded: LoadedSymbolNetwork): SymbolAnswer {
  const { network, spec, symbols, batchMax } = loaded;
  const { context, read } = codesIn(task.context, spec.unit, symbols);
  const { bits: after, state, logits } = readInputs(loaded, spec.boundary ? [codes.boundary, ...read] : read);
  // Without a boundary nothing comes before the first symbol: every symbol, also the unknown one, is as likely.
  const bits = spec.boundary ? after : [Math.log2(spec.vocabulary_size + 1), ...after];
  if (!logits.every(Number.isFinite) || !bits.every(Number.isFinite))
    throw new AppError('forecast_not_finite', {
      detail:
        'The probabilities of the next symbols are not finite numbers: the weights of the model are too large. Train the model again, with a smaller `learning_rate`.',
    });
  const next = mostLikely(logits, symbols, spec, task.top);
  const isText = splitSymbolOf(spec.unit, symbols) === undefined;
  const separator = !isText ? null : spec.unit === 'word' ? ' ' : '';
  const continued = { network, spec, symbols, separator, state, logits, length: task.length };
  return {
    context,
    unknown: context.flatMap((symbol, position) =>
      read[position] === codes.unknown ? [{ position, symbol }] : [],
    ),
    next,
    continuation: task.length === 0 ? null : beamSearch(continued, Math.min(task.beams, batchMax)),
    samples:
      task.length === 0
        ? []
        : drawSamples(continued, task.samples, task.temperature, createRng(task.seed), batchMax),
    bits,
    bits_per_symbol: bits.reduce((sum, value) => sum + value, 0) / bits.length,
    ...(task.explain && {
      explanation: explainNext(loaded, context, read, { ...next[0], code: likeliest(logits, spec) }),
    }),
  };
}

/** Reads codes from a state of zeros. @returns the bits of each code after the first, and the state
 *  and logits at the end */
export function readInputs(
  { network, stepsMax }: Pick<LoadedSymbolNetwork, 'network' | 'stepsMax'>,
  inputs: readonly number[],
) {
  const { codeCount } = network;
  const bits: number[] = [];
  const state = network.zeroState(1);
  const nats = new Float64Array(stepsMax);
  let logits = new Float32Array(codeCount);
  for (let offset = 0; offset < inputs.length; offset += stepsMax) {
    const steps = Math.min(stepsMax, inputs.length - offset);
    const window = Uint32Array.from(inputs.slice(offset, offset + steps));
    const targets = Uint32Array.from(inputs.slice(offset + 1, offset + 1 + steps));
    const all = network.forward(window, { steps, batch: 1, training: false }, state);
    // The last input has no target.
    network.kernel.crossEntropy(null, all, targets, null, codeCount, nats, null);
    for (let t = 0; t < targets.length; t++) bits.push(nats[t] * bitsPerNat);
    logits = all.slice((steps - 1) * codeCount, steps * codeCount);
  }
  return { bits, state, logits };
}

export function mostLikely(
  logits: Float32Array,
  symbols: readonly string[],
  spec: ResolvedSymbolSpec,
  top: number,
): NextSymbol[] {
  const nats = surprisals(logits, spec);
  return smallestOf(nats, top).map((code) => ({
    symbol: code < codes.first ? null : symbols[code - codes.first],
    kind: code === codes.boundary ? 'end' : code === codes.unknown ? 'unknown' : 'symbol',
    probability: Math.exp(-nats[code]),
  }));
}

/** Places of the smallest finite numbers, the smallest first; of equal ones the first. A vocabulary is long, and a
 *  trace asks at each step, so not all are sorted. */
function smallestOf(numbers: ArrayLike<number>, count: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place];
    if (!Number.isFinite(number)) continue;
    if (places.length === count && !(number < numbers[places[count - 1]])) continue;
    let at = places.length;
    while (at > 0 && number < numbers[places[at - 1]]) at--;
    places.splice(at, 0, place);
    if (places.length > count) places.pop();
  }
  return places;
}
