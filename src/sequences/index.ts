/** What the other parts may call; the numeric work itself is reached through `src/threads.ts`, the entry of the pools. */
import type { Piscina } from 'piscina';
import type { SymbolForecaster, SymbolReader } from '../contracts/symbol-ports.ts';
import { runsOfWeights } from '../training/weights-version.ts';
import { readEventLog } from './reading/events.ts';
import { readSymbolJson } from './reading/json.ts';
import { createSymbolJsonReader } from './reading/json-text.ts';
import { readSymbolText } from './reading/text.ts';
import { weightsKind } from './weights-file.ts';

export function createSymbolReader(): SymbolReader {
  return {
    json: readSymbolJson,
    jsonText: createSymbolJsonReader(),
    text: readSymbolText,
    events: readEventLog,
  };
}

/** Forecasts in a pool of threads. `kernel` null: the fastest that this machine has. */
export function createSymbolForecaster(
  threads: Pick<Piscina, 'run'>,
  kernel: string | null,
): SymbolForecaster {
  const { requireReadable, run, ofWeights, inspect } = runsOfWeights(threads, kernel, weightsKind);
  return {
    forecast: run('forecastSymbols'),
    memory: run('symbolMemory'),
    trace: run('symbolTrace'),
    inspect: inspect('symbolInspect'),
    onnx: ofWeights('symbolOnnx'),
    requireReadable,
  };
}
