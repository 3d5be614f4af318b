import { type Continuation, codes } from '../../contracts/schemas/index.ts';
import type { Rng } from '../../engine/index.ts';
import { bitsPerNat, type ResolvedSymbolSpec, type State, type SymbolNetwork } from '../network/index.ts';

/** State from which continuations start. */
export interface Start {
  network: SymbolNetwork;
  spec: ResolvedSymbolSpec;
  symbols: readonly string[];
  /** Written between the symbols of a text; null if a text would not show where symbols end. */
  separator: string | null;
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

/** A path and a code that may follow it. */
interface Candidate {
  path: Path;
  /** −1: the path has ended. */
  code: number;
  nats: number;
}

/** Beam search: the most likely continuation that a beam of this width finds. The unknown
 *  symbol is never part of it. */
export function beamSearch(start: Start, beams: number): Continuation {
  let paths: Path[] = [{ codes: [], nats: 0, ended: false, state: start.state, logits: start.logits }];
  for (let step = 0; step < start.length && paths.some(({ ended }) => !ended); step++) {
    const kept = likeliestOf(paths, start.spec, beams).map(({ path, code, nats }): Path => {
      if (code === -1) return path;
      if (code === codes.boundary) return { ...path, nats, ended: true };
      return { ...path, codes: [...path.codes, code], nats };
    });
    paths = step + 1 < start.length ? advanced(start, kept) : kept;
  }
  const best = paths.reduce((a, b) => (b.nats < a.nats ? b : a));
  return described(best, start);
}

/** The `max` most likely candidates, in descending order. */
function likeliestOf(paths: readonly Path[], spec: ResolvedSymbolSpec, max: number): Candidate[] {
  const kept: Candidate[] = [];
  const offer = (path: Path, code: number, nats: number) => {
    let at = kept.length;
    while (at > 0 && nats < kept[at - 1].nats) at--;
    kept.splice(at, 0, { path, code, nats });
    if (kept.length > max) kept.pop();
  };
  for (const path of paths) {
    if (path.ended) {
      offer(path, -1, path.nats);
      continue;
    }
    const { logits } = path;
    const base = path.nats + logNormaliser(logits, spec);
    for (let code: number = spec.boundary ? codes.boundary : codes.first; code < logits.length; code++) {
      const nats = base - logits[code];
      const isFull = kept.length === max;
      if (code !== codes.unknown && (!isFull || nats < kept[max - 1].nats)) offer(path, code, nats);
    }
  }
  return kept;
}

/** Draws continuations, at most `batchMax` side by side. */
export function drawSamples(
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
        const { logits } = path;
        const code = draw(logits, start.spec, temperature, rng);
        const nats = path.nats + logNormaliser(logits, start.spec) - logits[code];
        if (code === codes.boundary) return { ...path, nats, ended: true };
        return { ...path, codes: [...path.codes, code], nats };
      });
      paths = step + 1 < start.length ? advanced(start, chosen) : chosen;
    }
    drawn.push(...paths.map((path) => described(path, start)));
  }
  return drawn;
}

/** ln Σ exp(logit), without the boundary in models that have none. */
function logNormaliser(logits: Float32Array, { boundary }: ResolvedSymbolSpec): number {
  const first = boundary ? 0 : codes.boundary + 1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let code = first; code < logits.length; code++) largest = Math.max(largest, logits[code]);
  let sum = 0;
  for (let code = first; code < logits.length; code++) sum += Math.exp(logits[code] - largest);
  return Math.log(sum) + largest;
}

/** Draws one code by its probability. The unknown symbol is excluded: it has no text. */
function draw(logits: Float32Array, spec: ResolvedSymbolSpec, temperature: number, rng: Rng): number {
  const first: number = spec.boundary ? codes.boundary : codes.first;
  // The unknown symbol may be so likely that nothing of the sum is left for the others.
  let largest = Number.NEGATIVE_INFINITY;
  for (let code = first; code < logits.length; code++)
    if (code !== codes.unknown) largest = Math.max(largest, logits[code]);
  const weights = Float64Array.from(logits, (logit, code) =>
    code < first || code === codes.unknown ? 0 : Math.exp((logit - largest) / temperature),
  );
  let left = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  let last: number = codes.boundary;
  for (let code = first; code < logits.length; code++) {
    if (code === codes.unknown) continue;
    last = code;
    left -= weights[code];
    if (left < 0) break;
  }
  return last;
}

/** Advances the paths that have not ended by their last symbol, in one forward of one step. */
function advanced({ network, spec }: Start, paths: Path[]): Path[] {
  const active = paths.filter(({ ended }) => !ended);
  if (active.length === 0) return paths;
  const batch = active.length;
  const { layers, hidden_size: H } = spec;
  const state = network.zeroState(batch);
  for (const name of ['h', 'c'] as const) {
    if (state[name].length === 0) continue;
    for (const [row, path] of active.entries())
      for (let layer = 0; layer < layers; layer++)
        state[name].set(path.state[name].subarray(layer * H, (layer + 1) * H), (layer * batch + row) * H);
  }
  const symbols = Uint32Array.from(active, (path) => path.codes.at(-1)!);
  const logits = network.forward(symbols, { steps: 1, batch, training: false }, state);
  const rows = active.map((path, row): Path => {
    const rowState = network.zeroState(1);
    for (const name of ['h', 'c'] as const) {
      if (rowState[name].length === 0) continue;
      for (let layer = 0; layer < layers; layer++) {
        const from = (layer * batch + row) * H;
        rowState[name].set(state[name].subarray(from, from + H), layer * H);
      }
    }
    return {
      ...path,
      state: rowState,
      logits: logits.slice(row * network.codeCount, (row + 1) * network.codeCount),
    };
  });
  let next = 0;
  return paths.map((path) => (path.ended ? path : rows[next++]));
}

function described(path: Path, { symbols, separator }: Start): Continuation {
  const written = path.codes.map((code) => symbols[code - codes.first]);
  return {
    text: separator === null ? null : written.join(separator),
    symbols: written,
    ended: path.ended,
    bits: path.nats * bitsPerNat,
  };
}
