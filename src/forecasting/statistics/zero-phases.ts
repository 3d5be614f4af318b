/** Fewer zeros of a phase show nothing. */
const zerosMin = 4;
/** Largest probability that a phase has zeros only by chance, if they are as frequent in it as in the others. */
const chanceMax = 0.001;

/** Tells steps after a series whose phase of a season never had another value than zero, such as a closed weekday, or the nights of solar power.
 *  @param values observations before the steps; NaN is missing. [T]
 *  @returns whether step h, from 0, is one of them; null if there is none */
export function zeroPhases(values: Float64Array, season: number): ((h: number) => boolean) | null {
  if (season <= 1 || values.length < zerosMin * season) return null;
  const zeros = new Int32Array(season);
  const observed = new Int32Array(season);
  for (let t = 0, phase = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t])) {
      observed[phase]++;
      if (values[t] === 0) zeros[phase]++;
    }
    if (++phase === season) phase = 0;
  }
  let [zerosOfOthers, observedOfOthers] = [0, 0];
  for (let phase = 0; phase < season; phase++) {
    if (zeros[phase] === observed[phase]) continue;
    zerosOfOthers += zeros[phase];
    observedOfOthers += observed[phase];
  }
  if (observedOfOthers === 0) return null;
  const share = zerosOfOthers / observedOfOthers;
  const areZeros = Array.from(
    zeros,
    (count, phase) => count >= zerosMin && count === observed[phase] && share ** count <= chanceMax,
  );
  return areZeros.includes(true) ? (h) => areZeros[(values.length + h) % season] : null;
}
