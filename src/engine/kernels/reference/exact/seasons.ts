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
  { n, season, days, ways, iterations }: WeekShapeSizes,
  z: Float64Array,
  shape: Float64Array,
  sums: Float64Array,
): void {
  const week = days * season;
  const weeks = Math.floor(n / week);
  const from = n - weeks * week;
  const rest = new Float64Array(week); // mean week, then what is left of its differences from the shape
  const direction = new Float64Array(season);
  const amounts = new Float64Array(days);
  for (let t = from, i = 0; t < n; t++) {
    rest[i] += z[t] / weeks;
    if (++i === week) i = 0;
  }
  const noise = noiseOf() * (Math.sqrt(days - 1) + Math.sqrt(season)) ** 2;
  for (let p = 0; p < season; p++) {
    let mean = 0;
    for (let d = 0; d < days; d++) mean += rest[d * season + p] / days;
    for (let d = 0; d < days; d++) {
      shape[d * season + p] = mean;
      rest[d * season + p] -= mean;
    }
  }
  for (let way = 0; way < ways; way++) {
    const size = findWay();
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) break;
    const kept = Math.max(0, 1 - noise / size);
    for (let d = 0; d < days; d++)
      for (let p = 0; p < season; p++) {
        const part = amounts[d] * direction[p];
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
  function noiseOf(): number {
    if (weeks < 2) return 0;
    let squares = 0;
    for (let t = from, i = 0; t < n; t++) {
      squares += (z[t] - rest[i]) ** 2;
      if (++i === week) i = 0;
    }
    return squares / (week * (weeks - 1)) / weeks;
  }

  /** Finds the direction and the amounts whose product is nearest to what is left, by alternating least squares.
   *  @returns the sum of the squares of the product */
  function findWay(): number {
    let [start, largest] = [0, -1];
    for (let d = 0; d < days; d++) {
      const square = squareOf(rest.subarray(d * season, (d + 1) * season));
      if (square > largest) [start, largest] = [d, square];
    }
    direction.set(rest.subarray(start * season, (start + 1) * season));
    let squareOfAmounts = 0;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const square = squareOf(direction);
      squareOfAmounts = 0;
      for (let d = 0; d < days; d++) {
        let product = 0;
        for (let p = 0; p < season; p++) product += rest[d * season + p] * direction[p];
        amounts[d] = square > 0 ? product / square : 0;
        squareOfAmounts += amounts[d] ** 2;
      }
      if (!(squareOfAmounts > 0)) return 0;
      for (let p = 0; p < season; p++) {
        let product = 0;
        for (let d = 0; d < days; d++) product += rest[d * season + p] * amounts[d];
        direction[p] = product / squareOfAmounts;
      }
    }
    return squareOfAmounts * squareOf(direction);
  }
}

function squareOf(values: Float64Array): number {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += values[i] ** 2;
  return square;
}
