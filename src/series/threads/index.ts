export { type BodyTask, createBodyThreads, threadFailure } from './body-threads.ts';
export { receiveBody, sendPacked, sendSeries } from './port.ts';
export { type ThreadError, toThreadError } from './thread-error.ts';
