/** See `smoothLevels` of the contract. */
export function smoothLevels(
  values: Float64Array,
  from: number,
  to: number,
  alphas: Float64Array,
  start: Float64Array,
  states: Float64Array,
): void {
  const L = alphas.length;
  for (let i = 0; i < L; i++) {
    const alpha = alphas[i];
    let level = start[0];
    let squares = 0;
    for (let t = from; t < to; t++) {
      const error = values[t] - level;
      squares += error * error;
      level += alpha * error;
    }
    states[i] = level;
    states[2 * L + i] = squares;
  }
}

/** See `smoothTrends` of the contract. */
export function smoothTrends(
  values: Float64Array,
  from: number,
  to: number,
  parameters: Float64Array,
  start: Float64Array,
  states: Float64Array,
): void {
  const L = parameters.length / 3;
  for (let i = 0; i < L; i++) {
    const phi = parameters[i];
    const alpha = parameters[L + i];
    const beta = parameters[2 * L + i];
    let level = start[0];
    let trend = start[1];
    let squares = 0;
    for (let t = from; t < to; t++) {
      const move = phi * trend;
      const error = values[t] - level - move;
      squares += error * error;
      level += move + alpha * error;
      trend = move + beta * error;
    }
    states[i] = level;
    states[L + i] = trend;
    states[2 * L + i] = squares;
  }
}
