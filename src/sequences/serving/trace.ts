import { lastRows, traceLayers, traceRefusal } from '../../attribution/index.ts';
import type { SymbolTraceTask } from '../../contracts/ports/index.ts';
import { codes, type SymbolTrace } from '../../contracts/schemas/index.ts';
import { gradientNetwork } from '../attribution/index.ts';
import type { LoadedSymbolNetwork } from '../network/index.ts';
import { codesIn } from '../reading/index.ts';
import { readInputs } from './forecast.ts';

/** Traces the states and gates of a network while it reads the end of a context. @throws AppError trace_too_large */
export function traceSymbols(
  task: SymbolTraceTask,
  loaded: LoadedSymbolNetwork,
): Omit<SymbolTrace, 'model_id'> {
  const { spec, symbols } = loaded;
  const { context, read } = codesIn(task.context, spec.unit, symbols);
  const inputs = spec.boundary ? [codes.boundary, ...read] : read;
  const names = spec.boundary ? [null, ...context] : context;
  const gradients = gradientNetwork(loaded);
  const { encoder } = gradients;
  const shown = Math.min(inputs.length, task.last_steps ?? inputs.length);
  const refused = traceRefusal(encoder, shown, task.numbersMax);
  if (refused !== null) throw refused;

  // The symbols before the trace only set the state.
  const { state } = readInputs(loaded, inputs.slice(0, inputs.length - shown));
  const x = gradients.vectors(Uint32Array.from(inputs.slice(inputs.length - shown)));
  const states = gradients.run.forward(x, { steps: shown, batch: 1, initial: state });
  return {
    cell: encoder.cell,
    symbols: names.slice(names.length - shown),
    inputs: lastRows(x, encoder.inputSize, shown),
    layers: traceLayers(encoder, x, states, shown),
  };
}
