import { readFileSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import type { Config } from '../../config.ts';
import { reportBrokenThreads } from '../../sharing/index.ts';
import { warnOfSettings } from '../database-wait.ts';
import { errorField } from '../error-field.ts';
import { kernelName } from '../kernel-name.ts';
import { databaseUrlOf } from '../lifecycle.ts';
import { logLines } from '../log-lines.ts';
import { traceIf, traceOptions } from '../trace-if.ts';

interface LogOptions {
  /** Fields of each line beside the name of the process. Default: none. */
  base?: Record<string, string>;
  /** Writes each line at once. Default: lines are written together. */
  isAtOnce?: boolean;
}

export interface BegunProcess {
  databaseUrl: string;
  /** Name of the engine's kernel. */
  kernel: string;
  /** Version of the service. */
  version: string;
  log: Logger;
  /** `stop` sends the last spans. */
  tracing: { stop(): Promise<void> };
}

/** Begins an API or a worker: waits for the address of the database, and opens the log and the traces.
 *  @throws ConfigError if a setting is missing or does not fit this machine */
export async function beginProcess(
  config: Config,
  name: 'api' | 'worker',
  { base = {}, isAtOnce = false }: LogOptions = {},
): Promise<BegunProcess> {
  const databaseUrl = await databaseUrlOf(config);
  const kernel = kernelName(config);
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const log = pino(
    {
      level: config.logLevel,
      base: { process: name, ...base },
      serializers: { err: errorField },
      ...traceOptions(config),
    },
    logLines({ isAtOnce }),
  );
  const tracing = await traceIf(config, `gatecast-${name}`, version, log);
  reportBrokenThreads((err, message) => log.error({ err }, message));
  warnOfSettings(config, log);
  return { databaseUrl, kernel, version, log, tracing };
}
