import { exogenousInputs } from '../history/index.ts';
import { quantileGrid } from '../statistics/index.ts';
import { familyOf } from './families.ts';
import type { Layout } from './layout.ts';
import type { MemberSpec } from './member-spec.ts';

/** Fewest observations that give a level and an idea of the scale. */
const observedMinDefault = 4;

/** Layout of a network. The inputs of covariates follow those of the family; with covariates in the decoder the median
 *  is free. */
export function layoutOf(spec: MemberSpec): Layout {
  const family = familyOf(spec);
  const { context_length: context, horizon } = spec;
  const familyLayout = {
    season: spec.season_length,
    group: 1,
    skipInputs: 0,
    baseSeasons: [],
    observedMin: Math.min(observedMinDefault, context),
    ...family.layout(spec),
  };
  const { season, group, baseSeasons } = familyLayout;
  const covariates = exogenousInputs(spec.encoding);
  const recurrentSteps = context / group;
  const inputSize = familyLayout.encoder.length + group * covariates.observation + covariates.constants;
  const stepInputs = familyLayout.decoder.length + covariates.steps;
  const grid = quantileGrid(spec.quantiles);
  return {
    ...familyLayout,
    family: spec.family,
    context,
    horizon,
    steps: recurrentSteps,
    inputSize,
    stepInputs,
    skipInputs: familyLayout.skipInputs + covariates.skips,
    skipAt: familyLayout.decoder.length - familyLayout.skipInputs,
    fixedMedian: family.fixedMedian && covariates.future === 0,
    grid,
    quantiles: grid.levels.length,
    median: grid.levels.indexOf(0.5),
    exogenous: {
      ...covariates,
      context,
      horizon,
      season,
      group,
      recurrentSteps,
      inputSize,
      stepInputs,
      baseSeasons,
      isLastValue: family.baseIsLastValue,
      encoderAt: familyLayout.encoder.length,
      decoderAt: familyLayout.decoder.length,
    },
  };
}
