import type { Dataset, KindName, KindTypes, Model, TenantId, TrainingEstimate } from '../schemas/index.ts';

/** Sizes of the data of a training. */
export interface TrainingFacts {
  /** Observations, or symbols. */
  points: number;
  /** Series, or sequences. */
  series: number;
  /** Season lengths that suit the frequency of the data; empty for symbols. */
  seasons: readonly number[];
  /** Different symbols; 0 for numeric series. */
  vocabulary: number;
}

/** Seconds that a training takes on a usual core, from its planned networks. A plan for each kind. */
export type TrainingPlans = {
  [Kind in KindName]: (spec: KindTypes[Kind]['spec'], facts: TrainingFacts) => number;
};

/** A training that has ended. */
export interface PastTraining {
  /** As used. */
  spec: Model['spec'];
  /** As the training began: what the data decided is null. */
  requested: Model['spec'];
  seconds: number;
  facts: TrainingFacts;
}

export interface TrainingEstimates {
  /** Seconds that trainings with the spec take, by preset. */
  estimate(tenant: TenantId, dataset: Dataset, spec: Model['spec']): Promise<TrainingEstimate>;
}
