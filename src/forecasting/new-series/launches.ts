/** How series of a panel begin: whether their first values are lower or higher than their later ones. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { expectedTimes } from '../../series/index.ts';
import { medianOf, observedMean } from '../statistics/index.ts';

/** Fewest series that began after the others, for a rule. */
const launchesMin = 8;
/** The mean change has to be this many standard errors away from none. */
const standardErrorsMin = 3;
/** Steps on each side over which the factors are averaged. */
const smoothedSteps = 1;

/** Times the first ages that are read of a series: its first ages, and twice as many after them. */
const launchSpans = 3;

/** The beginning of a series. */
export interface FirstSteps {
  /** Time of the first observation; infinite if there is none. */
  begin: number;
  /** Values at consecutive steps from the first observation on; NaN is missing. */
  values: Float64Array;
}

/** @param header has the calendar of the steps */
export function firstSteps({ times, values }: PanelSeries['head'], header: DatasetHeader): FirstSteps {
  if (times.length === 0) return { begin: Number.POSITIVE_INFINITY, values };
  const expected = expectedTimes(times, header);
  if (expected === null) return { begin: times[0], values };
  const { positions } = expected;
  return {
    begin: times[0],
    values: Float64Array.from(positions, (position) => (position < 0 ? Number.NaN : values[position])),
  };
}

/** Factors between the values of a series at its first ages and where its later growth leads back to; null if the panel shows
 *  no rule. Values are not negative. [ages]
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
