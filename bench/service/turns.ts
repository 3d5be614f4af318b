import { median } from '../statistics.ts';

/** Measures several things in turn, so that a slow minute of the machine is slow for all of them. One array for each,
 *  with one result a round. */
export async function inTurns<Results extends unknown[]>(
  rounds: number,
  ...measure: { [I in keyof Results]: () => Promise<Results[I]> }
): Promise<{ [I in keyof Results]: Results[I][] }> {
  const results = measure.map(() => [] as unknown[]);
  for (let round = 0; round < rounds; round++)
    for (const [i, one] of measure.entries()) results[i].push(await one());
  return results as { [I in keyof Results]: Results[I][] };
}

/** Median over the rounds of a number that is computed in each. */
export function medianOver<T>(results: readonly T[], value: (result: T, round: number) => number): number {
  return median(results.map(value));
}
