import fp from 'fastify-plugin';
import type { JobStore } from '../../contracts/ports/index.ts';
import { QueueBound } from '../routing/queue-bound.ts';

declare module 'fastify' {
  interface FastifyInstance {
    queueBound: QueueBound;
  }
}

/** The bound of queued jobs of each tenant. Every route that creates a job asks it first. */
export const queueBoundPlugin = fp(
  async (app, { jobs, queuedMax }: { jobs: Pick<JobStore, 'queued'>; queuedMax: number | null }) => {
    app.decorate('queueBound', new QueueBound(queuedMax, jobs));
  },
);
