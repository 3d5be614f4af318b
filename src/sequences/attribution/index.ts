export { explainNext } from './explain.ts';
export { type GradientNetwork, gradientNetwork, likeliest } from './gradient-network.ts';
export { symbolLookBack } from './look-back.ts';
export { symbolMemory } from './memory.ts';
