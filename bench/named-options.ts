/** Options of benches whose values are names. A mistyped name is refused: without it another measurement would run. */

/** @throws Error with the accepted names if `given` is none of them */
export function oneOf<Name extends string>(option: string, given: string, accepted: readonly Name[]): Name {
  const found = accepted.find((name) => name === given);
  if (found === undefined) throw new Error(`${option} ${given}: accepted are ${accepted.join(', ')}`);
  return found;
}

/** Names with commas between; undefined without the option.
 *  @throws Error with the accepted names if one is none of them */
export function someOf<Name extends string>(
  option: string,
  given: string | undefined,
  accepted: readonly Name[],
): Name[] | undefined {
  return given?.split(',').map((name) => oneOf(option, name.trim(), accepted));
}

/** Those whose name contains one of the texts with commas between; all without the option.
 *  @throws Error with all names if no name contains one of the texts */
export function matching<T extends { name: string }>(
  option: string,
  given: string | undefined,
  all: readonly T[],
): T[] {
  const texts = given?.split(',').map((text) => text.trim()) ?? [''];
  for (const text of texts)
    if (!all.some(({ name }) => name.includes(text)))
      throw new Error(`${option} ${text}: no name of ${all.map(({ name }) => name).join(', ')} contains it`);
  return all.filter(({ name }) => texts.some((text) => name.includes(text)));
}
