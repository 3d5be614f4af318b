import {
  type GradientSource,
  gradientNumbers,
  lastRows,
  stepGradients,
  traceLayers,
  traceRefusal,
} from '../../attribution/index.ts';
import type { SymbolTraceTask } from '../../contracts/ports/index.ts';
import { codes, limits, type SymbolTrace } from '../../contracts/schemas/index.ts';
import { crossEntropy, type Floats } from '../../engine/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { type GradientNetwork, gradientNetwork } from '../attribution/index.ts';
import type { LoadedSymbolNetwork } from '../network/index.ts';
import { codesIn } from '../reading/index.ts';
import { mostLikely, readInputs } from './forecast.ts';

/** Traces the states and gates of a network while it reads the end of a context.
 *  @throws AppError trace_too_large, request_invalid */
export function traceSymbols(
  task: SymbolTraceTask,
  loaded: LoadedSymbolNetwork,
): Omit<SymbolTrace, 'model_id'> {
  const { spec, symbols, network } = loaded;
  const { context, read } = codesIn(task.context, spec.unit, symbols);
  const inputs = spec.boundary ? [codes.boundary, ...read] : read;
  const names = spec.boundary ? [null, ...context] : context;
  const gradients = gradientNetwork(loaded);
  const { encoder } = gradients;
  const shown = Math.min(inputs.length, task.last_steps ?? inputs.length);
  if (task.gradients !== undefined && shown > limits.traceGradientStepsMax) throw tooManySteps(shown);
  const more = (task.top ?? 0) + gradientNumbers(encoder, shown, task.gradients);
  const refused = traceRefusal(encoder, shown, task.numbersMax, more);
  if (refused !== null) throw refused;

  // The symbols before the trace only set the state.
  const { state } = readInputs(loaded, inputs.slice(0, inputs.length - shown));
  const x = gradients.vectors(Uint32Array.from(inputs.slice(inputs.length - shown)));
  const states = gradients.run.forward(x, { steps: shown, batch: 1, initial: state });
  const trace = {
    cell: encoder.cell,
    symbols: names.slice(names.length - shown),
    inputs: lastRows(x, encoder.inputSize, shown),
    layers: traceLayers(encoder, x, states, shown),
  };
  const outputs = stepsOf(states[encoder.layers - 1].h, encoder.hiddenSize).slice(1);
  const { top, gradients: wanted } = task;
  const next = top && outputs.map((h) => mostLikely(gradients.logits(h), symbols, spec, top));
  if (wanted === undefined) return { ...trace, ...(next && { next }) };

  const ends = task.ends === true ? [codes.boundary] : [];
  const targets = [...inputs.slice(inputs.length - shown + 1), ...ends];
  const sources = lossSources(gradients, network.codeCount, outputs, targets);
  return {
    ...trace,
    ...(next && { next }),
    gradients: stepGradients(encoder, gradients.run, { of: 'loss', steps: shown, sources, wanted }),
  };
}

/** Views of the single steps of an array [steps, size]. */
function stepsOf(values: Floats, size: number): Floats[] {
  return Array.from({ length: values.length / size }, (_, t) => values.subarray(t * size, (t + 1) * size));
}

/** Loss of each step that has a target, with its gradient. */
function lossSources(
  { encoder, logits, headBackward }: GradientNetwork,
  codeCount: number,
  outputs: readonly Floats[],
  targets: readonly number[],
): GradientSource[] {
  const loss = crossEntropy({ kernel: encoder.kernel, symbolCount: codeCount });
  return targets.map((target, step) => {
    const dLogits = new Float32Array(codeCount);
    const nats = loss(dLogits, logits(outputs[step]), Uint32Array.of(target));
    return { step, loss: nats, dOutput: headBackward(dLogits) };
  });
}

function tooManySteps(steps: number): AppError {
  return refusal('trace_too_large', {
    path: '/last_steps',
    message: `the gradients of ${steps} steps flow back through all earlier ones`,
    accepted: `\`last_steps\` of at most ${limits.traceGradientStepsMax} beside \`gradients\``,
  });
}
