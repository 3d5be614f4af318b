/** Explanations of instant forecasts, as `methods.instant` makes them. K steps of the answer, L steps from the end of
 *  the history, which has missing values before the answer begins. */
import type { InstantDecision } from '../../contracts/ports/index.ts';
import type { InstantExplanation } from '../../contracts/schemas/index.ts';
import {
  chanceOf,
  type HistoryOfYears,
  lastOf,
  type MethodTask,
  readEnd,
  readInstantly,
  stayingValue,
  stepsOf,
  yearOf,
} from '../methods/index.ts';
import { contextLength } from '../pretrained/index.ts';
import { explainNetwork, type NetworkExplanation } from './instant-gradients.ts';
import { sourcesMax } from './instant-path.ts';

/** The steps and units of an answer. */
export interface InstantPlace {
  /** Steps between the end of the history and the first step of the answer. */
  gap: number;
  /** Unit of the history. */
  unit: number;
  /** Time of the observation that many steps before the end; 1 is the last one. */
  timeAt(lag: number): string | number | null;
  /** Medians [K] of the answer with the effects of known covariates, in the unit of the history;
   *  null if there are none. */
  withCovariates: ((medians: Float64Array) => Float64Array) | null;
}

type Part = InstantExplanation['parts'][number];
type NetworkPart = Extract<Part, { method: 'network' }>;

/** Largest number of contributions to a step: the network forecasts with two seasons at most. */
export const instantContributionsMax = 2 * sourcesMax;

const equalValuesSummary = 'The last values are equal: the forecast is this value.';
const stepsSummary =
  'The values change rarely: the median is the value that is most likely to stay. The width of the fan is that of past changes.';
const endedSummary =
  'The last values are zero for far longer than ever before: the demand has probably ended, and the median is zero.';
const pricesSummary =
  'The values move like prices: the median is the last value. The width of the fan is the mean of the widths of EWMA and of the network.';
/** Statistical forecasts that the sentence names, and the smallest weight of one. */
const namedMax = 3;
const namedWeightMin = 0.05;

/** Explains forecasts of `horizon` steps (L) from the end of each history.
 *  @returns one function per history, in order */
export function explainInstant(
  histories: readonly Float64Array[],
  { horizon, decision }: { horizon: number; decision: InstantDecision },
): ((place: InstantPlace) => InstantExplanation)[] {
  const { arePrices, seasons, year } = decision;
  return histories.map((history) => (place) => {
    const read = readInstantly(history, decision);
    const steps = stepsOf(history, decision);
    if (steps !== null) return explainLast(stayingValue(steps), horizon, place, stepsSummary);
    if (chanceOf(history, decision, steps) < 1) return explainLast(0, horizon, place, endedSummary);
    if (arePrices) return explainLast(lastOf(read), horizon, place, pricesSummary);
    const share = 1 / seasons.length;
    // The course of the year depends on the season beside which it is found.
    const parts = seasons.map((season) => {
      const withoutIts = yearOf(read, { year, season, horizon });
      const part = partOf(withoutIts?.history ?? read, { horizon, season }, share, place);
      return { part, year: withoutIts };
    });
    return {
      summary: summaryOf(parts.map(({ part }) => part)),
      ...totalOf(parts, place),
      parts: parts.map(({ part }) => part),
    };
  });
}

/** The explanation for a series of equal values, which is continued without the network. */
export function explainConstant(value: number, horizon: number, place: InstantPlace): InstantExplanation {
  return explainLast(value, place.gap + horizon, place, equalValuesSummary);
}

function explainLast(value: number, steps: number, place: InstantPlace, summary: string): InstantExplanation {
  const median = placed(new Float64Array(steps).fill(value), place);
  const parts: Part[] = [{ method: 'last_value', share: 1, median }];
  return {
    summary,
    ...totalOf(
      parts.map((part) => ({ part, year: null })),
      place,
    ),
    parts,
  };
}

/** The K steps of the answer, in the units of the series. */
function placed(values: Float64Array, { gap, unit }: InstantPlace): number[] {
  return Array.from(values.subarray(gap), (value) => value * unit);
}

/** The network, unless the values that it reads are equal: those are continued. */
function partOf(
  history: Float64Array,
  task: Pick<MethodTask, 'season' | 'horizon'>,
  share: number,
  place: InstantPlace,
): Part {
  const { values, unit, level, smallest, largest } = readEnd(history, contextLength(task.season));
  const inUnit = { ...place, unit: place.unit * unit };
  if (smallest < largest) return networkPart(explainNetwork(values, task), share, inUnit, place.unit * level);
  return {
    method: 'last_value',
    share,
    median: placed(new Float64Array(task.horizon).fill(smallest), place),
  };
}

/** @param level number that the network reads its values without, in the units of the answer */
function networkPart(
  explained: NetworkExplanation,
  share: number,
  place: InstantPlace,
  level: number,
): NetworkPart {
  const { context, members, weightedMean, median, baseline, contributions } = explained;
  const { season, secondSeason, isLog } = context;
  const inPlace = (values: Float64Array) => placed(values, place);
  const atLevel = (values: Float64Array) => inPlace(values).map((value) => level + value);
  return {
    method: 'network',
    share,
    median: atLevel(median),
    season_length: season,
    second_season_length: secondSeason === 0 ? null : secondSeason,
    mean: isLog ? 'geometric' : 'arithmetic',
    members: members.map(({ name, weights, path }) => ({
      name,
      weights: Array.from(weights.subarray(place.gap)),
      path: atLevel(path),
    })),
    weighted_mean: atLevel(weightedMean),
    correction: inPlace(median.map((value, h) => value - weightedMean[h])),
    baseline: atLevel(baseline),
    contributions: contributions.map(({ source, lag, values }) => ({
      source,
      lag,
      values: inPlace(values),
      time: lag === null ? null : place.timeAt(source === 'season' ? (lag - 1) * season + 1 : lag),
    })),
  };
}

/** A part, and the course of the year that the history of the part is without. */
interface PartOfYear {
  part: Part;
  year: HistoryOfYears | null;
}

/** Mean of the parts by their shares, and the effects of the year and of the covariates on it. */
function totalOf(
  parts: readonly PartOfYear[],
  { gap, unit, withCovariates }: InstantPlace,
): Pick<InstantExplanation, 'forecast' | 'year' | 'covariates'> {
  const meanOf = (medians: readonly (readonly number[])[]) =>
    medians[0].map((_, h) => parts.reduce((sum, { part }, i) => sum + part.share * medians[i][h], 0));
  const mean = meanOf(parts.map(({ part }) => part.median));
  const hasYear = parts.some(({ year }) => year !== null);
  const withYear = hasYear ? meanOf(parts.map((one) => medianWithYear(one, gap, unit))) : mean;
  const year = hasYear ? withYear.map((value, h) => value - mean[h]) : null;
  if (withCovariates === null) return { forecast: withYear, year, covariates: null };
  const forecast = Array.from(
    withCovariates(Float64Array.from(withYear, (value) => value / unit)),
    (value) => value * unit,
  );
  return { forecast, year, covariates: forecast.map((value, h) => value - withYear[h]) };
}

/** The median of a part with the course of the year, in the units of the series. */
function medianWithYear({ part: { median }, year }: PartOfYear, gap: number, unit: number): number[] {
  if (year === null) return median;
  const steps = new Float64Array(gap + median.length);
  for (const [h, value] of median.entries()) steps[gap + h] = value / unit;
  year.addTo(steps, 1);
  return Array.from(steps.subarray(gap), (value) => value * unit);
}

function summaryOf(parts: readonly Part[]): string {
  const networks = parts.filter((part) => part.method === 'network');
  const reason = reasonOf(parts, networks);
  if (networks.length === 0) return reason;
  const weights = new Map<string, number>();
  for (const { members } of networks)
    for (const { name, weights: bySteps } of members) {
      const mean = bySteps.reduce((sum, weight) => sum + weight, 0) / bySteps.length / networks.length;
      weights.set(name, (weights.get(name) ?? 0) + mean);
    }
  const heaviest = [...weights].sort(([, a], [, b]) => b - a).slice(0, namedMax);
  const named = heaviest
    .filter(([, weight], i) => i === 0 || weight >= namedWeightMin)
    .map(([name, weight]) => `${name} (${Math.round(100 * weight)} %)`);
  return reason === '' ? `Mostly ${listed(named)}.` : `${reason} The network is mostly ${listed(named)}.`;
}

/** Why there are several parts, or none of the network; empty if there is only the network. */
function reasonOf(parts: readonly Part[], networks: readonly NetworkPart[]): string {
  if (networks.length < parts.length) return equalValuesSummary;
  if (parts.length === 1) return '';
  const seasons = networks.map(({ season_length: m }) => (m === 1 ? 'no season' : `a season of ${m}`));
  return `On past windows ${listed(seasons)} were about equally good: the forecast is the mean of both.`;
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
