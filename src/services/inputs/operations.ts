/** Bounds on the work of a call, in multiply-adds. They count the size of the model: a body of a few bytes can ask for
 *  hours of a large network. The bounds are estimates; a deadline ends what takes longer. */
import {
  gateCounts,
  limits,
  type ModelSpec,
  type SymbolForecastIn,
  type SymbolSpec,
} from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';

/** Operations that an exponential counts as. */
const exponential = 32;
/** Passes through a network for one explained step: points of the path, forward and backward. */
const explanationPasses = 32;

interface Recurrent {
  cell: keyof typeof gateCounts;
  layers: number | null;
  hidden_size: number | null;
}

/** Operations of one step of recurrent layers. A size that is not decided counts as the largest. */
function recurrentOperations({ cell, layers, hidden_size }: Recurrent, inputs: number): number {
  const [count, size] = [layers ?? limits.layersMax, hidden_size ?? limits.hiddenSizeMax];
  return gateCounts[cell] * size * (inputs + size + (count - 1) * 2 * size);
}

/** Symbols that a call may read and write in all. */
function symbolsMaxOf(spec: SymbolSpec): number {
  const { hidden_size, embedding_size, input } = spec;
  const vocabularySize = spec.vocabulary_size ?? limits.vocabularyMax;
  const inputs = input === 'one_hot' ? vocabularySize : (embedding_size ?? limits.embeddingSizeMax);
  const head = vocabularySize * ((hidden_size ?? limits.hiddenSizeMax) + exponential);
  return Math.floor(limits.symbolOperationsMax / (recurrentOperations(spec, inputs) + head));
}

/** @param contextSymbols symbols of the context. @throws AppError trace_too_large */
export function requireTracedSymbols(spec: SymbolSpec, contextSymbols: number): void {
  const most = symbolsMaxOf(spec);
  if (contextSymbols <= most) return;
  refuse('trace_too_large', {
    path: '/context',
    message: `the network reads the ${contextSymbols} symbols of \`context\``,
    accepted: `at most ${most} symbols for a network of this size, such as the last ones`,
  });
}

/** @param contextSymbols symbols of the context. @throws AppError forecast_too_large */
export function requireSymbolOperations(
  spec: SymbolSpec,
  contextSymbols: number,
  { beams, samples, length }: Pick<SymbolForecastIn, 'beams' | 'samples' | 'length'>,
): void {
  const written = length * (beams + samples);
  const symbols = contextSymbols + written;
  const most = symbolsMaxOf(spec);
  if (symbols <= most) return;
  throw new AppError('forecast_too_large', {
    detail: `The call reads and writes ${symbols} symbols: ${contextSymbols} of the context, and ${written} of ${beams} beams and ${samples} samples over ${length} steps. Accepted for a network of this size: at most ${most} symbols in a call, so a shorter \`context\` or \`length\`, or fewer \`beams\` or \`samples\`.`,
  });
}

/** @param windows windows that the networks read: series, and earlier origins of each
 *  @param explained series that are explained. @throws AppError forecast_too_large, explanation_too_large */
export function requireSeriesOperations(
  spec: ModelSpec,
  windows: number,
  { explained, horizon }: { explained: number; horizon: number } = { explained: 0, horizon: spec.horizon },
): void {
  const context = spec.context_length ?? limits.contextLengthMax;
  const ofWindow = windowOperations(spec, context);
  const most = Math.floor(limits.seriesOperationsMax / ofWindow);
  if (windows > most)
    throw new AppError('forecast_too_large', {
      detail: `The networks of the model read ${windows} windows of ${context} observations. Accepted for networks of this size: at most ${most} windows in a call, so fewer series or observations.`,
    });
  const steps = explained * horizon;
  const stepsMost = Math.floor(limits.seriesOperationsMax / (explanationPasses * ofWindow));
  if (steps > stepsMost)
    throw new AppError('explanation_too_large', {
      detail: `The call explains ${steps} steps of forecasts. Accepted for networks of this size: at most ${stepsMost} steps in a call, so fewer series or a shorter horizon.`,
    });
}

/** Operations of all networks for one window. */
function windowOperations(spec: ModelSpec, context: number): number {
  const covariates = Object.values(spec.covariates ?? {}).reduce((sum, { length }) => sum + length, 0);
  const networks = spec.members ?? limits.membersMax;
  const decoder = spec.horizon * spec.quantiles.length * (spec.decoder_size ?? limits.hiddenSizeMax);
  return networks * (context * recurrentOperations(spec, 4 + covariates) + decoder);
}

/** Most past observations that a call forecasts one step ahead, over all series. Each is a forecast of its own: the
 *  networks read a window, and the statistical methods are fitted again.
 *  @param methods operations of the statistical methods in a forecast */
export function pastObservationsMax(spec: ModelSpec, methods: number): number {
  const networks = windowOperations(spec, spec.context_length ?? limits.contextLengthMax);
  return Math.min(
    Math.floor(limits.seriesOperationsMax / networks),
    Math.floor(limits.pastOperationsMax / (networks + methods)),
  );
}
