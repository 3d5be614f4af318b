import type { Continuation, NextSymbol } from '../contracts/symbol-forecast.ts';
import type { SymbolAnswer, SymbolForecastTask } from '../contracts/symbol-ports.ts';
import { codes } from '../contracts/symbols.ts';
import { createRng, type Rng } from '../engine/index.ts';
import { surprise, surprises } from './evaluation.ts';
import { likeliest } from './inside/apart.ts';
import { explainNext } from './inside/explain.ts';
import type { State, SymbolNetwork } from './network.ts';
import { codesIn } from './reading/symbols.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { LoadedSymbolNetwork } from './weights-file.ts';

const bitsPerNat = 1 / Math.LN2;

/** What is said of one context: what may come next, how it may go on, and how surprising it was.
 *  @throws AppError explanation_too_large */
export function forecastSymbols(task: SymbolForecastTask, loaded: LoadedSymbolNetwork): SymbolAnswer {
  const { network, spec, symbols, batchMax } = loaded;
  const { context, read } = codesIn(task.context, spec.unit, symbols);
  const { bits: after, state, logits } = readInputs(loaded, spec.boundary ? [codes.boundary, ...read] : read);
  // Without a boundary nothing comes before the first symbol: it is as likely as any.
  const bits = spec.boundary ? after : [Math.log2(Math.max(1, spec.vocabulary_size)), ...after];
  const next = mostLikely(logits, symbols, spec, task.top);
  const continued = { network, spec, symbols, state, logits, length: task.length };
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

/** Reads codes from a state of zeros, and gives the surprise of each after the first, and the state and the logits at the
 *  end. */
export function readInputs(
  { network, stepsMax }: Pick<LoadedSymbolNetwork, 'network' | 'stepsMax'>,
  inputs: readonly number[],
) {
  const { codeCount } = network;
  const bits: number[] = [];
  const state = network.zeroState(1);
  let logits = new Float32Array(codeCount);
  for (let offset = 0; offset < inputs.length; offset += stepsMax) {
    const steps = Math.min(stepsMax, inputs.length - offset);
    const window = Uint32Array.from(inputs.slice(offset, offset + steps));
    const all = network.forward(window, { steps, batch: 1, training: false }, state);
    for (let t = 0; t < steps; t++) {
      const target = inputs[offset + t + 1];
      if (target === undefined) continue;
      bits.push(surprise(all, t * codeCount, codeCount, target).nats * bitsPerNat);
    }
    logits = all.slice((steps - 1) * codeCount, steps * codeCount);
  }
  return { bits, state, logits };
}

function mostLikely(
  logits: Float32Array,
  symbols: readonly string[],
  spec: ResolvedSymbolSpec,
  top: number,
): NextSymbol[] {
  const nats = surprises(logits, spec);
  return Array.from(nats.keys())
    .filter((code) => Number.isFinite(nats[code]))
    .sort((a, b) => nats[a] - nats[b] || a - b)
    .slice(0, top)
    .map((code) => ({
      symbol: code < codes.first ? null : symbols[code - codes.first],
      kind: code === codes.boundary ? 'end' : code === codes.unknown ? 'unknown' : 'symbol',
      probability: Math.exp(-nats[code]),
    }));
}

interface Start {
  network: SymbolNetwork;
  spec: ResolvedSymbolSpec;
  symbols: readonly string[];
  /** After the context, of one row. */
  state: State;
  logits: Float32Array;
  length: number;
}

interface Path {
  codes: number[];
  nats: number;
  ended: boolean;
  state: State;
  logits: Float32Array;
}

/** The most likely continuation among those that a beam of the given width keeps; an unknown symbol is no continuation. */
function beamSearch(start: Start, beams: number): Continuation {
  let paths: Path[] = [{ codes: [], nats: 0, ended: false, state: start.state, logits: start.logits }];
  for (let step = 0; step < start.length && paths.some(({ ended }) => !ended); step++) {
    const candidates: { path: Path; code: number; nats: number }[] = [];
    for (const path of paths) {
      if (path.ended) {
        candidates.push({ path, code: -1, nats: path.nats });
        continue;
      }
      const nats = surprises(path.logits, start.spec);
      for (const [code, value] of nats.entries())
        if (code !== codes.unknown && Number.isFinite(value))
          candidates.push({ path, code, nats: path.nats + value });
    }
    candidates.sort((a, b) => a.nats - b.nats);
    const kept = candidates.slice(0, beams).map(({ path, code, nats }): Path => {
      if (code === -1) return path;
      if (code === codes.boundary) return { ...path, nats, ended: true };
      return { ...path, codes: [...path.codes, code], nats };
    });
    paths = step + 1 < start.length ? advanced(start, kept) : kept;
  }
  const best = paths.reduce((a, b) => (b.nats < a.nats ? b : a));
  return described(best, start);
}

/** Draws continuations, all of them side by side, as many at a time as the network has rows. */
function drawSamples(
  start: Start,
  count: number,
  temperature: number,
  rng: Rng,
  batchMax: number,
): Continuation[] {
  const drawn: Continuation[] = [];
  while (drawn.length < count) {
    let paths = Array.from(
      { length: Math.min(batchMax, count - drawn.length) },
      (): Path => ({ codes: [], nats: 0, ended: false, state: start.state, logits: start.logits }),
    );
    for (let step = 0; step < start.length && paths.some(({ ended }) => !ended); step++) {
      const chosen = paths.map((path): Path => {
        if (path.ended) return path;
        const code = draw(surprises(path.logits, start.spec, temperature), rng);
        const nats = path.nats + surprises(path.logits, start.spec)[code];
        if (code === codes.boundary) return { ...path, nats, ended: true };
        return { ...path, codes: [...path.codes, code], nats };
      });
      paths = step + 1 < start.length ? advanced(start, chosen) : chosen;
    }
    drawn.push(...paths.map((path) => described(path, start)));
  }
  return drawn;
}

/** One code by its probability; the unknown symbol is none that could be written. */
function draw(nats: Float64Array, rng: Rng): number {
  const share = 1 - Math.exp(-nats[codes.unknown]);
  let left = rng.uniform() * share;
  let last: number = codes.boundary;
  for (const [code, value] of nats.entries()) {
    if (code === codes.unknown || !Number.isFinite(value)) continue;
    last = code;
    left -= Math.exp(-value);
    if (left < 0) break;
  }
  return last;
}

/** The paths after their last symbol was read: those that have not ended, in one forward of one step. */
function advanced({ network, spec }: Start, paths: Path[]): Path[] {
  const going = paths.filter(({ ended }) => !ended);
  if (going.length === 0) return paths;
  const batch = going.length;
  const { layers, hidden_size: H } = spec;
  const state = network.zeroState(batch);
  for (const name of ['h', 'c'] as const) {
    if (state[name].length === 0) continue;
    for (const [row, path] of going.entries())
      for (let layer = 0; layer < layers; layer++)
        state[name].set(path.state[name].subarray(layer * H, (layer + 1) * H), (layer * batch + row) * H);
  }
  const symbols = Uint32Array.from(going, (path) => path.codes.at(-1)!);
  const logits = network.forward(symbols, { steps: 1, batch, training: false }, state);
  const rows = going.map((path, row): Path => {
    const own = network.zeroState(1);
    for (const name of ['h', 'c'] as const) {
      if (own[name].length === 0) continue;
      for (let layer = 0; layer < layers; layer++) {
        const from = (layer * batch + row) * H;
        own[name].set(state[name].subarray(from, from + H), layer * H);
      }
    }
    return {
      ...path,
      state: own,
      logits: logits.slice(row * network.codeCount, (row + 1) * network.codeCount),
    };
  });
  let next = 0;
  return paths.map((path) => (path.ended ? path : rows[next++]));
}

function described(path: Path, { symbols, spec }: Start): Continuation {
  const written = path.codes.map((code) => symbols[code - codes.first]);
  return {
    text: written.join(spec.unit === 'word' ? ' ' : ''),
    symbols: written,
    ended: path.ended,
    bits: path.nats * bitsPerNat,
  };
}
