/** Keeps an input of a network small. */
export function bounded(x: number, max: number): number {
  return x > max ? max : x < -max ? -max : x;
}
