import type { Kernel } from '../contract/kernel.ts';

export const clipGlobalNorm: Kernel['clipGlobalNorm'] = (gradients, max) => {
  let squares = 0;
  for (let i = 0; i < gradients.length; i++) squares += gradients[i] * gradients[i];
  const norm = Math.sqrt(squares);
  const scale = max / (norm + 1e-6); // the epsilon of torch.nn.utils.clip_grad_norm_
  if (Number.isFinite(norm) && scale < 1) for (let i = 0; i < gradients.length; i++) gradients[i] *= scale;
  return norm;
};

export const adamw: Kernel['adamw'] = (
  values,
  gradients,
  m,
  v,
  step,
  learningRate,
  beta1,
  beta2,
  epsilon,
  weightDecay,
) => {
  const keep = 1 - learningRate * weightDecay;
  const rate = learningRate / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < values.length; i++) {
    const gradient = gradients[i];
    m[i] = beta1 * m[i] + (1 - beta1) * gradient;
    v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
    values[i] = values[i] * keep - (rate * m[i]) / (Math.sqrt(v[i]) / correction + epsilon);
  }
};
