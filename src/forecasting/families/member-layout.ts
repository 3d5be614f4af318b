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
  const own = {
    ...{ season: spec.season_length, group: 1, skipInputs: 0, baseSeasons: [] },
    observedMin: Math.min(observedMinDefault, context),
    ...family.layout(spec),
  };
  const { season, group, baseSeasons } = own;
  const covariates = exogenousInputs(spec.encoding);
  const recurrentSteps = context / group;
  const inputSize = own.encoder.length + group * covariates.observation + covariates.constants;
  const stepInputs = own.decoder.length + covariates.steps;
  const grid = quantileGrid(spec.quantiles);
  return {
    ...own,
    family: spec.family,
    context,
    horizon,
    steps: recurrentSteps,
    inputSize,
    stepInputs,
    skipInputs: own.skipInputs + covariates.skips,
    skipAt: own.decoder.length - own.skipInputs,
    fixedMedian: family.fixedMedian && covariates.future === 0,
    grid,
    quantiles: grid.levels.length,
    median: grid.levels.indexOf(0.5),
    exogenous: {
      ...covariates,
      ...{ context, horizon, season, group, recurrentSteps, inputSize, stepInputs, baseSeasons },
      isLastValue: family.baseIsLastValue,
      encoderAt: own.encoder.length,
      decoderAt: own.decoder.length,
    },
  };
}
