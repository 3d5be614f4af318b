/** Gates of each cell: matrices of a layer, for its inputs and for its state. */
export const gateCounts = { rnn: 1, gru: 3, lstm: 4 } as const;
const bytesOfFloat = 4;

interface RecurrentSizes {
  cell: keyof typeof gateCounts;
  hidden_size: number;
  layers: number;
}

/** Bytes of the parameters of recurrent layers: two matrices and two biases in each. */
export function recurrentBytes({ cell, hidden_size, layers }: RecurrentSizes, inputSize: number): number {
  const columns = inputSize + (layers - 1) * hidden_size + layers * (hidden_size + 2);
  return bytesOfFloat * gateCounts[cell] * hidden_size * columns;
}
