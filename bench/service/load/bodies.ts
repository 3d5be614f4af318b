import type { Load } from './load.ts';

/** The body of the `n`-th call of a load; undefined if its calls have none. */
export function bodyOf(
  { bodies, firstSeed }: Pick<Load, 'bodies' | 'firstSeed'>,
  n: number,
): string | undefined {
  const body = bodies?.[n % bodies.length];
  if (body === undefined || firstSeed === undefined) return body;
  return `${body.slice(0, -1)},"seed":${firstSeed + n}}`;
}
