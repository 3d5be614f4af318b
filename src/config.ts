import { BlockList, isIP } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import { limits } from './contracts/values/index.ts';
import { compileCachesIn, databaseUrlFollows, databaseUrlIn, dataFolderIn } from './early-settings.ts';
import { type ArmedPoint, faultPoints } from './fault-points.ts';

/** A setting is missing or wrong. The process prints the message and exits. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const optionalText = z.string().trim().optional();

const networksSchema = z
  .string()
  .default('')
  .transform(listed)
  .refine((networks) => networks.every(isNetwork), {
    error: 'must be networks such as 10.0.0.0/8 or fd00::/8, separated by commas',
  });

const hostsSchema = z
  .string()
  .default('')
  .transform(listed)
  .refine((hosts) => hosts.every((host) => /^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i.test(host)), {
    error: 'must be names such as forecasts.example or 10.1.2.3:8080, separated by commas',
  });

function listed(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

const shareError = 'must be a number from 0 to 1';
/** `claimed`, or `claimed@job_…` for one job. */
const faultPointSchema = z
  .string()
  .default('')
  .transform((text): ArmedPoint | null => {
    if (text === '') return null;
    const [name, jobId = null] = text.split('@');
    return { point: z.enum(faultPoints).parse(name), jobId };
  });

/** Whether a text is an address of PostgreSQL as its driver takes one. What follows a `#` would be dropped,
 *  and the host be another. */
function isDatabaseUrl(text: string): boolean {
  if (text === databaseUrlFollows || text.startsWith('/') || text.startsWith('socket:')) return true;
  const url = URL.parse(text.replace('@/', '@localhost/')); // the host may be in the query
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hash === '';
}

/** Whether a text is an address of Redis as its driver takes one: it may be a socket, or have no scheme. */
function isRedisUrl(text: string): boolean {
  if (text.startsWith('/')) return true;
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`);
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hash !== '') return false;
  // Its driver takes an address without a scheme and with a path for a socket, and one without a host for this machine.
  if (!text.includes('://') && url.pathname !== '') return false;
  return url.hostname !== '' && /^\/?\d*$/.test(url.pathname);
}

/** Whether an address of PostgreSQL names several hosts, as psql and others take it. */
function hasManyHosts(text: string): boolean {
  const authority = /^postgres(?:ql)?:\/\/([^/?]*)/.exec(text)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1); // a password may have a comma
  return host.includes(',') || /[?&]host=[^&]*(,|%2C)/i.test(text);
}

const encoded =
  'special characters of a user or password are encoded, such as @ as %40 and # as %23; letters and digits, as `openssl rand -hex 32` prints them, need no encoding';
const endpointSchema = optionalText.refine(
  (text) => text === undefined || /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
  { error: 'must be an address such as http://collector:4318' },
);

/** A thousand days. */
const jobSecondsMost = 86_400_000;

const environmentSchema = z.object({
  HOST: z.string().trim().default('127.0.0.1').transform(oneAddress),
  PORT: wholeNumber(0, 65_535).default(8080),
  GATECAST_DATA_DIR: optionalText,
  DATABASE_URL: optionalText
    .refine((text) => text === undefined || !hasManyHosts(text), {
      error:
        'names several hosts, and the service connects to one; name an address that follows the primary, such as that of a proxy, or the one that your cluster keeps for writes',
      abort: true,
    })
    .refine((text) => text === undefined || isDatabaseUrl(text), {
      error: `must be an address such as postgres://user:password@host:5432/database; ${encoded}`,
    }),
  REDIS_URL: optionalText.refine((text) => text === undefined || isRedisUrl(text), {
    error: `must be an address such as redis://:password@host:6379, or rediss:// for TLS; ${encoded}`,
  }),
  GATECAST_API_KEY: optionalText
    .refine((key) => key === undefined || /^[\x20-\x7e\xa0-\xff]*$/.test(key), {
      error:
        'has characters that no header of a request can hold; use visible ASCII characters (for example the output of `openssl rand -hex 32`), and keep the old key in GATECAST_SECRET_KEY if it encrypted secrets',
    })
    .refine((key) => key === undefined || key.length >= 32, {
      error: 'must have at least 32 characters (for example the output of `openssl rand -hex 32`)',
    }),
  GATECAST_SECRET_KEY: z
    .string()
    .default('')
    .transform(listed)
    .refine((keys) => keys.every((key) => key.length >= 32), {
      error:
        'must be keys of at least 32 characters (such as the output of `openssl rand -hex 32`), separated by commas',
    }),
  GATECAST_KERNEL: optionalText,
  /** Read before the code is loaded (`built-code.ts`). */
  GATECAST_CODE: z
    .string()
    .trim()
    .pipe(z.enum(['built', 'sources']))
    .default('built'),
  GATECAST_WEBHOOK_ALLOW: networksSchema,
  GATECAST_WORKER_CONCURRENCY: wholeNumber(1, 256).optional(),
  GATECAST_TRAINING_CORES: wholeNumber(1, 1_024).optional(),
  GATECAST_TRAINING_NICENESS: wholeNumber(0, 19).default(10),
  GATECAST_WORKER_PORT: wholeNumber(0, 65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpointSchema,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpointSchema,
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: shareError })
    .min(0, { error: shareError })
    .max(1, { error: shareError })
    .default(1),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(1, 86_400_000).default(5_000),
  OTEL_BSP_EXPORT_TIMEOUT: wholeNumber(1, 86_400_000).default(30_000),
  OTEL_BSP_MAX_QUEUE_SIZE: wholeNumber(1, 1_000_000).default(2_048),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: wholeNumber(1, 1_000_000).default(512),
  GATECAST_METRICS_OPEN: z.enum(['true', 'false']).default('false'),
  GATECAST_DASHBOARD: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  CORS_ORIGINS: optionalText,
  GATECAST_ALLOWED_HOSTS: hostsSchema,
  NODE_COMPILE_CACHE: optionalText,
  /** Set by npm: the script that it runs. */
  npm_lifecycle_event: optionalText,
  GATECAST_FAULT_POINT: faultPointSchema,
  RATE_LIMIT_PER_MINUTE: wholeNumber(0, 2 ** 31).default(limits.rateLimitPerMinute),
  GATECAST_FORECAST_SECONDS_MAX: wholeNumber(1, 3_600).default(60),
  GATECAST_MEMORY_MIB: wholeNumber(64, 2 ** 24).optional(),
  TENANT_RUNNING_MAX: wholeNumber(0, 2 ** 31 - 1).default(0),
  TENANT_QUEUED_MAX: wholeNumber(0, 2 ** 31 - 1).default(limits.tenantQueuedMax),
  TENANT_POINTS_MAX: wholeNumber(0, 2 ** 50).default(0),
  TENANT_STORED_BYTES_MAX: wholeNumber(0, 2 ** 50).default(0),
  JOB_SECONDS_MAX: wholeNumber(0, jobSecondsMost).default(0),
  JOB_SILENT_SECONDS_MAX: wholeNumber(1, jobSecondsMost).default(600),
  UPLOAD_BYTES_MAX: wholeNumber(1, 2 ** 40).default(limits.uploadBytesMax),
});

/** How spans are recorded and exported, in the words of the SDK of OpenTelemetry. */
export interface TraceSettings {
  /** Share of the new traces that are recorded, 0 to 1; a trace that a caller has begun keeps the caller's decision. */
  sampled: number;
  /** Pause between two exports. */
  scheduledDelayMillis: number;
  exportTimeoutMillis: number;
  /** Spans that wait to be sent. Further ones are dropped, so a collector that does not answer costs no memory. */
  maxQueueSize: number;
  /** Spans of one export. */
  maxExportBatchSize: number;
}

export interface Config {
  host: string;
  /** 0 chooses a free port. */
  port: number;
  isLoopback: boolean;
  dataDir: string;
  /** Folders for Node's compile cache. The first one that can be written is used. */
  compileCaches: string[];
  databaseUrl: string | null;
  redisUrl: string | null;
  apiKey: string | null;
  /** Keys that encrypt the secrets of webhooks in the database: the first encrypts, all decrypt. */
  secretKeys: string[];
  kernel: string | null;
  /** Private networks that webhooks may reach, in CIDR notation. */
  webhookAllow: string[];
  /** Trainings that one worker process runs at the same time, each in its own thread. */
  workerConcurrency: number;
  /** CPU cores that the jobs of one worker process share. Each job has at least one. */
  trainingCores: number;
  /** By how much the nice value of threads that train is above that of their process, and that of the session
   *  of a worker; 0 to 19. */
  trainingNiceness: number;
  /** Port on which a worker answers probes and `/metrics`; null: none. 0 chooses a free port. */
  workerPort: number | null;
  /** Null: no spans are exported, because no endpoint is set. */
  traces: TraceSettings | null;
  logLevel: string;
  /** Whether `/metrics` needs no key. */
  metricsOpen: boolean;
  /** Whether the API serves the dashboard. */
  hasDashboard: boolean;
  /** Seconds of a computation in the API, with its wait for a thread. */
  forecastSecondsMax: number;
  /** Observations that a tenant may store; null: unlimited. */
  tenantPointsMax: number | null;
  /** Bytes that a tenant may store; null: unlimited. */
  tenantBytesMax: number | null;
  uploadBytesMax: number;
  /** Memory that the calls in flight of an API process may hold together. */
  memoryBytesMax: number;
  /** Origins whose web pages may call the service; `*` allows all. */
  corsOrigins: string[];
  /** Names under which the service is called, besides those of loopback. */
  allowedHosts: string[];
  /** Requests of one key per minute, in each API process; null: unlimited. */
  rateLimitPerMinute: number | null;
  /** Running trainings, and running backtests, that a tenant may have; null: any number. */
  tenantRunningMax: number | null;
  /** Queued jobs that a tenant may have; null: any number. */
  tenantQueuedMax: number | null;
  /** Seconds of work of a job, over all attempts; null: any time. */
  jobSecondsMax: number | null;
  /** Seconds without a sign of life after which the thread of a job is stopped, and the job is tried again. */
  jobSilentSecondsMax: number;
  /** Whether npm runs this process as one of the service's own scripts. */
  isRunByNpm: boolean;
  /** Where the process kills itself, in tests; null: nowhere. */
  faultPoint: ArmedPoint | null;
  /** Names in the environment that look like settings of the service, and are none. */
  unknownSettings: string[];
}

function isNetwork(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '')) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}

/** Fastify listens on each address of `localhost` with a server of its own, and the bounds of connections are
 *  those of the first one. */
function oneAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

function isLoopback(host: string): boolean {
  if (host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** A quarter of the memory of the machine or the container. */
function memoryMiBDefault(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(64, Math.floor(bytes / 4 / 1024 ** 2));
}

/** 0 in a setting means that there is no limit. */
function nullIfZero(limit: number): number | null {
  return limit === 0 ? null : limit;
}

/** @throws ConfigError for a text that is not an origin */
function originsOf(text = ''): string[] {
  const origins = listed(text);
  for (const origin of origins) {
    if (origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)) continue;
    throw new ConfigError(
      `CORS_ORIGINS: ${origin} is not an origin; write it as https://dashboard.example, without a path.`,
    );
  }
  return origins;
}

/** Names of all settings. */
export const settingNames: readonly string[] = Object.keys(environmentSchema.shape);

/** Read by `docker-compose.yml`, whose environment a process may inherit. */
const ofCompose = ['GATECAST_MEMORY_LIMIT'];
/** Without one of them no span is exported, and the other variables of OpenTelemetry, which may be those of another
 *  program, are not read. */
const endpointNames = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
/** Variables that Kubernetes makes for the services of a namespace. */
const ofKubernetes = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP|SCTP)/;

function isUnknown(name: string): boolean {
  if (!/^(GATECAST|TENANT)_/.test(name) || settingNames.includes(name) || ofCompose.includes(name))
    return false;
  return !ofKubernetes.test(name);
}

/** Whether Kubernetes has made the variable for a service of the namespace, such as `GATECAST_WORKER_PORT` for one
 *  named `gatecast-worker`. */
function isServiceLink([name, text]: [string, string | undefined]): boolean {
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):/.test(text ?? '');
}

function faultOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
}

/** Reads the settings. Besides `early-settings.ts`, no other code reads the environment. An empty variable counts as
 *  one that is not set: compose and CI files pass on such texts. @throws ConfigError that names the variable */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const filled = Object.entries(environment).filter(([, text]) => text !== undefined && text.trim() !== '');
  const isTraced = filled.some(([name]) => endpointNames.includes(name));
  const set = filled.filter((entry) => !isServiceLink(entry) && (isTraced || !entry[0].startsWith('OTEL_')));
  const parsed = environmentSchema.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${faultOf(issue)}`);
    throw new ConfigError(`Invalid settings:\n  ${faults.join('\n  ')}`);
  }
  const env = parsed.data;
  const config: Config = {
    host: env.HOST,
    port: env.PORT,
    isLoopback: isLoopback(env.HOST),
    dataDir: dataFolderIn(environment),
    compileCaches: compileCachesIn(environment),
    databaseUrl: databaseUrlIn(environment),
    redisUrl: env.REDIS_URL ?? null,
    apiKey: env.GATECAST_API_KEY ?? null,
    secretKeys: env.GATECAST_SECRET_KEY,
    kernel: env.GATECAST_KERNEL ?? null,
    webhookAllow: env.GATECAST_WEBHOOK_ALLOW,
    workerConcurrency: env.GATECAST_WORKER_CONCURRENCY ?? Math.max(1, availableParallelism() - 1),
    trainingCores: env.GATECAST_TRAINING_CORES ?? availableParallelism(),
    trainingNiceness: env.GATECAST_TRAINING_NICENESS,
    workerPort: env.GATECAST_WORKER_PORT ?? null,
    traces: isTraced
      ? {
          sampled: env.OTEL_TRACES_SAMPLER_ARG,
          scheduledDelayMillis: env.OTEL_BSP_SCHEDULE_DELAY,
          exportTimeoutMillis: env.OTEL_BSP_EXPORT_TIMEOUT,
          maxQueueSize: env.OTEL_BSP_MAX_QUEUE_SIZE,
          // A batch takes its spans from those that wait.
          maxExportBatchSize: Math.min(env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE, env.OTEL_BSP_MAX_QUEUE_SIZE),
        }
      : null,
    logLevel: env.LOG_LEVEL,
    metricsOpen: env.GATECAST_METRICS_OPEN === 'true',
    hasDashboard: env.GATECAST_DASHBOARD !== 'off',
    forecastSecondsMax: env.GATECAST_FORECAST_SECONDS_MAX,
    tenantPointsMax: nullIfZero(env.TENANT_POINTS_MAX),
    tenantBytesMax: nullIfZero(env.TENANT_STORED_BYTES_MAX),
    uploadBytesMax: env.UPLOAD_BYTES_MAX,
    memoryBytesMax: (env.GATECAST_MEMORY_MIB ?? memoryMiBDefault()) * 1024 ** 2,
    allowedHosts: env.GATECAST_ALLOWED_HOSTS,
    corsOrigins: originsOf(env.CORS_ORIGINS),
    rateLimitPerMinute: nullIfZero(env.RATE_LIMIT_PER_MINUTE),
    tenantRunningMax: nullIfZero(env.TENANT_RUNNING_MAX),
    tenantQueuedMax: nullIfZero(env.TENANT_QUEUED_MAX),
    jobSecondsMax: nullIfZero(env.JOB_SECONDS_MAX),
    jobSilentSecondsMax: env.JOB_SILENT_SECONDS_MAX,
    isRunByNpm: ['start', 'api', 'worker'].includes(env.npm_lifecycle_event ?? ''),
    faultPoint: env.GATECAST_FAULT_POINT,
    unknownSettings: set.map(([name]) => name).filter(isUnknown),
  };
  if (!config.isLoopback && config.apiKey === null) {
    throw new ConfigError(
      `HOST=${config.host} is reachable from other machines, but no API key protects the service. ` +
        'Set GATECAST_API_KEY, or set HOST to 127.0.0.1.',
    );
  }
  return config;
}

/** For `npm run api` and `npm run worker`, which do not start the embedded database.
 *  @throws ConfigError if it is not set */
export function requireDatabaseUrl(config: Config): string {
  if (config.databaseUrl !== null) return config.databaseUrl;
  throw new ConfigError(
    'DATABASE_URL is not set. Set it (postgres://user:password@host:5432/database), ' +
      'or run `npm start`, which starts an embedded PostgreSQL.',
  );
}
