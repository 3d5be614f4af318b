/** Models of symbol sequences: the exports for the rest of the service and for the benches. */
import type { SymbolForecaster, SymbolReader } from '../contracts/ports/index.ts';
import { runsOfWeights, type TaskThreads } from '../training/index.ts';
import { weightsKind } from './network/index.ts';
import { createSymbolBodyReader, createSymbolJsonReader, readSymbolJson } from './reading/index.ts';

export function createSymbolReader(): SymbolReader {
  return {
    json: readSymbolJson,
    jsonText: createSymbolJsonReader(),
    ...createSymbolBodyReader(),
  };
}

/** Forecasts in a pool of threads. `kernel` null: the fastest one of this machine. */
export function createSymbolForecaster(threads: TaskThreads, kernel: string | null): SymbolForecaster {
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
export { backtestSymbols } from './evaluation/index.ts';
export {
  createStreams,
  createSymbolNetwork,
  plannedSymbolSeconds,
  type ResolvedSymbolSpec,
  resolveSymbolSpec,
  splitSequences,
} from './network/index.ts';
export { readSymbolText } from './reading/index.ts';
export {
  forecastSymbols,
  symbolInspect,
  symbolMemory,
  symbolOnnx,
  symbolTrace,
} from './serving/index.ts';
export { trainSymbols } from './training/index.ts';
