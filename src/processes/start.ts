/** `npm start`: the whole service on one machine. */
import { pino } from 'pino';
import type { Config } from '../config.ts';
import { EmbeddedPostgresError } from '../embedded-postgres/index.ts';
import { buildIfStale } from './browser-builds.ts';
import { runMain, stopOnSignal } from './lifecycle.ts';
import { logLines } from './log-lines.ts';
import { startService } from './service.ts';

const stopMsMax = 30_000;

async function serve(config: Config) {
  const log = pino({ level: config.logLevel, base: { process: 'service' } }, logLines({ isAtOnce: true }));
  const service = await startService({ config, log, output: 'inherit' });
  const exit = stopOnSignal({ log, stopMsMax, stop: () => service.stop() });
  service.onDatabaseLost((error) => exit(error.message));
  process.stderr.write(`Gatecast serves at ${service.url} (docs: ${service.url}/docs). Ctrl-C ends it.\n`);
  buildIfStale(config.hasDashboard ? ['dashboard', 'embed'] : ['embed'], log);
}

await runMain(serve, { isOperatorError: (error) => error instanceof EmbeddedPostgresError });
