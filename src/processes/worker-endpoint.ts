import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type Config, ConfigError } from '../config.ts';
import { bearerKeyOf, digestOf, isSameDigest } from '../credentials.ts';
import { inTime } from '../in-time.ts';
import { http } from '../node-http.ts';
import { createReadyGauge } from '../observability/index.ts';
import { createOutageLog } from '../outage-log.ts';

/** A probe that takes longer counts as failed. */
const pingMsMax = 2_000;
/** Shorter: a reading of the metrics that shows a failed check counts as served. */
const checkMsMax = 800;

export interface WorkerEndpoint {
  url: string;
  close(): Promise<void>;
}

/** Serves `/healthz`, `/readyz` and `/metrics` of a worker, which has no other port. Null if no port is set. `/metrics`
 *  needs the first admin key, as that of the API does: if there is one, and the metrics are not open.
 *  @throws ConfigError if the address cannot be used */
export async function openWorkerEndpoint({
  config,
  registry,
  log,
  ping,
}: {
  config: Pick<Config, 'host' | 'workerPort' | 'metricsOpen' | 'apiKey'>;
  registry: Registry;
  log: Logger;
  ping(): Promise<void>;
}): Promise<WorkerEndpoint | null> {
  if (config.workerPort === null) return null;
  const outage = createOutageLog(log, {
    failing: 'probes are not served',
    again: 'probes are served again',
  });
  createReadyGauge(registry, { database: () => inTime(ping(), checkMsMax) });
  const answers: Record<string, () => Promise<{ status: number; type: string; body: string }>> = {
    '/healthz': async () => ({ status: 200, type: 'application/json', body: '{"status":"ok"}' }),
    '/readyz': async () => {
      await ping();
      return { status: 200, type: 'application/json', body: '{"status":"ready","parts":["database"]}' };
    },
    '/metrics': async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
  };
  const listener: RequestListener = async (request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
    const path = (request.url ?? '').split('?', 1)[0];
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer === undefined || request.method !== 'GET')
      return send(404, 'text/plain', 'A worker has GET /healthz, /readyz and /metrics.\n');
    const needsKey = path === '/metrics' && config.apiKey !== null && !config.metricsOpen;
    if (needsKey && !isKey(request.headers, config.apiKey))
      return send(401, 'text/plain', 'Send GATECAST_API_KEY as Authorization: Bearer <key>.\n');
    try {
      const { status, type, body } = await inTime(answer(), pingMsMax);
      send(status, type, body);
      if (path === '/readyz') outage.works(); // the others need no database
    } catch (err) {
      outage.failed(err, 1, { path });
      send(503, 'text/plain', 'The database does not answer.\n');
    }
  };
  const server = http.createServer({ requestTimeout: 10_000, maxHeaderSize: 8_192 }, listener);
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(config.workerPort, config.host, resolve);
  await opened.catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `HOST=${config.host} GATECAST_WORKER_PORT=${config.workerPort}: the worker cannot listen there (${error.code}). ` +
        'Set another port, or leave it out.',
    );
  });
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function isKey({ authorization }: { authorization?: string }, key: string | null): boolean {
  const given = bearerKeyOf(authorization);
  return given !== null && key !== null && isSameDigest(digestOf(given), digestOf(key));
}
