/** Largest exponent of a power that is computed once. */
const exponentMax = 1_000;
/** Powers of the few bases that damp trends and errors. */
const powers = new Map<number, Float64Array>();

/** Powers of a base, by exponents from 0 to 1,000. */
export function powersOf(base: number): Float64Array {
  const known = powers.get(base);
  if (known !== undefined) return known;
  const made = new Float64Array(exponentMax + 1);
  for (let exponent = 0; exponent <= exponentMax; exponent++) made[exponent] = base ** exponent;
  powers.set(base, made);
  return made;
}
