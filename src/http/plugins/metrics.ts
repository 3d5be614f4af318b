import type { ServerResponse } from 'node:http';
import fp from 'fastify-plugin';
import { Counter, Gauge, type Registry } from 'prom-client';
import { type CacheCounts, cacheNames, type JobStore, type UsageStore } from '../../contracts/ports/index.ts';
import { type JobStatus, jobStatuses } from '../../contracts/schemas/index.ts';
import { type ErrorCode, errorCodes } from '../../errors.ts';
import { createReadyGauge, TimeHistogram, type TimeSeries } from '../../observability/index.ts';
import { createOutageLog } from '../../outage-log.ts';
import { createPacedRead } from '../../sharing/index.ts';
import type { partChecks } from '../routing/part-checks.ts';
import { isQuietRoute } from '../routing/request-log.ts';

/** Sources of forecasts: a model, the models of a fleet, series of a dataset without a model, and those of a
 *  call without a model. */
const forecastSources = ['model', 'fleet', 'dataset', 'request'] as const;

declare module 'fastify' {
  interface FastifyRequest {
    /** Source of the forecasts that the call makes; null if it makes none, or waits for a training. The time of the
     *  others is in `gatecast_forecast_duration_seconds`. */
    forecastsFrom: (typeof forecastSources)[number] | null;
  }
  interface FastifyInstance {
    /** Series of the answers of a route with a method and a status. */
    answerSeries(route: string, method: string, status: number): TimeSeries;
    /** Counts a request as one in flight until its response is closed. */
    enterFlight(response: ServerResponse): void;
    /** Counts an answer with an error to what never became a request. */
    countRejection(code: ErrorCode): void;
  }
}

const secondsBuckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** Jobs that have ended only become more. Their counts are kept this many times as long as counting took. */
const endedKeptFor = 1_000;

interface MetricsOptions {
  registry: Registry;
  jobs: JobStore;
  caches: CacheCounts;
  usage: Pick<UsageStore, 'storedByAll'>;
  checks: ReturnType<typeof partChecks>;
}

/** Metrics of the API for Prometheus: requests, refusals, forecasts, caches, the parts that it needs, and the queue,
 *  which every API process reports alike. */
export const metricsPlugin = fp(async (app, { registry, jobs, caches, usage, checks }: MetricsOptions) => {
  const registers = [registry];
  const requestSeconds = new TimeHistogram({
    name: 'gatecast_http_request_duration_seconds',
    help: 'Time from a request to its response.',
    buckets: secondsBuckets,
    registry,
  });
  const forecastSeconds = new TimeHistogram({
    name: 'gatecast_forecast_duration_seconds',
    help: 'Time of a call that made forecasts, by what they were made from.',
    buckets: secondsBuckets,
    registry,
  });
  // Series that rules ask for are there from the start, at 0: `increase()` and `rate()` do not see the first event of a
  // series that begins with it.
  const forecastSecondsFrom = Object.fromEntries(
    forecastSources.map((from) => [from, forecastSeconds.series({ from })]),
  );
  const rejections = new Counter({
    name: 'gatecast_http_rejections_total',
    help: 'Requests that were answered with an error, by its code.',
    labelNames: ['code'] as const,
    registers,
  });
  for (const code of errorCodes) rejections.inc({ code }, 0);
  app.decorate('countRejection', (code: ErrorCode) => rejections.inc({ code }));
  const seriesOf = createRouteSeries(requestSeconds);
  app.decorate('answerSeries', seriesOf);
  app.decorateRequest('forecastsFrom', null);
  app.addHook('onResponse', (request, reply, done) => {
    const { routeConfig } = request;
    const seconds = reply.elapsedTime / 1_000;
    seriesOf(routeConfig.url ?? 'unmatched', request.method, reply.statusCode).observe(seconds);
    if (request.refusal !== null) rejections.inc({ code: request.refusal.code });
    else if (request.forecastsFrom !== null && reply.statusCode === 200)
      forecastSecondsFrom[request.forecastsFrom].observe(seconds);
    done();
  });

  let inFlight = 0;
  const leave = () => {
    inFlight--;
  };
  new Gauge({
    name: 'gatecast_http_requests_in_flight',
    help: 'Requests that have no response yet. Event streams count while they are open.',
    registers,
    collect() {
      this.set(inFlight);
    },
  });
  app.decorate('enterFlight', (response: ServerResponse) => {
    inFlight++;
    response.on('close', leave);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!isQuietRoute(request.routeConfig.url)) app.enterFlight(reply.raw);
    done();
  });

  new Counter({
    name: 'gatecast_cache_lookups_total',
    help: 'Lookups in the caches that forecasts use.',
    labelNames: ['cache', 'result'] as const,
    registers,
    collect() {
      this.reset();
      for (const cache of cacheNames) {
        this.inc({ cache, result: 'hit' }, caches[cache].hits);
        this.inc({ cache, result: 'miss' }, caches[cache].misses);
      }
    },
  });

  const outage = createOutageLog(app.log, {
    failing: 'figures of /metrics could not be read; the others are sent',
    again: 'all figures of /metrics are read again',
  });
  const failing = new Set<string>();
  /** Reads a figure from the database. Without it the other figures are sent. */
  async function read(figure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failing.delete(figure);
      if (failing.size === 0) outage.works();
    } catch (error) {
      failing.add(figure);
      outage.failed(error);
    }
  }
  createReadyGauge(registry, checks);

  const isLive = (status: JobStatus) => status === 'queued' || status === 'running';
  /** The gauges of one scrape, and of scrapes at the same time, share a read. None is kept. */
  const depths = createPacedRead<Awaited<ReturnType<JobStore['queueDepths']>>>(0);
  const queueDepths = () => depths(() => jobs.queueDepths());
  const endedCounts = createPacedRead<Awaited<ReturnType<JobStore['counts']>>>(endedKeptFor);
  new Gauge({
    name: 'gatecast_jobs',
    help: 'Jobs by status, in the whole service.',
    labelNames: ['status'] as const,
    registers,
    collect() {
      this.reset();
      return read('jobs', async () => {
        const queued = queueDepths().then((kinds) => ({
          queued: kinds.reduce((sum, depth) => sum + depth.queued, 0),
        }));
        const running = jobs.counts(['running']);
        const ended = endedCounts(() => jobs.counts(jobStatuses.filter((status) => !isLive(status))));
        for (const counts of await Promise.all([queued, running, ended]))
          for (const [status, count] of Object.entries(counts)) this.set({ status }, count);
      });
    },
  });

  new Gauge({
    name: 'gatecast_stored_bytes',
    help: 'Bytes that all tenants store, by kind.',
    labelNames: ['kind'] as const,
    registers,
    collect() {
      this.reset();
      return read('stored bytes', async () => {
        for (const [kind, bytes] of Object.entries(await usage.storedByAll())) this.set({ kind }, bytes);
      });
    },
  });

  new Counter({
    name: 'gatecast_worker_losses_total',
    help: 'Running jobs that were found without their worker, in the whole service.',
    labelNames: ['kind'] as const,
    registers,
    collect() {
      return read('worker losses', async () => {
        const losses = await jobs.workerLosses();
        this.reset(); // not before the read: readings at the same time would add up
        for (const { kind, count } of losses) this.inc({ kind }, count);
      });
    },
  });

  type Depth = Awaited<ReturnType<JobStore['queueDepths']>>[number];
  const queueGauge = (name: string, help: string, figureOf: (depth: Depth) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['kind'] as const,
      registers,
      collect() {
        this.reset();
        return read(name, async () => {
          for (const depth of await queueDepths()) this.set({ kind: depth.kind }, figureOf(depth));
        });
      },
    });
  queueGauge(
    'gatecast_queue_depth',
    'Jobs that wait for a worker, in the whole service: queued ones, and running ones whose worker is lost.',
    ({ queued, lost }) => queued + lost,
  );
  queueGauge(
    'gatecast_queue_oldest_seconds',
    'How long the oldest of the jobs that wait for a worker has waited, in the whole service. 0 if none waits.',
    ({ oldest_seconds }) => oldest_seconds,
  );
});

interface RouteSeries {
  method: string;
  status: number;
  series: TimeSeries;
}

/** Finds the series of an answer. A route has few. */
function createRouteSeries(
  histogram: TimeHistogram,
): (route: string, method: string, status: number) => TimeSeries {
  const ofRoutes = new Map<string, RouteSeries[]>();
  return (route, method, status) => {
    const known = ofRoutes.get(route);
    for (const one of known ?? []) if (one.status === status && one.method === method) return one.series;
    const series = histogram.series({ method, route, status });
    ofRoutes.set(route, [...(known ?? []), { method, status, series }]);
    return series;
  };
}
