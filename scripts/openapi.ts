/** Writes openapi/openapi.json from the routes and schemas. `--check` fails if the committed file is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type AppDeps, buildApp } from '../src/http/index.ts';
import { createRegistry } from '../src/observability/index.ts';

const file = new URL('../openapi/openapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The document needs only the routes. Their ports are never called. */
const neverCalled = new Proxy({}, { get: () => neverCalled }) as never;
const deps: AppDeps = {
  log: false,
  store: neverCalled,
  feed: neverCalled,
  queue: neverCalled,
  backgroundTasks: neverCalled,
  webhookTargets: neverCalled,
  reader: neverCalled,
  symbolReader: neverCalled,
  writer: neverCalled,
  startThreads: neverCalled,
  calls: neverCalled,
  served: neverCalled,
  fleets: neverCalled,
  pictures: neverCalled,
  estimates: neverCalled,
  registry: createRegistry({ process: 'api', kernel: 'reference' }),
  caches: neverCalled,
  settings: {
    apiKey: null,
    rateLimitPerMinute: null,
    corsOrigins: [],
    allowedHosts: [],
    tenantPointsMax: null,
    tenantBytesMax: null,
    uploadBytesMax: 1,
    memoryBytesMax: 1,
    metricsOpen: false,
    dashboard: null,
    stopGraceMs: 1,
    version,
    isTraced: false,
  },
};

const app = await buildApp(deps);
const document = `${JSON.stringify(app.swagger(), null, 2)}\n`;
await app.close();

if (!process.argv.includes('--check')) {
  writeFileSync(file, document);
} else if (readIfThere() !== document) {
  process.stderr.write('openapi/openapi.json is stale: run `npm run openapi` and commit what it writes.\n');
  process.exitCode = 1;
}

function readIfThere(): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
