/** A linear forecaster of logs, learnt from the last windows of many series by least absolute errors. How well one that
 *  was learnt from made-up series forecasts real ones says whether they have the same kind of trends. */

export const predictorNames = [
  'drift',
  'slope of last h',
  'last change',
  'last change·k',
  'smooth − last',
  'mean − last',
  'mean of 3 − last',
  'season',
] as const;
const count = predictorNames.length;
const passes = 12;
const bound = 12;

export interface Rows {
  x: Float64Array[]; // predictors of one step ahead, in units of the mean change over a season
  y: number[];
}

export function rowsOf(
  samples: readonly { values: Float64Array; season: number; horizon: number }[],
  origins = 2,
): Rows {
  const rows: Rows = { x: [], y: [] };
  for (const { values, season, horizon } of samples) {
    if (values.some(Number.isNaN)) continue;
    const z = values.every((value) => value > 0) ? values.map(Math.log) : values;
    for (let back = 1; back <= origins; back++) {
      const end = z.length - back * horizon;
      if (end < Math.max(8, 2 * season + 2)) break;
      addRows(rows, z.subarray(0, end), z.subarray(end, end + horizon), season);
    }
  }
  return rows;
}

function addRows(rows: Rows, z: Float64Array, future: Float64Array, season: number): void {
  const n = z.length;
  const h = future.length;
  let scale = 0;
  for (let t = season; t < n; t++) scale += Math.abs(z[t] - z[t - season]);
  scale /= n - season;
  if (!(scale > 1e-7)) return;
  const index = indexOf(z, season);
  const d = z.map((value, t) => value - index[t % season]);
  const last = d[n - 1];
  const back = Math.min(h, n - 1);
  let smooth = d[0];
  let mean = 0;
  for (let t = 0; t < n; t++) {
    smooth += 0.3 * (d[t] - smooth);
    mean += d[t] / n;
  }
  const drift = (last - d[0]) / (n - 1);
  const slope = (last - d[n - 1 - back]) / back;
  const change = last - d[n - 2];
  const short = (d[n - 1] + d[n - 2] + d[n - 3]) / 3 - last;
  for (let k = 1; k <= h; k++) {
    const row = Float64Array.of(
      drift * k,
      slope * k,
      change,
      change * k,
      smooth - last,
      mean - last,
      short,
      index[(n + k - 1) % season],
    );
    for (let i = 0; i < count; i++) row[i] = Math.max(-bound, Math.min(bound, row[i] / scale));
    rows.x.push(row);
    rows.y.push((future[k - 1] - last) / scale);
  }
}

function indexOf(z: Float64Array, season: number): Float64Array {
  const index = new Float64Array(season);
  if (season === 1) return index;
  const counts = new Float64Array(season);
  const half = Math.floor(season / 2);
  for (let t = half; t < z.length - half; t++) {
    let sum = 0;
    for (let j = -half; j <= half; j++)
      sum += (season % 2 === 0 && Math.abs(j) === half ? 0.5 : 1) * z[t + j];
    index[t % season] += z[t] - sum / season;
    counts[t % season]++;
  }
  let mean = 0;
  for (let i = 0; i < season; i++) {
    index[i] /= Math.max(1, counts[i]);
    mean += index[i] / season;
  }
  return index.map((value) => value - mean);
}

/** Least absolute errors by repeated weighted least squares with a small ridge. */
export function learn({ x, y }: Rows): Float64Array {
  let weights: Float64Array = new Float64Array(count);
  for (let pass = 0; pass < passes; pass++) {
    const a = Array.from({ length: count }, () => new Float64Array(count + 1));
    for (let r = 0; r < y.length; r++) {
      const weight = pass === 0 ? 1 : 1 / Math.max(0.05, Math.abs(y[r] - dot(weights, x[r])));
      for (let i = 0; i < count; i++) {
        const wx = weight * x[r][i];
        for (let j = 0; j < count; j++) a[i][j] += wx * x[r][j];
        a[i][count] += wx * y[r];
      }
    }
    for (let i = 0; i < count; i++) a[i][i] += 1e-3 * y.length;
    weights = solved(a);
  }
  return weights;
}

export function errorOf(weights: Float64Array, { x, y }: Rows): number {
  let sum = 0;
  for (let r = 0; r < y.length; r++) sum += Math.abs(y[r] - dot(weights, x[r]));
  return sum / y.length;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Gaussian elimination with pivots, of equations [count, count + 1]. */
function solved(a: Float64Array[]): Float64Array {
  for (let i = 0; i < count; i++) {
    let pivot = i;
    for (let r = i + 1; r < count; r++) if (Math.abs(a[r][i]) > Math.abs(a[pivot][i])) pivot = r;
    [a[i], a[pivot]] = [a[pivot], a[i]];
    for (let r = 0; r < count; r++) {
      if (r === i) continue;
      const factor = a[r][i] / a[i][i];
      for (let c = i; c <= count; c++) a[r][c] -= factor * a[i][c];
    }
  }
  return Float64Array.from(a, (row, i) => row[count] / row[i]);
}
