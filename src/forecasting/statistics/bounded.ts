/** Functions that keep inputs of a network small. */

export function bounded(x: number, max: number): number {
  return x > max ? max : x < -max ? -max : x;
}

export function signedLog(x: number): number {
  return x < 0 ? -Math.log(1 - x) : Math.log(1 + x);
}
