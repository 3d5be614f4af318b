import type { Family } from '../frame.ts';

const historyMin = 50;
const logRangeMax = 8;

/** Prices: a random walk of logs with Student's noise whose size changes (GARCH, stochastic volatility or constant); 7
 *  % return to a mean, 10 % jump now and then, and 10 % stand still on some days.
 *  Source: Bollerslev (1987), GARCH with Student's t; Taylor (1986), stochastic volatility. */
export const prices: Family = {
  name: 'prices',
  isObserved: true,
  weight(season, history) {
    if (history < historyMin) return 0;
    if (season === 1) return history < 110 ? 0.18 : 0.4;
    return season === 5 ? 0.5 : season === 7 || season === 12 || season === 52 ? 0.04 : 0;
  },
  make({ random, length }) {
    const to = new Float64Array(length);
    const daily = random.logBetween(0.0015, 0.05);
    const degrees = random.between(3, 12);
    const drift = daily * random.normal() * 0.05;
    const reversion = random.chance(0.07) ? random.logBetween(0.01, 0.2) : 0;
    const kind = random.uniform();
    const a = random.between(0.02, 0.15);
    const b = random.between(0.6, 0.995) - a;
    const memory = random.between(0.9, 0.995);
    const spread = random.between(0.2, 0.6);
    const jump = random.chance(0.1) ? random.logBetween(0.002, 0.02) : 0;
    const quiet = random.chance(0.1) ? random.logBetween(0.02, 0.15) : 0;
    let variance = 1;
    let logSize = spread * random.normal();
    let level = 0;
    let [low, high] = [0, 0];
    for (let t = 0; t < length; t++) {
      let size = 1;
      if (kind < 0.45) size = Math.sqrt(variance);
      else if (kind < 0.8) {
        logSize = memory * logSize + spread * Math.sqrt(1 - memory * memory) * random.normal();
        size = Math.exp(logSize);
      }
      const shock = Math.max(-12, Math.min(12, size * random.studentT(degrees)));
      variance = 1 - a - b + a * shock * shock + b * variance;
      const isQuiet = quiet > 0 && random.chance(quiet);
      if (!isQuiet) level += drift + daily * shock - reversion * level;
      if (jump > 0 && random.chance(jump)) level += 8 * daily * random.normal();
      to[t] = level;
      low = Math.min(low, level);
      high = Math.max(high, level);
    }
    const scale = Math.min(1, logRangeMax / (high - low + 1e-9));
    for (let t = 0; t < length; t++) to[t] = Math.exp(scale * to[t]);
    return to;
  },
};
