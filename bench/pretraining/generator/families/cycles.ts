import { type Family, isWithinDay } from '../frame.ts';
import { noiseWithMemory } from '../noise.ts';
import { addSeason, seasonSize } from '../seasons.ts';

/** Cycles whose period is not the season: sines, triangles, saw teeth, squares and pulses with noise, whose period and
 *  size wander. Source: Ansari et al. (2024) and Moroshan et al. (2025), TempoPFN, have such periodic generators. */
export const cycles: Family = {
  name: 'cycles',
  isObserved: false,
  weight: (season) => (season === 1 ? 0.04 : isWithinDay(season) ? 0.02 : 0.03),
  make({ random, season, length }) {
    const to = noiseWithMemory(random, length, Math.max(season, 8));
    const wave = random.pick(waves);
    const period = random.logBetween(3, Math.max(12, Math.min(80, length / 2)));
    const size = random.chance(0.1) ? random.logBetween(12, 1_000) : random.logBetween(0.5, 12);
    const wander = random.chance(0.5) ? random.logBetween(0.002, 0.08) : 0;
    const swell = random.chance(0.5) ? random.logBetween(0.01, 0.1) : 0;
    const slope = random.chance(0.4) ? (random.normal() * size * 2) / length : 0;
    let phase = random.uniform();
    let height = 0;
    for (let t = 0; t < length; t++) {
      to[t] += slope * t + size * Math.exp(height) * wave(phase);
      phase += 1 / period + (wander > 0 ? (wander * random.normal()) / Math.sqrt(period) : 0);
      phase -= Math.floor(phase);
      if (swell > 0) height = 0.97 * height + swell * random.normal();
    }
    if (season > 1 && random.chance(0.6)) addSeason(random, to, season, seasonSize(random));
    return to;
  },
};

const waves = [
  (phase: number) => Math.sin(2 * Math.PI * phase),
  (phase: number) => 4 * Math.abs(phase - 0.5) - 1,
  (phase: number) => 2 * phase - 1,
  (phase: number) => (phase < 0.5 ? 1 : -1),
  (phase: number) => (phase < 0.15 ? 2 : -0.35),
  (phase: number) => Math.exp(2 * Math.sin(2 * Math.PI * phase)) / 3 - 0.7,
] as const;
