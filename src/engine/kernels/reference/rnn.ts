import { addLayerGradients, type Cell, projectInputs } from './cell.ts';
import { fillRows, productNN, productNT } from './matrix.ts';

/** h' = tanh(W_ih x + b_ih + W_hh h + b_hh). Source: torch.nn.RNN. */
export const rnn: Cell = {
  tapeLength: () => 0, // the derivative of tanh needs only h'
  scratchLength: ({ steps, batch, hiddenSize }) => steps * batch * hiddenSize,

  forward(shape, layer, x, h, _c, _tape, scratch) {
    const { steps, batch, hiddenSize: H } = shape;
    const step = batch * H; // elements per step
    projectInputs(h, step, shape, layer, x); // into h[1] … h[T], which the states overwrite
    for (let t = 0; t < steps; t++) {
      const next = (t + 1) * step;
      fillRows(scratch, 0, layer.biasHh.value, batch, H);
      productNT(scratch, 0, h, t * step, layer.weightHh.value, batch, H, H, true);
      for (let i = 0; i < step; i++) h[next + i] = Math.tanh(h[next + i] + scratch[i]);
    }
  },

  backward(shape, layer, x, h, _c, _tape, scratch, dOutput, dH, _dC, dx) {
    const { steps, batch, hiddenSize: H } = shape;
    const step = batch * H;
    for (let t = steps - 1; t >= 0; t--) {
      const here = t * step; // scratch [T, B, H] holds the gradient before tanh
      for (let i = 0; i < step; i++) {
        const dh = dOutput === null ? dH[i] : dH[i] + dOutput[here + i];
        const state = h[here + step + i];
        scratch[here + i] = dh * (1 - state * state);
      }
      productNN(dH, 0, scratch, here, layer.weightHh.value, batch, H, H, false);
    }
    addLayerGradients(shape, layer, x, h, scratch, 0, 0, dx);
  },
};
