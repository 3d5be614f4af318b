/** `npm run restore -- FILE`: writes a backup into an empty database, and upgrades it to this version. */
import { existsSync } from 'node:fs';
import { ConfigError } from '../src/config.ts';
import { readBackup } from '../src/store/index.ts';
import { runCommand } from './backup/command.ts';
import { withDatabase } from './backup/database.ts';

await runCommand('npm run restore -- FILE', async (config, file) => {
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`);
  const rows = await withDatabase(config, { mayCreate: true }, (url) => readBackup(url, file));
  return `${rows} rows were restored. Jobs that were queued or running continue when a worker starts.`;
});
