import { type EtsForm, etsSeasons, runEts } from '../../engine/index.ts';
import { type Adjusted, deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { type EtsFit, fitEts } from './fitting/ets-fit.ts';
import { etsMoments } from './fitting/ets-moments.ts';
import { eachOf, type Fitted, type MethodForecast, type MethodTask } from './method.ts';
import {
  degreesOfFreedomOf,
  deviationsAround,
  type ErrorSize,
  errorSize,
  seasonVariance,
  studentTForecast,
} from './uncertainty.ts';

/** Longer seasons have too many states and are removed beforehand. Source: R's forecast package. */
const seasonMax = 24;

/** Forms with a finite variance: no additive error with a multiplicative season. */
function formsOf(trend: EtsForm['trend']): EtsForm[] {
  return (['additive', 'multiplicative'] as const)
    .flatMap((error) => etsSeasons.map((season) => ({ error, trend, season })))
    .filter(({ error, season }) => !(error === 'additive' && season === 'multiplicative'));
}

/** Forms beyond this distance from the least AICc have a weight below 1 %. */
const aiccDistanceMax = 10;
/** Kinds of season beyond this distance without a trend are not fitted with one. */
const seasonAiccDistanceMax = 20;

/** Exponential smoothing averaged over its forms of error, trend (none, damped) and season, with weights
 *  exp(-ΔAICc/2). Paths and quantiles are averaged. If the history is too short for an AICc of any form, all
 *  forms have equal weight. Quantiles of a form are Student's t with its variance. An undamped trend is left
 *  out: it grows without limit over a long horizon, and validation on M3 is worse with it
 *  (docs/research/methods.md).
 *  Source: Hyndman et al. (2008), ch. 2, 5 and 6; Kolassa (2011), Combining exponential smoothing forecasts
 *  using Akaike weights. */
export const ets = eachOf((histories, task) => {
  const modelsSeason = task.season <= seasonMax;
  const adjusted = histories.map((history) =>
    modelsSeason
      ? withoutSeason(history, new Float64Array([1]), 'multiplicative')
      : deseasonalised(history, task.season),
  );
  const values = adjusted.map((one) => one.values);
  return fitForms(values, modelsSeason ? task.season : 1).map((fits, i) => {
    const smallest = leastAicc(fits);
    const near = fits
      .map((fit) => ({ fit, distance: Number.isFinite(smallest) ? fit.aicc - smallest : 0 }))
      .filter(({ distance }) => distance <= aiccDistanceMax);
    const total = near.reduce((sum, { distance }) => sum + Math.exp(-distance / 2), 0);
    const members = near.map(({ fit, distance }) => ({
      weight: Math.exp(-distance / 2) / total,
      forecast: fromFit(fit, task, adjusted[i], { squares: fit.run.squares, areRelative: false }),
    }));
    return (later) => averaged(members.map(({ weight, forecast }) => ({ weight, ...forecast(later) })));
  });
});

/** Fits all forms to each history, except those with a trend and a kind of season that is far behind without one. */
function fitForms(histories: readonly Float64Array[], season: number): EtsFit[][] {
  const fits: EtsFit[][] = histories.map(() => []);
  const add = (form: EtsForm, chosen: readonly number[]) => {
    const own = chosen.map((i) => histories[i]);
    for (const [k, fit] of fitEts(form, own, season).entries()) if (fit !== null) fits[chosen[k]].push(fit);
  };
  const all = [...histories.keys()];
  for (const form of formsOf('none')) add(form, all);
  const worthwhile = fits.map((flat) => {
    const smallest = leastAicc(flat);
    return flat.filter(({ aicc }) => aicc <= smallest + seasonAiccDistanceMax).map(({ form }) => form.season);
  });
  for (const form of formsOf('damped'))
    add(
      form,
      all.filter((i) => worthwhile[i].includes(form.season)),
    );
  return fits;
}

function leastAicc(fits: readonly EtsFit[]): number {
  return Math.min(...fits.map(({ aicc }) => aicc));
}

/** Weighted mean of forecasts; weights sum to 1. Means of quantiles level by level stay in order. */
function averaged(members: readonly (MethodForecast & { weight: number })[]): MethodForecast {
  const mean = (of: (member: MethodForecast) => Float64Array) =>
    of(members[0]).map((_, i) => members.reduce((sum, member) => sum + member.weight * of(member)[i], 0));
  return { point: mean(({ point }) => point), quantiles: mean(({ quantiles }) => quantiles) };
}

/** Simple exponential smoothing of the seasonally adjusted series. Quantiles are Student's t with variance σ²(1
 *  + (h-1)α² + w), w the variance of the estimated season.
 *  Source: ETS(A,N,N) of Hyndman et al. (2008); adjustment as in the benchmarks of the M4 competition. */
export const ses = smoothing('none');

/** Holt's linear trend on the seasonally adjusted series. Source: Holt (1957), as ETS(A,A,N); as in the M4
 *  competition. */
export const holt = smoothing('additive');

/** Holt's method with a damped slope. Source: Gardner & McKenzie (1985), as ETS(A,Ad,N); as in the M4
 *  competition. */
export const dampedTrend = smoothing('damped');

function smoothing(trend: EtsForm['trend']) {
  const form: EtsForm = { error: 'additive', trend, season: 'none' };
  return eachOf((histories, task) => {
    const adjusted = histories.map((history) => deseasonalised(history, task.season));
    const values = adjusted.map((one) => one.values);
    return fitEts(form, values, 1).map((fit, i) =>
      fromFit(fit!, task, adjusted[i], sizeIn(fit!, adjusted[i])),
    );
  });
}

/** Size of the one-step errors of a form with additive errors; they may still grow with the level. */
function sizeIn({ run }: EtsFit, { values }: Adjusted): ErrorSize {
  return errorSize(values, run.forecasts);
}

/** Forecasts from a fit. @param size of the one-step errors; relative only if the errors of the form are
 *  additive */
function fromFit(
  { form, parameters, parameterCount }: EtsFit,
  { horizon, levels }: MethodTask,
  { values: { length: observations }, index, kind }: Adjusted,
  size: ErrorSize,
): Fitted {
  const estimated = { observations, parameterCount, index };
  const degreesOfFreedom = degreesOfFreedomOf(estimated);
  const sigma2 = size.squares / degreesOfFreedom;
  const season = sigma2 * seasonVariance(estimated);
  return (history) => {
    const { values } = withoutSeason(history, index, kind);
    const run = runEts(form, parameters, values);
    const { mean, variance } = etsMoments(form, parameters, run, {
      observations: values.length,
      sigma2,
      horizon,
    });
    const deviations = variance.map((own, h) =>
      Math.sqrt(own + season * (form.error === 'multiplicative' ? mean[h] ** 2 : 1)),
    );
    return reseasonalised(
      studentTForecast(mean, deviationsAround(mean, deviations, size), levels, degreesOfFreedom),
      {
        index,
        kind,
        from: values.length,
        Q: levels.length,
      },
    );
  };
}
