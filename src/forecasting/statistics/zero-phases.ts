/** Fewer zeros of a phase show nothing; where the other phases have zeros too, the phase may only have few demands. */
const zerosMin = { ofNoOther: 4, ofOthers: 20 };
/** Share of zeros in the other phases up to which they count as none. */
const strayShareMax = 0.02;
/** Largest probability that a phase has zeros only by chance, if they are as frequent in it as in the others. */
const chanceMax = 0.001;
/** From so many zero phases in a row on, the first and the last of them may change with the daylight or the clocks. */
const longRunMin = 3;

/** Tells steps after a series whose phase of a season never had another value than zero, such as a closed weekday, or
 *  the nights of solar power.
 *  @param values observations before the steps; NaN is missing. [T]
 *  @returns whether step h, from 0, is one of them; null if there is none */
export function zeroPhases(values: Float64Array, season: number): ((h: number) => boolean) | null {
  if (season <= 1 || values.length < zerosMin.ofNoOther * season) return null;
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
  const least = share <= strayShareMax ? zerosMin.ofNoOther : zerosMin.ofOthers;
  const found = Array.from(
    zeros,
    (count, phase) => count >= least && count === observed[phase] && share ** count <= chanceMax,
  );
  const areZeros = found.map((isZero, phase) => isZero && !isAtEdge(found, phase));
  return areZeros.includes(true) ? (h) => areZeros[(values.length + h) % season] : null;
}

/** Whether a phase is the first or the last one of a long run. Behind the last phase of a
 *  season comes the first one. */
function isAtEdge(found: readonly boolean[], phase: number): boolean {
  const season = found.length;
  const at = (distance: number) => found[(phase + distance + season) % season];
  if (at(-1) && at(1)) return false;
  let length = 1;
  for (const direction of [-1, 1])
    for (let distance = 1; length < season && at(direction * distance); distance++) length++;
  return length >= longRunMin;
}
