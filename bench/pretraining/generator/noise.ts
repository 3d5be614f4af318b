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

function changingSize(random: Random, to: Float64Array): void {
  const length = to.length;
  if (random.chance(0.4)) {
    const growth = random.between(-1.2, 1.2) / length;
    for (let t = 0; t < length; t++) to[t] = bounded(random.normal() * Math.exp(growth * (t - length)));
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
