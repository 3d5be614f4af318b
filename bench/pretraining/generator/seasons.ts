import type { Random } from './random.ts';

/** Shape of a season: `season` values of mean 0 and variance 1. Harmonics, white, bumps, or a few special phases. */
export function seasonShape(random: Random, season: number): Float64Array {
  const to = new Float64Array(season);
  const kind = random.uniform();
  if (season <= 3 || kind < 0.12) for (let i = 0; i < season; i++) to[i] = random.normal();
  else if (kind < 0.6) addHarmonics(random, to, random.integer(1, 8), random.between(0.3, 2));
  else if (kind < 0.8) addBumps(random, to);
  else addSpecialPhases(random, to);
  return standardized(to);
}

/** Shape of a day as people and the sun make it: a low night, a ramp, one or two peaks; or any other shape. */
export function dayShape(random: Random, steps: number): Float64Array {
  if (random.chance(0.25)) return seasonShape(random, steps);
  const to = new Float64Array(steps);
  const hour = steps / 24;
  const rise = random.between(4, 10) * hour;
  const fall = rise + random.between(8, 17) * hour;
  const steepness = random.logBetween(0.4, 3) * hour;
  const peaks = random.integer(0, 3);
  const middle = (rise + fall) / 2;
  for (let i = 0; i < steps; i++) {
    // Circular: the distance to the middle of the day decides.
    const apart = Math.abs(i - middle);
    const inside = (fall - rise) / 2 - Math.min(apart, steps - apart);
    to[i] = 1 / (1 + Math.exp(-inside / steepness));
  }
  for (let peak = 0; peak < peaks; peak++)
    addBump(
      to,
      random.between(rise, fall + 3 * hour),
      random.logBetween(0.6, 4) * hour,
      random.between(-0.6, 0.8),
    );
  if (random.chance(0.5)) addHarmonics(random, to, 4, 1, 0.15);
  return standardized(to);
}

/** Shape of a year: smooth as the weather, with special times as trade has them. */
export function yearShape(random: Random, steps: number): Float64Array {
  const to = new Float64Array(steps);
  addHarmonics(random, to, random.integer(1, 4), random.between(0.8, 2.5));
  if (random.chance(0.4)) {
    const specials = random.integer(1, 3);
    for (let special = 0; special < specials; special++)
      addBump(
        to,
        random.between(0, steps),
        steps * random.logBetween(0.005, 0.04),
        random.sign() * random.between(0.5, 3),
      );
  }
  return standardized(to);
}

/** Harmonics whose size falls with a power of their number. */
function addHarmonics(random: Random, to: Float64Array, most: number, decay: number, size = 1): void {
  const season = to.length;
  const count = Math.min(Math.floor(season / 2), most);
  for (let k = 1; k <= count; k++) {
    const fall = size * k ** -decay;
    const a = fall * random.normal();
    const b = fall * random.normal();
    const turn = (2 * Math.PI * k) / season;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    let [x, y] = [1, 0];
    for (let i = 0; i < season; i++) {
      to[i] += a * x + b * y;
      [x, y] = [c * x - s * y, s * x + c * y];
    }
  }
}

/** One to three round bumps on flat ground. */
function addBumps(random: Random, to: Float64Array): void {
  const season = to.length;
  const count = random.integer(1, 3);
  for (let bump = 0; bump < count; bump++)
    addBump(
      to,
      random.between(0, season),
      season * random.between(0.04, 0.25),
      bump === 0 ? random.sign() : random.between(-0.8, 0.8),
    );
}

function addBump(to: Float64Array, centre: number, width: number, height: number): void {
  const season = to.length;
  for (let i = 0; i < season; i++) {
    const apart = Math.abs(i - centre) % season;
    const distance = Math.min(apart, season - apart) / width;
    to[i] += height * Math.exp(-0.5 * distance * distance);
  }
}

function addSpecialPhases(random: Random, to: Float64Array): void {
  const season = to.length;
  const count = random.integer(1, Math.max(1, Math.round(season / 6)));
  for (let i = 0; i < season; i++) to[i] = 0.2 * random.normal();
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

/** Size of a season in units of the noise: none for 15 %, else log-uniform. */
export function seasonSize(random: Random): number {
  return random.chance(0.15) ? 0 : random.logBetween(0.15, 12);
}

/** Size of a season where the level moves with the noise. */
export function smallSeasonSize(random: Random): number {
  return random.chance(0.25) ? 0 : random.logBetween(0.1, 8);
}

/** Adds a season of this size. The amplitude of some grows or shrinks, some shapes turn into another. */
export function addSeason(random: Random, to: Float64Array, season: number, size: number): void {
  if (season < 2 || size === 0) return;
  const shape =
    season === 4 || season === 12 || season === 52
      ? random.chance(0.5)
        ? yearShape(random, season)
        : seasonShape(random, season)
      : seasonShape(random, season);
  const length = to.length;
  const growth = random.chance(0.3) ? 0.8 * random.normal() : 0;
  const other = random.chance(0.25) ? seasonShape(random, season) : shape;
  const turning = other === shape ? 0 : random.between(0.2, 1);
  let phase = random.integer(0, season - 1);
  for (let t = 0; t < length; t++) {
    const at = t / length - 0.5;
    const share = turning * (at + 0.5);
    to[t] += size * Math.max(0, 1 + growth * at) * (shape[phase] + share * (other[phase] - shape[phase]));
    phase = phase + 1 === season ? 0 : phase + 1;
  }
}
