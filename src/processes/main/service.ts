/** `npm start` after the process of the API has started. */
import { pino } from 'pino';
import type { Config } from '../../config.ts';
import { EmbeddedPostgresError } from '../../embedded-postgres/index.ts';
import { buildIfStale } from '../browser-builds.ts';
import { runMain, stopOnSignal } from '../lifecycle.ts';
import { logLines } from '../log-lines.ts';
import { startService } from '../service.ts';
import type { SupervisedProcess } from '../supervised-process.ts';

const stopMsMax = 30_000;

/** Starts the rest of the service, and runs until it is stopped. */
export function serve(api: SupervisedProcess): Promise<void> {
  return runMain((config) => run(config, api), {
    isOperatorError: (error) => error instanceof EmbeddedPostgresError,
  });
}

async function run(config: Config, api: SupervisedProcess) {
  const log = pino({ level: config.logLevel, base: { process: 'service' } }, logLines({ isAtOnce: true }));
  const service = await startService({
    config,
    log,
    output: 'inherit',
    api,
    onStoppable({ stop, onDatabaseLost }) {
      const exit = stopOnSignal({ log, stopMsMax, stop });
      onDatabaseLost((error) => exit(error.message));
    },
  });
  process.stderr.on('error', () => {}); // a full disk must not stop a service
  process.stderr.write(`Gatecast serves at ${service.url} (docs: ${service.url}/docs). Ctrl-C ends it.\n`);
  buildIfStale(config.hasDashboard ? ['dashboard', 'embed'] : ['embed'], log);
}
