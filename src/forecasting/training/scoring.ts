/** Work after the training that several threads do side by side: the forecasts that the weights of the mixture are
 *  fitted to, the scores that the sample paths are fitted to, and the forecasts of the backtest. */
import type { Kernel } from '../../engine/index.ts';
import {
  createEnsemble,
  type FittedModel,
  type Ingredients,
  type KeptForecasts,
  type Member,
  type MixtureWeights,
  memberFrom,
  type NetworkWeights,
  type PathCorrelation,
  prepareHeldOutScores,
  prepareWeightsFit,
  type WidthFactors,
  type WindowScores,
} from '../ensemble/index.ts';
import { type ComparedForecasts, prepareBacktest } from '../evaluation/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { forecastBatch } from '../network/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import type { Parts } from './shared-parts.ts';

/** The parts of the held-out model beside its networks. */
export interface HeldOutMixture {
  ensembleWeights: MixtureWeights;
  calibration: WidthFactors;
  paths: PathCorrelation | null;
}

/** Subject of the parts: forecasts that the mixture is fitted to, scores that the sample paths are fitted to, or
 *  forecasts of the backtest. */
export type ScoringWork = { name: 'weights' } | { name: 'paths' | 'backtest'; mixture: HeldOutMixture };

/** Asks a thread for parts of a work. */
export interface ScoringQuestion {
  heldOut: NetworkWeights[];
  work: ScoringWork;
}

/** Data that each thread of a training has. */
export interface ScoringData {
  spec: ResolvedSpec;
  kernel: Kernel;
  /** The series without the held-out parts. */
  withoutHeldOut: readonly PreparedSeries[];
  /** Forecasts of methods that this thread has made or received. */
  kept: KeptForecasts;
}

/** Networks that forecast during a training. They are many at once, so they have room for `forecastBatch` windows, as
 *  the memory budget of a model counts them, and not for a batch of the training. */
export function membersFrom(networks: readonly NetworkWeights[], kernel: Kernel): Member[] {
  return networks.map((one) => memberFrom(one, { kernel, batchMax: forecastBatch, use: 'training' }));
}

export function heldOutModelOf(
  { spec, kernel, kept }: Pick<ScoringData, 'spec' | 'kernel' | 'kept'>,
  members: readonly Member[],
  mixture: HeldOutMixture,
): FittedModel {
  return createEnsemble({ spec, members, kernel, kept, ...mixture, batchMax: forecastBatch });
}

type Scored = Ingredients | WindowScores | ComparedForecasts;

/** The parts that a question asks for, as the thread of the training has them. */
export function partsOf({ heldOut, work }: ScoringQuestion, data: ScoringData): Parts<Scored> {
  const { spec, kernel, withoutHeldOut, kept } = data;
  const members = membersFrom(heldOut, kernel);
  if (work.name === 'weights') {
    const { count, ingredientsOf } = prepareWeightsFit({
      spec,
      heldOut: members,
      kernel,
      series: withoutHeldOut,
      kept,
    });
    return { count, compute: ingredientsOf };
  }
  const model = heldOutModelOf(data, members, work.mixture);
  if (work.name === 'paths') {
    const { count, scoresOf } = prepareHeldOutScores(model, withoutHeldOut);
    return { count, compute: scoresOf };
  }
  const backtest = prepareBacktest(model, withoutHeldOut, kernel.name, kept.inputs);
  return { count: backtest?.count ?? 0, compute: (part) => backtest!.forecastsOf(part) };
}

/** Memory of a part. Each array has a buffer of its own. */
export function memoryOf(made: Scored): ArrayBuffer[] {
  return arraysOf(made).map(({ buffer }) => buffer as ArrayBuffer);
}

function arraysOf(made: Scored): Float64Array[] {
  if ('scores' in made) return [made.scores];
  if ('network' in made) return [made.network, ...Object.values(made.statistical)];
  return [made.quantiles, made.baselinePoints, made.baselineQuantiles];
}
