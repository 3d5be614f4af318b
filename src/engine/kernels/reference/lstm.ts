import { sigmoid } from '../../primitives/sigmoid.ts';
import { addLayerGradients, type Cell, projectInputs } from './cell.ts';
import { fillRows, productNN, productNT } from './matrix.ts';

/** i, f, o = sigmoid(W_i* x + b_i* + W_h* h + b_h*), g = tanh(W_ig x + b_ig + W_hg h + b_hg); c' = f c + i g;
 *  h' = o tanh(c').
 *  Source: torch.nn.LSTM.
 *
 *  Tape: gates [T, B, 4H] (i, f, g, o), then tanh(c') [T, B, H]. */
export const lstm: Cell = {
  tapeLength: ({ steps, batch, hiddenSize }) => steps * batch * 5 * hiddenSize,
  scratchLength: ({ steps, batch, hiddenSize }) => steps * batch * 4 * hiddenSize,

  forward(shape, layer, x, h, c, tape, scratch) {
    const { steps, batch, hiddenSize: H } = shape;
    const tanhCAt = steps * batch * 4 * H; // offset of tanh(c') in the tape
    projectInputs(tape, 0, shape, layer, x);
    for (let t = 0; t < steps; t++) {
      const hidden = 0; // offset of W_hh h + b_hh [B, 4H] in scratch
      fillRows(scratch, hidden, layer.biasHh.value, batch, 4 * H);
      productNT(scratch, hidden, h, t * batch * H, layer.weightHh.value, batch, 4 * H, H, true);
      for (let b = 0; b < batch; b++) {
        const gates = (t * batch + b) * 4 * H;
        const before = (t * batch + b) * H;
        const after = before + batch * H;
        for (let j = 0; j < H; j++) {
          const at = gates + j;
          const from = b * 4 * H + j;
          const i = sigmoid(tape[at] + scratch[from]);
          const f = sigmoid(tape[at + H] + scratch[from + H]);
          const g = Math.tanh(tape[at + 2 * H] + scratch[from + 2 * H]);
          const o = sigmoid(tape[at + 3 * H] + scratch[from + 3 * H]);
          const cell = f * c[before + j] + i * g;
          const tanhC = Math.tanh(cell);
          tape[at] = i;
          tape[at + H] = f;
          tape[at + 2 * H] = g;
          tape[at + 3 * H] = o;
          tape[tanhCAt + before + j] = tanhC;
          c[after + j] = cell;
          h[after + j] = o * tanhC;
        }
      }
    }
  },

  backward(shape, layer, x, h, c, tape, scratch, dOutput, dH, dC, dx) {
    const { steps, batch, hiddenSize: H } = shape;
    const tanhCAt = steps * batch * 4 * H; // offset of tanh(c') in the tape
    for (let t = steps - 1; t >= 0; t--) {
      for (let b = 0; b < batch; b++) {
        const gates = (t * batch + b) * 4 * H; // offset in the tape, and of their gradients in scratch [T, B, 4H]
        const before = (t * batch + b) * H;
        for (let j = 0; j < H; j++) {
          const at = gates + j;
          const i = tape[at];
          const f = tape[at + H];
          const g = tape[at + 2 * H];
          const o = tape[at + 3 * H];
          const tanhC = tape[tanhCAt + before + j];
          const dh = dOutput === null ? dH[b * H + j] : dH[b * H + j] + dOutput[before + j];
          const dc = dC[b * H + j] + dh * o * (1 - tanhC * tanhC);
          scratch[at] = dc * g * i * (1 - i);
          scratch[at + H] = dc * c[before + j] * f * (1 - f);
          scratch[at + 2 * H] = dc * i * (1 - g * g);
          scratch[at + 3 * H] = dh * tanhC * o * (1 - o);
          dC[b * H + j] = dc * f;
        }
      }
      productNN(dH, 0, scratch, t * batch * 4 * H, layer.weightHh.value, batch, H, 4 * H, false);
    }
    addLayerGradients(shape, layer, x, h, scratch, 0, 0, dx);
  },
};
