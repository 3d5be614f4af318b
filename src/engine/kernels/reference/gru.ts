import { sigmoid } from '../../primitives/sigmoid.ts';
import { addLayerGradients, type Cell, projectInputs } from './cell.ts';
import { fillRows, productNN, productNT } from './matrix.ts';

/** r, z = sigmoid(W_i* x + b_i* + W_h* h + b_h*); n = tanh(W_in x + b_in + r (W_hn h + b_hn));
 *  h' = (1 - z) n + z h. The reset gate is applied after the product, unlike in Cho et al. (2014).
 *  Source: torch.nn.GRU.
 *
 *  Tape: gates [T, B, 3H] (r, z, n), then W_hn h + b_hn [T, B, H]. */
export const gru: Cell = {
  tapeLength: ({ steps, batch, hiddenSize }) => steps * batch * 4 * hiddenSize,
  scratchLength: ({ steps, batch, hiddenSize }) => steps * batch * 6 * hiddenSize,

  forward(shape, layer, x, h, _c, tape, scratch) {
    const { steps, batch, hiddenSize: H } = shape;
    const nHiddenAt = steps * batch * 3 * H; // offset of W_hn h + b_hn in the tape
    projectInputs(tape, 0, shape, layer, x);
    for (let t = 0; t < steps; t++) {
      const hidden = 0; // offset of W_hh h + b_hh [B, 3H] in scratch
      fillRows(scratch, hidden, layer.biasHh.value, batch, 3 * H);
      productNT(scratch, hidden, h, t * batch * H, layer.weightHh.value, batch, 3 * H, H, true);
      for (let b = 0; b < batch; b++) {
        const gates = (t * batch + b) * 3 * H;
        const before = (t * batch + b) * H;
        const after = before + batch * H;
        for (let j = 0; j < H; j++) {
          const at = gates + j;
          const from = b * 3 * H + j;
          const nHidden = scratch[from + 2 * H];
          const r = sigmoid(tape[at] + scratch[from]);
          const z = sigmoid(tape[at + H] + scratch[from + H]);
          const n = Math.tanh(tape[at + 2 * H] + r * nHidden);
          tape[at] = r;
          tape[at + H] = z;
          tape[at + 2 * H] = n;
          tape[nHiddenAt + before + j] = nHidden;
          h[after + j] = (1 - z) * n + z * h[before + j];
        }
      }
    }
  },

  backward(shape, layer, x, h, _c, tape, scratch, dOutput, dH, _dC, dx) {
    const { steps, batch, hiddenSize: H } = shape;
    const nHiddenAt = steps * batch * 3 * H; // offset of W_hn h + b_hn in the tape
    const dInput = 0; // offset in scratch [T, B, 3H]
    const dHidden = steps * batch * 3 * H; // offset in scratch [T, B, 3H]; only n differs: the reset gate scales it
    for (let t = steps - 1; t >= 0; t--) {
      for (let b = 0; b < batch; b++) {
        const gates = (t * batch + b) * 3 * H;
        const before = (t * batch + b) * H;
        for (let j = 0; j < H; j++) {
          const at = gates + j;
          const r = tape[at];
          const z = tape[at + H];
          const n = tape[at + 2 * H];
          const dh = dOutput === null ? dH[b * H + j] : dH[b * H + j] + dOutput[before + j];
          const dn = dh * (1 - z) * (1 - n * n);
          const dr = dn * tape[nHiddenAt + before + j] * r * (1 - r);
          const dz = dh * (h[before + j] - n) * z * (1 - z);
          scratch[dInput + at] = dr;
          scratch[dInput + at + H] = dz;
          scratch[dInput + at + 2 * H] = dn;
          scratch[dHidden + at] = dr;
          scratch[dHidden + at + H] = dz;
          scratch[dHidden + at + 2 * H] = dn * r;
          dH[b * H + j] = dh * z;
        }
      }
      productNN(dH, 0, scratch, dHidden + t * batch * 3 * H, layer.weightHh.value, batch, H, 3 * H, true);
    }
    addLayerGradients(shape, layer, x, h, scratch, dInput, dHidden, dx);
  },
};
