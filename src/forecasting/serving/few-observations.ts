/** Forecasts of series with few observations, or none, from the other series of the dataset. */
import type { SeriesTask } from '../../contracts/ports/index.ts';
import { cutText, inBackticks, limits, type SeriesData } from '../../contracts/schemas/index.ts';
import { fanBuilder, type PathCorrelation } from '../ensemble/index.ts';
import { rangeFor, type SeriesHistory, stepCalendar } from '../history/index.ts';
import { createPanelForecaster, type PanelBasis, type UnmatchedAttribute } from '../new-series/index.ts';
import { instantModel } from './instant.ts';
import type { FewObservations, ModelForServing } from './series/forecastable-series.ts';

/** Unmatched attributes that a warning names. */
const unmatchedNamedMax = 5;
const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975];
/** Without observations it is the level of a series that is unknown: all steps err alike. */
const paths: PathCorrelation = { level: 0.8, walk: 0, neighbours: 0.5 };

/** @returns the forecast of a series; null without observations and without similar series */
export type ForecastFew = (
  series: SeriesData,
  history: SeriesHistory,
  ahead: Float64Array,
) => FewObservations | null;

/** @param season observations in a season of the model */
export function createForecastFew(
  { header, horizon, panel = [] }: SeriesTask,
  { spec, season }: ModelForServing,
): ForecastFew {
  const fans = fanBuilder(levels);
  const forecastFromPanel = createPanelForecaster(panel, stepCalendar(header, spec), season, levels);
  const alone = instantModel(
    { ...spec, covariates: null },
    { seasons: [1], arePrices: false, areRareDemands: false, year: null },
    horizon,
  );

  return (series, history, ahead) => {
    const { times, raw } = history;
    const known = [...raw.keys()].filter((t) => !Number.isNaN(raw[t]));
    const values = Float64Array.from(known, (t) => raw[t]);
    const made = forecastFromPanel({
      static: series.static,
      ahead,
      values,
      times: Float64Array.from(known, (t) => times[t]),
    });
    if (made !== null) {
      const fan = fans.build({ quantiles: made.quantiles, isLog: false, range: rangeFor(spec, values) });
      const warnings = [panelWarning(known.length, made.basis), ...unmatchedWarnings(made.basis.unmatched)];
      return { fan, warnings, paths };
    }
    if (known.length === 0) return null;
    const [fan] = alone.forecast([{ series: history, origin: raw.length }]);
    if (fan === null) return null;
    const without = 'The dataset has too few other series to forecast it from.';
    return { fan, warnings: [...alone.warnings(history), without], paths: null };
  };
}

function panelWarning(observations: number, { series, attributes, isMoved, isLaunch }: PanelBasis): string {
  const have =
    observations === 0
      ? 'The series has no observations'
      : `The series has only ${observations} observation${observations === 1 ? '' : 's'}`;
  const like = attributes.length === 0 ? '' : ` that are like it in ${inBackticks(attributes)}`;
  const zeros = observations > 0 && !isMoved ? ' Its zeros say nothing about its level.' : '';
  const at = isLaunch ? ' at the same age' : '';
  const level = isMoved ? ', moved to its level' : '';
  return `few_observations: ${have}. Its forecast is what ${series} other series of the dataset${like} did${at}${level}; the fan shows how much they differ.${zeros} No covariates are used.`;
}

/** One warning about all attributes that the panel lacks; empty without them. */
function unmatchedWarnings(unmatched: readonly UnmatchedAttribute[]): string[] {
  if (unmatched.length === 0) return [];
  const sentences = unmatched.slice(0, unmatchedNamedMax).map(({ name, value, near }) => {
    const attribute = `\`${cutText(name, limits.nameLengthMax)}\``;
    const shown = typeof value === 'string' ? JSON.stringify(cutText(value, limits.nameLengthMax)) : value;
    const lacks = value === null ? `the attribute ${attribute}` : `${attribute} = ${shown}`;
    const meant = near === null ? '.' : `; did you mean ${JSON.stringify(near)}?`;
    return `No other series that was compared has ${lacks}${meant}`;
  });
  const more = unmatched.length - sentences.length;
  const rest = more === 0 ? '' : ` Attributes without a match that are not named here: ${more}.`;
  return [`attributes_unmatched: ${sentences.join(' ')}${rest}`];
}
