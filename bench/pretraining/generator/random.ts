import { createRng, type Rng } from '../../../src/engine/index.ts';

const layers = 128;
const tailStart = 3.442619855899;
const layerArea = 9.91256303526217e-3;
/** Widths of the layers in units of 2^-24, and the part of each that lies under the density of the next. */
const layerWidths = new Float64Array(layers);
const layerInside = new Float64Array(layers);
const layerDensities = new Float64Array(layers + 1);
fillLayers();

/** Distributions on top of the engine's generator of uniform numbers. */
export class Random {
  readonly #rng: Rng;

  constructor(seed: number) {
    this.#rng = createRng(seed);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.#rng.uniform();
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#rng.uniform();
  }

  /** Log-uniform, for 0 < low ≤ high. */
  logBetween(low: number, high: number): number {
    return low * (high / low) ** this.#rng.uniform();
  }

  /** Uniform integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.#rng.uniform());
  }

  chance(probability: number): boolean {
    return this.#rng.uniform() < probability;
  }

  sign(): number {
    return this.#rng.uniform() < 0.5 ? -1 : 1;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(items.length * this.#rng.uniform())];
  }

  /** Index drawn in proportion to the weights, of which one at least is above 0. */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let left = total * this.#rng.uniform();
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return weights.findLastIndex((weight) => weight > 0);
  }

  /** Normal, mean 0, variance 1, with a resolution of 24 bits. One uniform number in 97 % of the draws.
   *  Source: Marsaglia & Tsang (2000), the ziggurat method; Doornik (2005) for separate bits of layer and place. */
  normal(): number {
    for (;;) {
      const bits = (this.#rng.uniform() * 2 ** 32) | 0;
      const layer = bits & (layers - 1);
      const place = bits >> 7;
      if (Math.abs(place) < layerInside[layer]) return place * layerWidths[layer];
      if (layer === 0) return this.#tail(place < 0);
      const x = place * layerWidths[layer];
      const density = layerDensities[layer];
      if (density + (layerDensities[layer - 1] - density) * this.uniform() < Math.exp(-0.5 * x * x)) return x;
    }
  }

  exponential(): number {
    return -Math.log(1 - this.#rng.uniform());
  }

  /** Gamma, scale 1. Source: Marsaglia & Tsang (2000), "A simple method for generating gamma variables". */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a);
    const y = this.gamma(b);
    return x + y > 0 ? x / (x + y) : a / (a + b);
  }

  /** Student's t, scaled to variance 1, for more than 2 degrees of freedom. */
  studentT(degrees: number): number {
    return this.normal() * Math.sqrt((degrees - 2) / (2 * this.gamma(degrees / 2) + 1e-12));
  }

  /** Poisson; from a mean of 12 on a normal on the scale of square roots, rounded. */
  poisson(mean: number): number {
    if (mean >= 12) return Math.max(0, Math.round((Math.sqrt(mean) + 0.5 * this.normal()) ** 2 - 0.25));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    return count;
  }

  /** Negative binomial: Poisson with a mean that is gamma with this shape. The variance is mean + mean² / shape. */
  negativeBinomial(mean: number, shape: number): number {
    return this.poisson((mean * this.gamma(shape)) / shape);
  }

  #tail(isNegative: boolean): number {
    for (;;) {
      const x = -Math.log(1 - this.uniform()) / tailStart;
      const y = -Math.log(1 - this.uniform());
      if (2 * y > x * x) return isNegative ? -tailStart - x : tailStart + x;
    }
  }
}

/** Seed of one of many generators; neighbours in either number are unrelated. */
export function seedOf(seed: number, index: number): number {
  const low = mixed(
    mixed(seed >>> 0) ^ mixed(index + 0x9e3779b9) ^ mixed(Math.floor(seed / 2 ** 32) + 0x51ed270b),
  );
  const high = mixed(low ^ mixed(index ^ 0x2545f491) ^ seed);
  return low + 2 ** 32 * (high & 0x1fffff);
}

/** MurmurHash3's finaliser. */
function mixed(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function fillLayers(): void {
  const densityAt = (x: number) => Math.exp(-0.5 * x * x);
  const unit = 2 ** 24;
  let edge = tailStart;
  const base = layerArea / densityAt(tailStart);
  layerWidths[0] = base / unit;
  layerInside[0] = (tailStart / base) * unit;
  layerDensities[0] = densityAt(tailStart);
  for (let i = 1; i < layers; i++) {
    const next = i === layers - 1 ? 0 : Math.sqrt(-2 * Math.log(layerArea / edge + densityAt(edge)));
    layerWidths[i] = edge / unit;
    layerInside[i] = (next / edge) * unit;
    edge = next;
    layerDensities[i] = densityAt(edge);
  }
}
