export { type BodyTask, bodyHeapMiBMax, createBodyThreads, threadFailure } from './body-threads.ts';
export { collectBody } from './collect.ts';
