/** Queues of jobs and background tasks: BullMQ on PostgreSQL or Redis. */
export { openPostgresBackend, openQueueBackend, openRedisBackend, type QueueBackend } from './backend.ts';
export {
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  dueMsOf,
  type HandledTask,
} from './background-tasks.ts';
export { consume, type Handled } from './consumer.ts';
export { startBackgroundTaskKeeper } from './keeper/background-task-keeper.ts';
export { createJobQueue } from './producer.ts';
export { createQueueOutage } from './queue-outage.ts';
export { startReconciler } from './reconciler.ts';
export { redisRefusal } from './redis-errors.ts';
export { ForeignQueueError, requireOwnQueue } from './service-claim.ts';
