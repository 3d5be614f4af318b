import type {
  ModelStore,
  PastTraining,
  TrainingEstimates,
  TrainingFacts,
  TrainingPlans,
} from '../contracts/ports/index.ts';
import { type Dataset, kindOf, type Model, presetNames } from '../contracts/schemas/index.ts';

/** Trainings that show how fast the workers are. */
const pastMax = 10;
/** A training that was resumed or shared its cores says little about the next one. */
const paceMin = 0.05;
const paceMax = 50;

/** Estimates from the plan of a training, at the pace of the last trainings: what they took, as a
 *  share of their plans. */
export function createTrainingEstimates({
  models,
  plans,
}: {
  models: Pick<ModelStore, 'pastTrainings'>;
  plans: TrainingPlans;
}): TrainingEstimates {
  const planned = (spec: Model['spec'], facts: TrainingFacts): number =>
    spec.family === 'symbols' ? plans.symbols(spec, facts) : plans.numeric(spec, facts);
  const paceOf = ({ spec, requested, seconds, facts }: PastTraining) =>
    seconds / planned(withFamily(requested, spec), facts);
  return {
    async estimate(tenant, dataset, spec) {
      const past = await models.pastTrainings(tenant, kindOf({ spec }), pastMax);
      const ofDataset = past.filter(({ dataset_id }) => dataset_id === dataset.id);
      const measured = ofDataset.length > 0 ? ofDataset : past;
      const pace = Math.min(paceMax, Math.max(paceMin, upperMedianOf(measured.map(paceOf)) ?? 1));
      const facts = factsOf(dataset);
      // The data decide the family and the season, and did so before.
      const known = withFamily(spec, ofDataset[0]?.spec ?? spec);
      return {
        presets: presetNames.map((preset) => ({
          preset,
          seconds: Math.round(10 * pace * planned({ ...known, preset }, facts)) / 10,
        })),
        based_on: ofDataset.length > 0 ? 'same_dataset' : past.length > 0 ? 'other_datasets' : 'plan',
      };
    },
  };
}

/** A request with the family and the season that a training on the same data has found, where it
 *  leaves them to the data. */
function withFamily(requested: Model['spec'], found: Model['spec']): Model['spec'] {
  if (requested.family === 'symbols' || found.family === 'symbols') return requested;
  return {
    ...requested,
    family: requested.family ?? found.family,
    season_length: requested.season_length ?? found.season_length,
  };
}

function factsOf({
  point_count,
  series_count,
  frequency,
  symbols,
}: Pick<Dataset, 'point_count' | 'series_count' | 'frequency' | 'symbols'>): TrainingFacts {
  return {
    points: point_count,
    series: series_count,
    seasons: symbols === null ? frequency.season_lengths : [],
    vocabulary: symbols?.vocabulary_size ?? 0,
  };
}

/** Upper median of the finite values: of an even count the larger of the two in the middle. Null without a value. */
function upperMedianOf(values: number[]): number | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)];
}
