import { normalQuantile } from '../quantiles.ts';
import { deseasonalised, withoutSeason } from './decomposition.ts';
import { type EtsFit, fitEts } from './ets-fit.ts';
import { type EtsForm, etsMoments, runEts } from './ets-model.ts';
import { type Fitted, type MethodTask, normalFan, perSeries } from './method.ts';
import { withSeason } from './reseason.ts';

/** A longer season has too many states; it is taken out beforehand. Source: R's forecast package. */
const seasonMax = 24;

const errors = ['additive', 'multiplicative'] as const;
const trends = ['none', 'additive', 'damped'] as const;
const seasons = ['none', 'additive', 'multiplicative'] as const;

/** Forms whose variance is finite: no additive error under a multiplicative season. */
const forms: EtsForm[] = errors
  .flatMap((error) => trends.flatMap((trend) => seasons.map((season) => ({ error, trend, season }))))
  .filter(({ error, season }) => !(error === 'additive' && season === 'multiplicative'));

/** Exponential smoothing with the form of error, trend (none, additive, damped) and season of the least AICc. Where the
 *  history is too short for any, simple exponential smoothing. Quantiles are normal with the model's variance.
 *  Source: Hyndman, Koehler, Snyder & Grose (2002); Hyndman et al. (2008), ch. 2, 5 and 6. */
export const ets = perSeries((history, task) => {
  const inside = task.season <= seasonMax;
  const { values, index, kind } = inside
    ? withoutSeason(history, new Float64Array([1]), 'multiplicative')
    : deseasonalised(history, task.season);
  const fits = forms
    .map((form) => fitEts(form, values, inside ? task.season : 1))
    .filter((fit) => fit !== null);
  const best = fits.reduce((a, b) => (b.aicc < a.aicc ? b : a));
  return fromFit(best, task, { index, kind });
});

/** Simple exponential smoothing of the seasonally adjusted series. Quantiles are normal with variance
 *  σ²(1 + (h-1)α²).
 *  Source: ETS(A,N,N) of Hyndman et al. (2008); adjustment as the M4 competition's benchmark. */
export const ses = smoothing('none');

/** Level and slope of the seasonally adjusted series. Source: Holt (1957), as ETS(A,A,N); as in the M4 competition. */
export const holt = smoothing('additive');

/** As Holt's, with a slope that fades. Source: Gardner & McKenzie (1985), as ETS(A,Ad,N); as in the M4 competition. */
export const dampedTrend = smoothing('damped');

function smoothing(trend: EtsForm['trend']) {
  return perSeries((history, task) => {
    const adjusted = deseasonalised(history, task.season);
    const fit = fitEts({ error: 'additive', trend, season: 'none' }, adjusted.values, 1)!;
    return fromFit(fit, task, adjusted);
  });
}

function fromFit(
  { form, parameters, sigma2 }: EtsFit,
  { horizon, levels }: MethodTask,
  { index, kind }: Pick<ReturnType<typeof deseasonalised>, 'index' | 'kind'>,
): Fitted {
  const scores = levels.map(normalQuantile);
  return (history) => {
    const { values } = withoutSeason(history, index, kind);
    const run = runEts(form, parameters, values);
    const { mean, variance } = etsMoments(form, parameters, run, {
      observations: values.length,
      sigma2,
      horizon,
    });
    return withSeason(normalFan(mean, variance.map(Math.sqrt), scores), {
      index,
      kind,
      from: values.length,
      Q: levels.length,
    });
  };
}
