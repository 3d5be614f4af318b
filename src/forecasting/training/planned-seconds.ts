import type { TrainingFacts } from '../../contracts/ports/index.ts';
import { gateCounts, limits, type ModelSpec } from '../../contracts/schemas/index.ts';
import {
  chooseFamily,
  epochSteps,
  familyOf,
  layoutOf,
  type MemberSpec,
  sizesFor,
} from '../families/index.ts';

/** Multiply-adds of one core in a second, with the native kernel and networks of these sizes. */
const operationsPerSecond = 1.5e10;
/** Forward, and backward twice as much. */
const passes = 3;
/** Steps that a training takes before it stops early, as a share. */
const stepsTaken = 0.6;
/** Time of a step beside its multiply-adds. */
const secondsOfStep = 2e-4;
/** Fitting and testing the statistical methods of the mixture. They read a bounded number of
 *  series and observations. */
const secondsOfMethods = { all: 0.5, series: 0.4, point: 3e-3 };
const [seriesRead, pointsRead] = [50, 20_000];

/** Seconds that a training takes on one core: the networks that the planning of a training gives to so many
 *  observations, and the statistical methods. The family is chosen without looking at the values. */
export function plannedSeconds(spec: ModelSpec, { points, series, seasons }: TrainingFacts): number {
  const { horizon } = spec;
  const length = Math.max(1, Math.round(points / Math.max(1, series)));
  const season = spec.season_length ?? spec.season_lengths?.[0] ?? seasons[0] ?? 1;
  const evidence = { horizon, base: spec.base, season, length, movesLikeRandomWalk: () => false };
  const family = spec.family ?? chooseFamily(evidence);
  const windows = series * Math.max(1, length - horizon);
  const sizes = sizesFor(family, spec.preset, { windows, horizon, season });
  const fitting = Math.max(limits.contextLengthMin, Math.min(length - 3 * horizon, Math.floor(length / 2)));
  const context =
    spec.context_length ?? familyOf({ family }).contextLength({ season, horizon, length, fitting });
  const heldOut = spec.validation.windows === 0 ? 0 : 1; // the network that is tested
  const networks = (spec.members ?? sizes.members) + heldOut;
  const batch = spec.batch_size ?? sizes.batch_size;
  const steps = spec.steps ?? epochSteps(spec, windows, batch) ?? stepsTaken * sizes.steps;
  const hidden = spec.hidden_size ?? sizes.hidden_size;
  const layers = spec.layers ?? sizes.layers;
  const decoder = spec.decoder_size ?? sizes.decoder_size;
  // A recurrent step may read several observations.
  const sized = { ...spec, ...sizes, family, context_length: context, season_length: season };
  const network = { ...sized, base: familyOf({ family }).base, base_seasons: [1], season_steps: 1 };
  const { steps: recurrentSteps, inputSize } = layoutOf(network as MemberSpec);
  const ofRow =
    recurrentSteps * gateCounts[spec.cell] * hidden * layers * (hidden + inputSize) +
    horizon * decoder * (hidden / 8 + spec.quantiles.length);
  const operations = networks * steps * batch * ofRow * passes;
  return (
    operations / operationsPerSecond +
    networks * steps * secondsOfStep +
    secondsOfMethods.all +
    secondsOfMethods.series * Math.min(series, seriesRead) +
    secondsOfMethods.point * Math.min(points, pointsRead)
  );
}
