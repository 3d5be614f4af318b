import type { LayerTrace, NextSymbol, StepGradients, SymbolTrace, Trace } from '../../api/index.ts';
import type { memory as texts } from '../../messages/memory.ts';
import { formatTogether } from '../../parts/index.ts';

export type M = (typeof texts)['en'];
export type Cell = 'rnn' | 'lstm' | 'gru';

/** One step of a network in time. */
export interface WalkStep {
  /** The input, as it is written below the column; null: the beginning, at which nothing is read. */
  read: string | null;
  /** The most likely next symbol. */
  expects: { name: string; probability: number } | null;
  /** The output, if it is no symbol; null: none. */
  output: string | null;
  /** The symbol that came next, if the step has a loss. */
  came: string | null;
  loss: number | null;
}

/** A network while it reads, step by step, as the engine computed it. */
export interface Walk {
  cell: Cell;
  steps: WalkStep[];
  /** States and gates of the layer that the output is read from. */
  layer: LayerTrace;
  /** Its place among the layers, from 0. */
  layerIndex: number;
  gradients: StepGradients | null;
}

export function walkOfSymbols(m: M, { cell, symbols, layers, next, gradients }: SymbolTrace): Walk {
  const losses = new Map(gradients?.sources.map(({ step, loss }) => [step, loss]));
  return {
    ...topOf(layers),
    cell: cell as Cell,
    steps: symbols.map((read, i) => {
      const [likely] = next?.[i] ?? [];
      const loss = losses.get(i) ?? null;
      return {
        read: nameOf(read),
        output: null,
        expects: likely === undefined ? null : { name: nextName(m, likely), probability: likely.probability },
        came: loss === null ? null : (nameOf(symbols[i + 1] ?? null) ?? m.end),
        loss,
      };
    }),
    gradients: gradients ?? null,
  };
}

/** @param values values of the series by time */
export function walkOfSeries(
  m: M,
  { cell, times, layers, gradients }: Trace,
  values: Map<string, number | null>,
): Walk {
  const inUnits = formatTogether(values.values(), 4);
  return {
    ...topOf(layers),
    cell: cell as Cell,
    steps: times.map((time, i) => ({
      read: time === null ? null : inUnits(values.get(String(time))),
      expects: null,
      output: i === times.length - 1 ? m.result : null,
      came: null,
      loss: null,
    })),
    gradients: gradients ?? null,
  };
}

function topOf(layers: readonly LayerTrace[]): Pick<Walk, 'layer' | 'layerIndex'> {
  const layer = layers.at(-1);
  if (layer === undefined) throw new Error('The trace has no layers.');
  return { layer, layerIndex: layers.length - 1 };
}

function nameOf(symbol: string | null): string | null {
  return symbol === ' ' ? '␣' : symbol;
}

function nextName(m: M, { kind, symbol }: NextSymbol): string {
  if (kind === 'end') return m.end;
  return kind === 'unknown' ? m.unknown : (nameOf(symbol) ?? m.unknown);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export function norm(values: readonly number[]): number {
  return Math.hypot(...values);
}
