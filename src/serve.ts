/** `npm start`: the whole service on one machine. */
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { exitWhenAsked } from './process.ts';
import { startService } from './service.ts';
import { EmbeddedPostgresError } from './store/embedded/index.ts';

const stopMsMax = 30_000;

try {
  const config = readConfig();
  const log = pino({ level: config.logLevel, base: { process: 'service' } });
  const service = await startService({ config, log, output: 'inherit' });
  const exit = exitWhenAsked({ log, stopMsMax, stop: () => service.stop() });
  service.onDatabaseLost((error) => exit(error.message));
  process.stderr.write(`Gatecast serves at ${service.url} (docs: ${service.url}/docs). Ctrl-C ends it.\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof EmbeddedPostgresError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
