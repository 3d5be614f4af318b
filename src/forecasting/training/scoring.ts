/** Work after the training that several threads do side by side: the forecasts that the weights of the mixture are fitted to,
 *  and those of the backtest. */
import type { Kernel } from '../../engine/index.ts';
import {
  buildMember,
  createEnsemble,
  type FittedModel,
  type Ingredients,
  type Member,
  type MixtureWeights,
  type PathCorrelation,
  prepareWeightsFit,
  type WidthFactors,
} from '../ensemble/index.ts';
import { type ComparedForecasts, prepareBacktest } from '../evaluation/index.ts';
import type { MemberSpec, ResolvedSpec } from '../families/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import type { Parts } from './shared-parts.ts';

/** A network as a message has it. */
export interface NetworkWeights {
  spec: MemberSpec;
  parameters: Float32Array; // [P]
  base: Float32Array; // [K, Q]
}

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
}

export function weightsOf(members: readonly Member[]): NetworkWeights[] {
  return members.map(({ spec, network: { parameters, base } }) => ({
    spec,
    parameters: Float32Array.from(parameters.values),
    base: Float32Array.from(base),
  }));
}

/** Networks that forecast during a training. */
export function membersFrom(networks: readonly NetworkWeights[], kernel: Kernel): Member[] {
  return networks.map(({ spec, parameters, base }) =>
    buildMember(spec, { kernel, batchMax: spec.batch_size, use: 'training' }, (network) => {
      network.parameters.values.set(parameters);
      network.setBase(base);
    }),
  );
}

export function heldOutModelOf(
  { spec, kernel }: Pick<ScoringData, 'spec' | 'kernel'>,
  members: readonly Member[],
  mixture: HeldOutMixture,
): FittedModel {
  return createEnsemble({ spec, members, kernel, ...mixture, batchMax: spec.batch_size });
}

type Scored = Ingredients | ComparedForecasts;

/** The parts that a question asks for, as the thread of the training has them. */
export function partsOf({ heldOut, mixture }: ScoringQuestion, data: ScoringData): Parts<Scored> {
  const { spec, kernel, fitted } = data;
  const members = membersFrom(heldOut, kernel);
  if (mixture === null) {
    const { count, ingredientsOf } = prepareWeightsFit({ spec, heldOut: members, kernel, series: fitted });
    return { count, compute: ingredientsOf };
  }
  const backtest = prepareBacktest(heldOutModelOf(data, members, mixture), fitted, kernel.name);
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
