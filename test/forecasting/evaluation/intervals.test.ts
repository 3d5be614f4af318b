import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { type MethodName, methods } from '../../../src/forecasting/methods/index.ts';
import { forecastWith } from '../../../src/forecasting/methods/method.ts';

const levels = [0.1, 0.5, 0.9];
const seriesCount = 300;

/** Share of what followed generated series that lay inside the interval of 80 %. */
function coverage(
  name: MethodName,
  make: (rng: Rng, length: number) => Float64Array,
  { observations, horizon, season }: { observations: number; horizon: number; season: number },
): number {
  const rng = createRng(5);
  let inside = 0;
  for (let s = 0; s < seriesCount; s++) {
    const values = make(rng, observations + horizon);
    const task = { horizon, season, levels };
    const { quantiles } = forecastWith(methods[name], values.slice(0, observations), task);
    for (let h = 0; h < horizon; h++) {
      const y = values[observations + h];
      if (y >= quantiles[3 * h] && y <= quantiles[3 * h + 2]) inside++;
    }
  }
  return inside / seriesCount / horizon;
}

const quartersShape = [6, -2, -5, 1];

function quarters(rng: Rng, length: number): Float64Array {
  let level = 100;
  return Float64Array.from({ length }, (_, t) => {
    level += 0.3 + 0.5 * rng.normal();
    return level + quartersShape[t % 4] + rng.normal();
  });
}

/** Moves by shares of itself, to seven times its first value. */
function growth(rng: Rng, length: number): Float64Array {
  let log = 3;
  return Float64Array.from({ length }, () => {
    log += 0.02 + 0.03 * rng.normal();
    return Math.exp(log);
  });
}

test.each(['theta', 'dotm', 'ses'] as const)(
  '%s: what was estimated from a short series is not taken for known',
  (name) => {
    const covered = coverage(name, quarters, { observations: 30, horizon: 8, season: 4 });
    expect(covered).toBeGreaterThan(0.73);
    expect(covered).toBeLessThan(0.84);
  },
);

test.each(['naive', 'damped'] as const)(
  '%s: errors of a series that has grown are shares of its level',
  (name) => {
    const covered = coverage(name, growth, { observations: 100, horizon: 8, season: 1 });
    expect(covered).toBeGreaterThan(0.74);
    expect(covered).toBeLessThan(0.86);
  },
);
