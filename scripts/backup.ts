/** `npm run backup -- FILE`: writes all data of the service to a file, while it runs or not. */
import { existsSync } from 'node:fs';
import { ConfigError } from '../src/config.ts';
import { writeBackup } from '../src/store/index.ts';
import { runCommand } from './backup/command.ts';
import { withDatabase } from './backup/database.ts';

await runCommand('npm run backup -- FILE', async (config, file) => {
  if (existsSync(file)) throw new ConfigError(`${file} exists: name a new file.`);
  const rows = await withDatabase(config, { mayCreate: false, applicationName: 'gatecast-backup' }, (url) =>
    writeBackup(url, file),
  );
  if (rows === 0) return `The database has no rows: ${file} holds its schema only.`;
  return `${rows} rows are in ${file}. It holds digests of API keys, and encrypted secrets of webhooks: keep it like the database, and their key (GATECAST_SECRET_KEY, secret.key or GATECAST_API_KEY) elsewhere.`;
});
