export { type BodyTask, createBodyThreads, threadFailure } from './body-threads.ts';
export { collectBody } from './collect.ts';
