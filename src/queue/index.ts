/** Jobs and errands in BullMQ, on PostgreSQL or on Redis. */
export { openPostgresBackend, openQueueBackend, openRedisBackend, type QueueBackend } from './backend.ts';
export { consume, type Handled } from './consumer.ts';
export { startErrandKeeper } from './errand-keeper.ts';
export { consumeErrands, createErrandQueue } from './errands.ts';
export { createJobQueue } from './producer.ts';
export { startReconciler } from './reconciler.ts';
