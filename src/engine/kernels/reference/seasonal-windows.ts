/** Windows of series with a season; see `seasonalMoments` and `seasonalWindow` of the contract. */
import {
  type SeasonalShape,
  type SeasonalWindows,
  seasonalMoment,
  seasonalNumber,
  seasonalNumberCount,
} from '../contract/seasonal-windows.ts';

export function seasonalMoments(
  values: Float64Array,
  from: number,
  to: number,
  season: number,
  moments: Float64Array,
): void {
  moments.fill(0);
  addChanges(values, from, to, season, moments);
  let sum = 0;
  let observed = 0;
  let differences = 0;
  let absolute = 0;
  let lastSum = 0;
  let lastObserved = 0;
  for (let t = to - 1; t >= from; t--) {
    const value = values[t];
    if (Number.isNaN(value)) continue;
    observed++;
    sum += value;
    if (lastObserved < season) {
      lastObserved++;
      lastSum += value;
    }
    const difference = t >= from + season ? value - values[t - season] : Number.NaN;
    if (Number.isNaN(difference)) continue;
    differences++;
    absolute += Math.abs(difference);
  }
  const mean = observed === 0 ? 0 : sum / observed;
  let squares = 0;
  for (let t = from; t < to; t++)
    if (!Number.isNaN(values[t])) squares += (values[t] - mean) * (values[t] - mean);
  moments[seasonalMoment.observed] = observed;
  moments[seasonalMoment.squares] = squares;
  moments[seasonalMoment.lastObserved] = lastObserved;
  moments[seasonalMoment.lastSum] = lastSum;
  moments[seasonalMoment.differences] = differences;
  moments[seasonalMoment.differenceSum] = absolute;
}

function addChanges(
  values: Float64Array,
  from: number,
  to: number,
  season: number,
  moments: Float64Array,
): void {
  let sum = 0;
  let count = 0;
  let largest = 0;
  let before = Number.NaN;
  for (let t = from + season; t < to; t++) {
    const difference = values[t] - values[t - season];
    const change = Math.abs(difference - before);
    before = difference;
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
    if (change > largest) largest = change;
  }
  moments[seasonalMoment.changes] = count;
  moments[seasonalMoment.changeSum] = sum;
  moments[seasonalMoment.changeMax] = largest;
}

export function seasonalWindow(
  shape: SeasonalShape,
  lags: number,
  windows: SeasonalWindows,
  b: number,
  values: Float64Array,
  from: number,
  to: number,
  numbers: Float64Array,
  baseSeasons: number,
): void {
  writeEncoder(shape, windows, b, values, from, to, numbers);
  writeDecoder(shape, lags, windows, b, values, from, to, numbers, baseSeasons);
}

function writeEncoder(
  { context, season, group, inputSize }: SeasonalShape,
  { inputs, size }: SeasonalWindows,
  b: number,
  values: Float64Array,
  from: number,
  to: number,
  numbers: Float64Array,
): void {
  const level = numbers[seasonalNumber.level];
  const inverse = numbers[seasonalNumber.inverse];
  for (let step = 0; step * group < context; step++) {
    const at = (step * size + b) * inputSize;
    inputs.fill(0, at, at + 2 * group);
    let missing = 0;
    for (let g = 0; g < group; g++) {
      const t = to - context + step * group + g;
      const value = t >= from ? values[t] : Number.NaN;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      inputs[at + g] = signedLog((value - level) * inverse);
      const difference = t >= from + season ? value - values[t - season] : Number.NaN;
      if (!Number.isNaN(difference)) inputs[at + group + g] = signedLog(difference * inverse);
    }
    inputs[at + 2 * group] = numbers[seasonalNumber.roughness];
    inputs[at + 2 * group + 1] = numbers[seasonalNumber.logScale];
    inputs[at + 2 * group + 2] = missing / group;
  }
}

/** Without an observation in the base seasons, the base path is the last one of the phase, else the level. Each season
 *  that the last one is older than usual widens the unit as a step of a random walk does. */
function writeDecoder(
  { season, horizon, stepInputs: P }: SeasonalShape,
  lags: number,
  { stepInputs, base: bases, unit: units }: SeasonalWindows,
  b: number,
  values: Float64Array,
  from: number,
  to: number,
  numbers: Float64Array,
  baseSeasons: number,
): void {
  const level = numbers[seasonalNumber.level];
  const inverse = numbers[seasonalNumber.inverse];
  const scale = numbers[seasonalNumber.scale];
  const lagMax = numbers[seasonalNumber.lagMax];
  for (let h = 0; h < horizon; h++) {
    const phase = to - season + (h % season);
    let sum = 0;
    let count = 0;
    for (let i = 0; i < baseSeasons; i++) {
      const at = phase - (numbers[seasonalNumberCount + i] - 1) * season;
      if (at < from || Number.isNaN(values[at])) continue;
      sum += values[at];
      count++;
    }
    let at = phase;
    while (at >= from && Number.isNaN(values[at])) at -= season;
    const base = count > 0 ? sum / count : at >= from ? values[at] : level;
    const cell = b * horizon + h;
    bases[cell] = base;
    units[cell] =
      at >= from
        ? scale * Math.sqrt(1 + (phase - at) / season)
        : Math.max(scale, numbers[seasonalNumber.deviation]);
    const scaledBase = (base - level) * inverse; // a missing value is on the base path
    for (let back = 0; back < lags; back++) {
      const earlier = phase - back * season;
      const value = earlier >= from ? values[earlier] : Number.NaN;
      const isObserved = !Number.isNaN(value);
      const scaled = isObserved ? (value - level) * inverse : scaledBase;
      stepInputs[cell * P + back] = bounded(scaled, lagMax);
      stepInputs[cell * P + lags + back] = isObserved ? bounded((value - base) * inverse, lagMax) : 0;
    }
  }
}

function signedLog(x: number): number {
  return x < 0 ? -Math.log(1 - x) : Math.log(1 + x);
}

function bounded(x: number, max: number): number {
  return x > max ? max : x < -max ? -max : x;
}
