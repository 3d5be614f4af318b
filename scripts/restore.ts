/** `npm run restore -- FILE`: writes a backup into an empty database, and upgrades it to this version. */
import { existsSync } from 'node:fs';
import { ConfigError } from '../src/config.ts';
import { placeOf, readBackup } from '../src/store/index.ts';
import { runCommand } from './backup/command.ts';
import { withDatabase } from './backup/database.ts';

await runCommand('npm run restore -- FILE', async (config, file) => {
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`);
  const { rows, ignored } = await withDatabase(
    config,
    { mayCreate: true, applicationName: 'gatecast-restore' },
    (url) => readBackup(url, file),
  );
  const place =
    config.databaseUrl === null ? `the embedded database in ${config.dataDir}` : placeOf(config.databaseUrl);
  const others =
    ignored.length === 0 ? '' : ` Left out, since they are not tables of Gatecast: ${ignored.join(', ')}.`;
  return `${rows} rows were restored into ${place}.${others} Jobs that were queued or running continue when a worker starts.`;
});
