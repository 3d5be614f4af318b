import { codes, limits, type SequenceData } from '../../contracts/schemas/index.ts';
import { gateCounts } from '../../engine/index.ts';
import { codesOf, type Part, type ResolvedSymbolSpec } from '../network/index.ts';

/** Symbols that a network reads, and the symbol that came next at each step. */
export interface ReadWindow {
  symbols: Uint32Array; // [t], t ≥ 1
  targets: Uint32Array; // [t]
}

/** Bound on recurrent weights times steps of a window: windows of large networks are shorter. */
const workMax = 1e9;

export type WindowSpec = Pick<
  ResolvedSymbolSpec,
  'boundary' | 'context_length' | 'cell' | 'layers' | 'hidden_size'
>;

/** Largest number of symbols of a window. */
export function windowSteps({ context_length, cell, layers, hidden_size }: WindowSpec): number {
  const weights = gateCounts[cell] * 2 * layers * hidden_size ** 2;
  return Math.min(context_length, limits.memoryWindowSymbolsMax, Math.ceil(workMax / weights));
}

/** Windows whose ends are spread evenly over the parts. As in training, a window begins with a state of zeros,
 *  at the beginning of the sequence or as far back as a gradient reaches. */
export function windowsOf(
  sequences: readonly SequenceData[],
  parts: readonly Part[],
  spec: WindowSpec,
  max: number,
): ReadWindow[] {
  const { boundary } = spec;
  const steps = windowSteps(spec);
  const lengths = parts.map(({ sequence, from, to }) => {
    const before = from > 0 || boundary ? 1 : 0;
    const after = boundary && to === sequences[sequence].codes.length ? 1 : 0;
    return Math.max(0, before + to - from + after - 1); // the first is context only
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.min(max, total);
  const windows: ReadWindow[] = [];
  let part = 0;
  let before = 0;
  let read: Uint16Array | null = null;
  for (let i = 0; i < count; i++) {
    // The last of `count` equal segments of the targets.
    const target = Math.floor(((i + 1) * total) / count) - 1;
    while (target - before >= lengths[part]) {
      before += lengths[part++];
      read = null;
    }
    read ??= codesOf(sequences[parts[part].sequence], parts[part], boundary);
    const end = target - before + 1;
    const start = Math.max(0, end - steps);
    windows.push({
      symbols: Uint32Array.from(read.subarray(start, end)),
      targets: Uint32Array.from(read.subarray(start + 1, end + 1)),
    });
  }
  return windows;
}

/** Windows as a batch; all begin at the first step. */
export interface WindowRows {
  steps: number; // T, of the longest
  batch: number; // B
  inputs: Uint32Array; // [T, B]
  targets: Uint32Array; // [T, B]
  mask: Uint8Array; // [T, B], 0 after the end of a window
  /** Steps of each window. [B] */
  lengths: number[];
}

export function sideBySide(windows: readonly ReadWindow[]): WindowRows {
  const batch = windows.length;
  const lengths = windows.map(({ symbols }) => symbols.length);
  const steps = Math.max(...lengths);
  const inputs = new Uint32Array(steps * batch).fill(codes.boundary);
  const targets = new Uint32Array(steps * batch).fill(codes.boundary);
  const mask = new Uint8Array(steps * batch);
  for (const [b, window] of windows.entries())
    for (const [t, symbol] of window.symbols.entries()) {
      inputs[t * batch + b] = symbol;
      targets[t * batch + b] = window.targets[t];
      mask[t * batch + b] = 1;
    }
  return { steps, batch, inputs, targets, mask, lengths };
}
