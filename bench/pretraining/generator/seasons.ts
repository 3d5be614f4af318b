import type { Random } from './random.ts';

/** Shape of a season: `season` values of mean 0 and variance 1. Random harmonics, white, bumps, or a few special phases. */
export function seasonShape(random: Random, season: number): Float64Array {
  const to = new Float64Array(season);
  const kind = random.uniform();
  if (season <= 3 || kind < 0.12) for (let i = 0; i < season; i++) to[i] = random.normal();
  else if (kind < 0.62) addHarmonics(random, to);
  else if (kind < 0.85) addBumps(random, to);
  else addSpecialPhases(random, to);
  return standardized(to);
}

/** Two to eight harmonics whose size falls with a random power of their number. */
function addHarmonics(random: Random, to: Float64Array): void {
  const season = to.length;
  const count = Math.min(Math.floor(season / 2), random.integer(1, 8));
  const decay = random.between(0.3, 2);
  for (let k = 1; k <= count; k++) {
    const a = random.normal() * k ** -decay;
    const b = random.normal() * k ** -decay;
    const turn = (2 * Math.PI * k) / season;
    for (let i = 0; i < season; i++) to[i] += a * Math.cos(turn * i) + b * Math.sin(turn * i);
  }
}

/** One to three round bumps on a flat ground, as of the hours of work or the months of summer. */
function addBumps(random: Random, to: Float64Array): void {
  const season = to.length;
  const count = random.integer(1, 3);
  for (let bump = 0; bump < count; bump++) {
    const centre = random.between(0, season);
    const width = season * random.between(0.04, 0.25);
    const power = random.chance(0.4) ? 4 : 2;
    const height = bump === 0 ? 1 : random.between(-0.6, 1);
    for (let i = 0; i < season; i++) {
      const apart = Math.abs(i - centre);
      const distance = Math.min(apart, season - apart) / width;
      to[i] += height * Math.exp(-0.5 * distance ** power);
    }
  }
}

function addSpecialPhases(random: Random, to: Float64Array): void {
  const season = to.length;
  const count = random.integer(1, Math.max(1, Math.round(season / 6)));
  for (let i = 0; i < season; i++) to[i] = 0.15 * random.normal();
  for (let special = 0; special < count; special++)
    to[random.integer(0, season - 1)] += random.sign() * random.between(0.5, 2);
}

/** Shifts and scales values in place to mean 0 and variance 1; constants become 0. */
export function standardized(values: Float64Array): Float64Array {
  const count = values.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += values[i];
  mean /= count;
  let square = 0;
  for (let i = 0; i < count; i++) square += (values[i] - mean) ** 2;
  const scale = square > 1e-12 ? 1 / Math.sqrt(square / count) : 0;
  for (let i = 0; i < count; i++) values[i] = (values[i] - mean) * scale;
  return values;
}

/** Size of a season in units of the noise: none for 12 %, else log-uniform. */
export function seasonSize(random: Random): number {
  return random.chance(0.12) ? 0 : random.logBetween(0.25, 12);
}

/** Adds a season of this size whose amplitude may drift. */
export function addSeason(random: Random, to: Float64Array, season: number, size: number): void {
  if (season < 2 || size === 0) return;
  const shape = seasonShape(random, season);
  const drift = random.chance(0.3) ? random.normal() * 0.5 : 0;
  const length = to.length;
  let phase = random.integer(0, season - 1);
  for (let t = 0; t < length; t++) {
    to[t] += size * (1 + drift * (t / length - 0.5)) * shape[phase];
    phase = phase + 1 === season ? 0 : phase + 1;
  }
}
