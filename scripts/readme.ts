/** `npm run readme`: sends the first call of the README to a service and writes its output into the README. */
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { startService } from '../src/processes/service.ts';
import { readFirstCall, runFirstCall, writeFirstCall } from './readme/first-call.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-readme-'));
const output = openSync(join(dataDir, 'gatecast.log'), 'a');
Object.assign(process.env, { PORT: '0', GATECAST_DATA_DIR: dataDir });
try {
  const call = readFirstCall();
  const log = pino({ level: 'info' }, pino.destination(output));
  const service = await startService({ config: readConfig(), log, output });
  const written = await runFirstCall(call, service.url).finally(() => service.stop());
  writeFirstCall(call, written);
  process.stdout.write(
    `${written}\n${written === call.output ? 'README.md is up to date' : 'README.md is written'}\n`,
  );
} finally {
  closeSync(output);
  rmSync(dataDir, { recursive: true, force: true });
}
