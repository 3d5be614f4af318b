import type { Kernel } from '../contract/kernel.ts';

/** x · sigmoid(x). Source: torch.nn.SiLU. */
export const siluForward: Kernel['siluForward'] = (y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = x[i] / (1 + Math.exp(-x[i]));
};
export const siluBackward: Kernel['siluBackward'] = (dx, x, dy) => {
  for (let i = 0; i < dx.length; i++) {
    const s = 1 / (1 + Math.exp(-x[i]));
    dx[i] = dy[i] * s * (1 + x[i] * (1 - s));
  }
};
