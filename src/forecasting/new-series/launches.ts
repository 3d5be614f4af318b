/** How series of a panel begin: whether their first values are lower or higher than their later ones. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { expectedTimes } from '../../series/index.ts';
import { medianOf, observedMean, observedOf } from '../statistics/index.ts';

/** Fewest series that began after the others, for a rule. */
const launchesMin = 8;
/** The mean change has to be this many standard errors away from none. */
const standardErrorsMin = 3;
/** Steps on each side over which the factors are averaged. */
const smoothedSteps = 1;

/** Times the first ages that are read of a series: its first ages, and twice as many after them. */
const launchSpans = 3;
/** First zeros of a new series that are less probable than this say that it is not sold yet, and nothing about its
 *  level. Of the series of a panel whose first zeros are left out, at most this share is left out by chance. */
const chanceMax = 0.05;
/** Values of a series that the share of zeros in its panel stands for. */
const panelWeight = 1;

/** Values of a series with their times; NaN is missing. */
type TimedValues = PanelSeries['head'];

/** The beginning of a series. */
export interface FirstSteps {
  /** Time of the first value that counts; infinite for a series without a sale. */
  begin: number;
  /** Values at consecutive steps from `begin` on; NaN is missing. */
  values: Float64Array;
}

/** Number of first steps at which a new series is not sold yet. They do not count as observations.
 *  @param values NaN is missing
 *  @param zeros share of zeros in the panel */
export function unsoldSteps(values: Float64Array, zeros: number): number {
  return chanceOfZeros(values, zeros) < chanceMax ? stepsBeforeSale(values) : 0;
}

/** The series of a panel without the first steps at which they are not sold yet. They are tested together: in a large
 *  panel, some begin with improbable zeros by chance. Values are not negative.
 *  Source: Benjamini & Hochberg (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x.
 *  @param zeros share of zeros in the panel */
export function sinceFirstSales(panel: readonly TimedValues[], zeros: number): TimedValues[] {
  const chances = panel.map(({ values }) => chanceOfOwnZeros(values, zeros));
  const ascending = chances.toSorted((a, b) => a - b);
  const last = ascending.findLastIndex((chance, i) => chance * panel.length <= chanceMax * (i + 1));
  const limit = last < 0 ? 0 : ascending[last];
  return panel.map(({ times, values }, i) => {
    const unsold = chances[i] <= limit ? stepsBeforeSale(values) : 0;
    return { times: times.subarray(unsold), values: values.subarray(unsold) };
  });
}

/** Probability of as many zeros as there are before the first sale.
 *  @param zeros probability of a zero */
function chanceOfZeros(values: Float64Array, zeros: number): number {
  return zeros ** observedOf(values.subarray(0, stepsBeforeSale(values))).length;
}

/** Probability of as many zeros as there are before the first sale, given the later values of the series: rarely sold
 *  products and others may share a panel. It is that of a beta-binomial distribution, because a short series says
 *  little about its share of zeros. The share of the panel counts as `panelWeight` values.
 *  @param zeros share of zeros in the panel */
function chanceOfOwnZeros(values: Float64Array, zeros: number): number {
  const own = zerosOf(values);
  const first = observedOf(values.subarray(0, stepsBeforeSale(values))).length;
  let chance = 1;
  for (let k = 0; k < first; k++)
    chance *= (own.zeros + panelWeight * zeros + k) / (own.count + panelWeight + k);
  return chance;
}

/** Number of steps before the first sale; of all steps if there is none. */
function stepsBeforeSale(values: Float64Array): number {
  const sold = firstSale(values);
  return sold < 0 ? values.length : sold;
}

/** Share of zeros among the observed values. Zeros before the first sale of a series do not count:
 *  it may not be sold yet. */
export function shareOfZeros(panel: readonly TimedValues[]): number {
  let zeros = 0;
  let count = 0;
  for (const { values } of panel) {
    const own = zerosOf(values);
    zeros += own.zeros;
    count += own.count;
  }
  return zeros / count;
}

/** Zeros among the observed values from the first sale on; among all of them if there is none. */
function zerosOf(values: Float64Array): { zeros: number; count: number } {
  const observed = observedOf(values.subarray(Math.max(0, firstSale(values))));
  return { zeros: observed.filter((value) => value === 0).length, count: observed.length };
}

/** Place of the first value that is not zero; -1 if there is none. */
function firstSale(values: Float64Array): number {
  return values.findIndex((value) => value !== 0 && !Number.isNaN(value));
}

/** @param head without the steps at which the series is not sold yet
 *  @param header has the calendar of the steps */
export function firstSteps({ times, values }: TimedValues, header: DatasetHeader): FirstSteps {
  if (firstSale(values) < 0) return { begin: Number.POSITIVE_INFINITY, values: new Float64Array(0) };
  const expected = expectedTimes(times, header);
  if (expected === null) return { begin: times[0], values };
  return {
    begin: times[0],
    values: Float64Array.from(expected.positions, (at) => (at < 0 ? Number.NaN : values[at])),
  };
}

/** Factors between the values of a series at its first ages and where its later growth leads back to; null if the panel
 *  shows no rule. Values are not negative. [ages]
 *  @param ages number of first steps
 *  @param unit values of this size are added before logarithms are taken */
export function launchFactors(panel: readonly FirstSteps[], ages: number, unit: number): Float64Array | null {
  const launches = launchesOf(panel, ages);
  if (launches.length < launchesMin) return null;
  const ratios = launches.map((values) => {
    const levelOf = (span: number) =>
      Math.log(observedMean(values.subarray(span * ages, (span + 1) * ages)) + unit);
    // Growth alone makes first values lower than later ones, and is no launch.
    const expected = 2 * levelOf(1) - levelOf(2);
    return Float64Array.from({ length: ages }, (_, age) => {
      const from = Math.max(0, age - smoothedSteps);
      const mean = observedMean(values.subarray(from, Math.min(ages, age + smoothedSteps + 1)));
      return Math.log(mean + unit) - expected;
    });
  });
  const means = ratios.map(observedMean).filter(Number.isFinite);
  const mean = observedMean(Float64Array.from(means));
  const squares = means.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, means.length - 1) / means.length);
  if (means.length < launchesMin || !(Math.abs(mean) > standardErrorsMin * error)) return null;
  return Float64Array.from({ length: ages }, (_, age) => {
    const atAge = ratios.map((ratio) => ratio[age]).filter(Number.isFinite);
    return atAge.length < launchesMin ? 1 : Math.exp(medianOf(atAge));
  });
}

/** First values of the series that began after the first of the panel and are long enough. */
function launchesOf(panel: readonly FirstSteps[], ages: number): Float64Array[] {
  const first = panel.reduce((least, { begin }) => Math.min(least, begin), Number.POSITIVE_INFINITY);
  return panel.flatMap(({ begin, values }) =>
    begin === first || values.length < launchSpans * ages ? [] : [values.subarray(0, launchSpans * ages)],
  );
}
