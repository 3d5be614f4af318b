import type { Random } from './random.ts';

const shockMax = 15;

/** Independent disturbances of variance about 1: 60 % normal, 25 % with Student's tails, 15 % of changing size. */
export function disturbances(random: Random, length: number): Float64Array {
  const to = new Float64Array(length);
  const kind = random.uniform();
  if (kind < 0.6) {
    for (let t = 0; t < length; t++) to[t] = random.normal();
  } else if (kind < 0.85) {
    const degrees = random.between(2.5, 8);
    for (let t = 0; t < length; t++) to[t] = bounded(random.studentT(degrees));
  } else {
    changingSize(random, to);
  }
  return to;
}

/** Noise with memory, of variance about 1: white noise, an autoregression with a half-life below a season, of order 1
 *  or smoother, and a slow one whose half-life is seasons, in random parts. */
export function noiseWithMemory(random: Random, length: number, season: number): Float64Array {
  const to = disturbances(random, length);
  const white = random.chance(0.12) ? 1 : random.logBetween(0.01, 0.6);
  const fast = random.between(0.3, 1);
  const slow = random.chance(0.25) ? 0 : random.logBetween(0.2, 5);
  const isSmooth = random.chance(0.45);
  const fastMemory = 0.5 ** (1 / random.logBetween(0.7, Math.max(2, season)));
  const smoothMemory = isSmooth ? fastMemory * random.between(0.4, 0.95) : 0;
  const slowMemory = 0.5 ** (1 / (season * random.logBetween(0.7, 40)));
  // The variance of an autoregression of order 2 with two real poles.
  const [p, q] = [fastMemory, smoothMemory];
  const gain = fast * Math.sqrt(((1 - p * q) * (1 - p * p) * (1 - q * q)) / (1 + p * q));
  const slowGain = slow * Math.sqrt(1 - slowMemory * slowMemory);
  const scale = 1 / Math.sqrt(white * white + fast * fast + slow * slow);
  let [first, second, level] = [0, 0, slow * random.normal()];
  for (let t = 0; t < length; t++) {
    first = p * first + gain * to[t];
    second = q * second + first;
    level = slowMemory * level + slowGain * random.normal();
    to[t] = scale * (second + level + white * random.normal());
  }
  return to;
}

function changingSize(random: Random, to: Float64Array): void {
  const length = to.length;
  if (random.chance(0.4)) {
    const growth = random.between(-1.5, 1.5) / length;
    for (let t = 0; t < length; t++) to[t] = bounded(random.normal() * Math.exp(growth * (t - 0.5 * length)));
    return;
  }
  const memory = random.between(0.85, 0.995);
  const spread = random.between(0.3, 0.9);
  const shock = spread * Math.sqrt(1 - memory * memory);
  let size = spread * random.normal();
  for (let t = 0; t < length; t++) {
    size = memory * size + shock * random.normal();
    to[t] = bounded(random.normal() * Math.exp(size));
  }
}

function bounded(shock: number): number {
  return shock > shockMax ? shockMax : shock < -shockMax ? -shockMax : shock;
}
