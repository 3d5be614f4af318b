/** Work after the training that several threads do side by side: the forecasts that the weights of the mixture are fitted to,
 *  and those of the backtest. */
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
  prepareWeightsFit,
  type WidthFactors,
} from '../ensemble/index.ts';
import { type ComparedForecasts, prepareBacktest } from '../evaluation/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import type { Parts } from './shared-parts.ts';

/** The parts of the held-out model beside its networks. */
export interface HeldOutMixture {
  ensembleWeights: MixtureWeights;
  calibration: WidthFactors;
  paths: PathCorrelation | null;
}

/** Asks a thread for parts of a work. */
export interface ScoringQuestion {
  heldOut: NetworkWeights[];
  /** For the backtest; null for the forecasts that the mixture is fitted to. */
  mixture: HeldOutMixture | null;
}

/** Data that each thread of a training has. */
export interface ScoringData {
  spec: ResolvedSpec;
  kernel: Kernel;
  /** The series without the held-out parts. */
  fitted: readonly PreparedSeries[];
  /** Forecasts of methods that this thread has made or received. */
  kept: KeptForecasts;
}

/** Networks that forecast during a training. */
export function membersFrom(networks: readonly NetworkWeights[], kernel: Kernel): Member[] {
  return networks.map((one) => memberFrom(one, { kernel, batchMax: one.spec.batch_size, use: 'training' }));
}

export function heldOutModelOf(
  { spec, kernel, kept }: Pick<ScoringData, 'spec' | 'kernel' | 'kept'>,
  members: readonly Member[],
  mixture: HeldOutMixture,
): FittedModel {
  return createEnsemble({ spec, members, kernel, kept, ...mixture, batchMax: spec.batch_size });
}

type Scored = Ingredients | ComparedForecasts;

/** The parts that a question asks for, as the thread of the training has them. */
export function partsOf({ heldOut, mixture }: ScoringQuestion, data: ScoringData): Parts<Scored> {
  const { spec, kernel, fitted, kept } = data;
  const members = membersFrom(heldOut, kernel);
  if (mixture === null) {
    const { count, ingredientsOf } = prepareWeightsFit({
      spec,
      heldOut: members,
      kernel,
      series: fitted,
      kept,
    });
    return { count, compute: ingredientsOf };
  }
  const backtest = prepareBacktest(heldOutModelOf(data, members, mixture), fitted, kernel.name, kept.inputs);
  return { count: backtest?.count ?? 0, compute: (part) => backtest!.forecastsOf(part) };
}

/** Memory of a part. Each array has a buffer of its own. */
export function memoryOf(made: Scored): ArrayBuffer[] {
  const arrays =
    'network' in made
      ? [made.network, ...Object.values(made.statistical)]
      : [made.quantiles, made.baselinePoints, made.baselineQuantiles];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
