/** Places of named inputs in a row of numbers. */

/** Place of the first number of each input, and the count of all numbers.
 *  @param widths numbers of each input, in their order */
export function placesOf<Name extends string>(
  widths: Readonly<Record<Name, number>>,
): { places: Readonly<Record<Name, number>>; count: number } {
  const places: Record<Name, number> = { ...widths };
  let count = 0;
  for (const name of Object.keys(widths) as Name[]) {
    places[name] = count;
    count += widths[name];
  }
  return { places, count };
}
