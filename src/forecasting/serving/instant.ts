/** Forecasts without training: a method that is ready for any series takes the place of a trained model.
 *  K horizon steps, Q levels, m season. */
import type { InstantDecision, InstantSpec } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  formatTime,
  futureColumns,
  type InstantExplanation,
} from '../../contracts/schemas/index.ts';
import { explainConstant, explainInstant, type InstantPlace } from '../attribution/index.ts';
import { type FittedModel, fanBuilder, type ServedSpec } from '../ensemble/index.ts';
import { observedCount, type SeriesHistory, shownTime } from '../history/index.ts';
import {
  type FitReading,
  instantLimits,
  instantReach,
  type MethodFits,
  methodFits,
} from '../method-fits/index.ts';
import { fewObservations, instantBy, instantTail } from '../methods/index.ts';
import { trainedHorizon } from '../pretrained/index.ts';
import { sinceLaunch } from '../statistics/index.ts';

/** Levels that the method computes. Other quantiles are interpolated. */
const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975];

/** Longest season that is found without a proposal of the frequency. */
const unproposedSeasonMax = 400;

/** Maximum number of observations of a series that a forecast reads before its season is known. */
export function instantTailPoints(
  { frequency }: Pick<DatasetHeader, 'frequency'>,
  named: readonly number[] | null = null,
): number {
  return instantTail(Math.max(unproposedSeasonMax, ...(named ?? frequency.season_lengths)));
}

/** A model that needs no training. */
export interface InstantModel extends FittedModel<ServedSpec> {
  /** Explains the forecasts of whole series that have an observation.
   *  @returns one function per series, in order, which may throw AppError explanation_inexact */
  explain(histories: readonly SeriesHistory[], header: DatasetHeader): (() => InstantExplanation)[];
}

/** Forecasts, samples and one-step forecasts read the model as they read a trained one. */
export function instantModel(
  requested: InstantSpec,
  decision: InstantDecision,
  horizon: number,
): InstantModel {
  const fans = fanBuilder(levels);
  const reach = instantReach(decision, { horizon, levels });
  const { tail, season, hasEnded } = reach;
  const fits = methodFits(instantBy(decision), reach);
  const spec = servedSpec(requested, decision);

  return {
    spec,
    horizon,
    levels: fans.grid.levels,
    context: tail,
    tail,
    season,
    paths: null,
    parameterCount: 0,
    needs: () => [{ steps: tail, observed: 1 }],
    forecastNew: null,
    warnings: (history) => [
      ...historyWarnings(history, horizon, season),
      ...endedWarnings(fits.readings([{ series: history, origin: history.raw.length }]), hasEnded),
      ...seasonWarnings(history, requested.season_lengths ?? []),
      ...covariateWarnings(requested, fits.effects(history)),
    ],
    // One step is forecast as a horizon of one step: fitted values follow the horizon of the call only by the season.
    forecast(windows, steps) {
      return fits.forecasts(windows, steps).map((found, w) => {
        if (found === null) return null;
        const { quantiles, hasEffects } = found;
        const { series, origin } = windows[w];
        const read = series.raw.subarray(Math.max(0, origin - tail), origin);
        const limited = { bounds: spec.bounds, seasons: decision.seasons, hasEffects };
        return fans.build({ quantiles, isLog: false, ...instantLimits(read, limited) });
      });
    },
    explain(histories, header) {
      const readings = fits.readings(histories.map((series) => ({ series, origin: series.raw.length })));
      const explained = new Map<FitReading, (place: InstantPlace) => InstantExplanation>();
      for (const [gap, group] of Map.groupBy(readings, (reading) => reading.gap)) {
        const explanations = explainInstant(
          group.map(({ history }) => history),
          { horizon: gap + horizon, decision },
        );
        for (const [i, reading] of group.entries()) explained.set(reading, explanations[i]);
      }
      return readings.map((reading, i) => () => {
        const place = placeOf(reading, histories[i], header);
        const { constant } = reading;
        return constant === null ? explained.get(reading)!(place) : explainConstant(constant, horizon, place);
      });
    },
  };
}

function placeOf(reading: FitReading, { times }: SeriesHistory, header: DatasetHeader): InstantPlace {
  return {
    ...reading,
    timeAt(lag) {
      const time = times[reading.end - lag];
      if (time === undefined) return null;
      return formatTime(shownTime(time), header.time_kind, header.time_zone);
    },
  };
}

/** The settings with the covariates that are known in advance: the method reads no others. */
export function servedSpec(
  { target, covariates, calendar, bounds }: InstantSpec,
  { arePrices }: InstantDecision,
): ServedSpec {
  return {
    family: arePrices ? 'prices' : null,
    target,
    calendar,
    bounds,
    covariates: covariates ? { ...covariates, past: [], static: [] } : null,
    encoding: null,
    transform: 'identity',
    lower_bound: null,
  };
}

function historyWarnings({ raw: whole }: SeriesHistory, horizon: number, season: number): string[] {
  const warnings: string[] = [];
  const raw = sinceLaunch(whole);
  const observed = observedCount(raw);
  if (observed < fewObservations) {
    const counted =
      observed < observedCount(whole)
        ? `Only ${observed} observations follow the zeros at the start`
        : `Only ${observed} observation${observed === 1 ? ' is' : 's are'} present`;
    warnings.push(`${counted}: how far they can change is a guess.`);
  }
  const known = Math.min(raw.length, trainedHorizon(season));
  if (horizon > known)
    warnings.push(
      raw.length < trainedHorizon(season)
        ? `The forecast looks ${horizon} steps ahead from ${raw.length} steps of history: from step ${known + 1} on it is an extrapolation.`
        : `The network was trained for ${known} steps ahead at a season of ${season}: from step ${known + 1} on the forecast is an extrapolation.`,
    );
  return warnings;
}

/** A warning where the forecast assumes that a demand has ended. */
function endedWarnings(
  readings: readonly FitReading[],
  hasEnded: (history: Float64Array) => boolean,
): string[] {
  if (!readings.some(({ history, constant }) => constant === null && hasEnded(history))) return [];
  return [
    'The last values are zero for far longer than ever before: the forecast assumes that the demand has probably ended.',
  ];
}

/** Warnings about seasons of the call that the history is too short for. */
function seasonWarnings({ raw }: SeriesHistory, named: readonly number[]): string[] {
  return named
    .filter((season) => season > 1 && raw.length < 2 * season)
    .map(
      (season) =>
        `The season of ${season} needs ${2 * season} observations to be seen twice, and ${raw.length} are present: it has little effect or none.`,
    );
}

/** Warnings about covariates of the call that the forecast does not use. */
function covariateWarnings({ covariates }: InstantSpec, learnt: ReturnType<MethodFits['effects']>): string[] {
  const unread = [...(covariates?.past ?? []), ...(covariates?.static ?? [])];
  const unused = futureColumns(covariates).flatMap((name, c) => {
    if (!learnt?.effects.isUsed[c])
      return [`\`${name}\` is not used: it does not lower the errors on past observations.`];
    return learnt.areAdded ? [] : [`\`${name}\` is not used: the demand has probably ended.`];
  });
  return [
    ...unread.map(
      (name) => `\`${name}\` is not used: an instant forecast reads covariates that are known in advance.`,
    ),
    ...unused,
  ];
}
