export { likeliest, takeApart } from './apart.ts';
export { explainNext } from './explain.ts';
export { symbolLookBack } from './look-back.ts';
export { symbolMemory } from './memory.ts';
