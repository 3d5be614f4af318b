import type { SeasonDistanceShape, WeekShapeSizes } from '../../contract/exact.ts';

/** See `seasonDistances` of the contract. */
export function seasonDistances(
  { n, season, length, candidates }: SeasonDistanceShape,
  z: Float64Array,
  levels: Float64Array,
  distances: Float64Array,
): void {
  for (let k = 1; k <= candidates; k++) {
    const end = n - k * season;
    let distance = 0;
    for (let back = 1; back <= length; back++) {
      const apart = z[n - back] - levels[0] - z[end - back] + levels[k];
      distance += apart * apart;
    }
    distances[k] = distance;
  }
}

/** See `weekShape` of the contract. */
export function weekShape(
  { n, season, days, components, iterations }: WeekShapeSizes,
  z: Float64Array,
  shape: Float64Array,
  sums: Float64Array,
): void {
  const week = days * season;
  const weeks = Math.floor(n / week);
  const from = n - weeks * week;
  const rest = new Float64Array(week); // mean week, then what is left of its differences from the shape
  const profile = new Float64Array(season);
  const loadings = new Float64Array(days);
  for (let t = from, i = 0; t < n; t++) {
    rest[i] += z[t] / weeks;
    if (++i === week) i = 0;
  }
  // Upper edge of the squared singular values of noise. Source: Marchenko & Pastur (1967).
  const noiseBound = meanVariance() * (Math.sqrt(days - 1) + Math.sqrt(season)) ** 2;
  for (let p = 0; p < season; p++) {
    let mean = 0;
    for (let d = 0; d < days; d++) mean += rest[d * season + p] / days;
    for (let d = 0; d < days; d++) {
      shape[d * season + p] = mean;
      rest[d * season + p] -= mean;
    }
  }
  for (let component = 0; component < components; component++) {
    const size = nextComponent();
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) break;
    const kept = Math.max(0, 1 - noiseBound / size);
    for (let d = 0; d < days; d++)
      for (let p = 0; p < season; p++) {
        const part = loadings[d] * profile[p];
        shape[d * season + p] += kept * part;
        rest[d * season + p] -= part;
      }
  }
  let [product, square] = [0, 0];
  let before = z[from] - shape[0];
  for (let t = 1; t < n - from; t++) {
    const value = z[from + t] - shape[t % week];
    product += value * before;
    square += before * before;
    before = value;
  }
  sums[0] = product;
  sums[1] = square;

  /** Variance of a value of the mean week, from the differences of the weeks; 0 for a single one. */
  function meanVariance(): number {
    if (weeks < 2) return 0;
    let squares = 0;
    for (let t = from, i = 0; t < n; t++) {
      squares += (z[t] - rest[i]) ** 2;
      if (++i === week) i = 0;
    }
    return squares / (week * (weeks - 1)) / weeks;
  }

  /** Finds the profile and the loadings whose product is nearest to what is left, by alternating least squares.
   *  @returns the sum of the squares of the product, which tends to the largest squared singular value
   *  Source: NIPALS, Wold (1966). */
  function nextComponent(): number {
    let [start, largest] = [0, -1];
    for (let d = 0; d < days; d++) {
      const square = squareOf(rest.subarray(d * season, (d + 1) * season));
      if (square > largest) [start, largest] = [d, square];
    }
    profile.set(rest.subarray(start * season, (start + 1) * season));
    let squareOfLoadings = 0;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const square = squareOf(profile);
      squareOfLoadings = 0;
      for (let d = 0; d < days; d++) {
        let product = 0;
        for (let p = 0; p < season; p++) product += rest[d * season + p] * profile[p];
        loadings[d] = square > 0 ? product / square : 0;
        squareOfLoadings += loadings[d] ** 2;
      }
      if (!(squareOfLoadings > 0)) return 0;
      for (let p = 0; p < season; p++) {
        let product = 0;
        for (let d = 0; d < days; d++) product += rest[d * season + p] * loadings[d];
        profile[p] = product / squareOfLoadings;
      }
    }
    return squareOfLoadings * squareOf(profile);
  }
}

function squareOf(values: Float64Array): number {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += values[i] ** 2;
  return square;
}
