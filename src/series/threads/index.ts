export { createBodyThreads, jsonThreadFailure } from './body-threads.ts';
export { type ThreadError, toThreadError } from './thread-error.ts';
