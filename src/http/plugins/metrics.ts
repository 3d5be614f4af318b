import fp from 'fastify-plugin';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobStore } from '../../contracts/ports/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Registry;
  }
}

/** Metrics for Prometheus: requests, jobs by status, and the process. */
export const metricsPlugin = fp(async (app, { jobs, kernel }: { jobs: JobStore; kernel: string }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const requestSeconds = new Histogram({
    name: 'gatecast_http_request_duration_seconds',
    help: 'Time from a request to its response.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    requestSeconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });

  new Gauge({
    name: 'gatecast_kernel_info',
    help: "Always 1; the label is the engine's kernel that computes forecasts.",
    labelNames: ['kernel'] as const,
    registers: [registry],
  }).set({ kernel }, 1);

  new Gauge({
    name: 'gatecast_jobs',
    help: 'Jobs by status.',
    labelNames: ['status'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      try {
        for (const [status, count] of Object.entries(await jobs.counts())) this.set({ status }, count);
      } catch (err) {
        app.log.warn({ err }, 'jobs could not be counted'); // the other metrics are still sent
      }
    },
  });

  app.decorate('metrics', registry);
});
