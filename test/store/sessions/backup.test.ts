import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, writeBackup } from '../../../src/store/index.ts';
import { soonMs } from '../../support/soon.ts';
import { sampleDataset, sampleSeries, useStore } from '../samples.ts';

const used = useStore();

test('a backup whose session is ended while it waits for its file fails with the reason, and leaves nothing', async () => {
  const noise = (_: unknown, i: number) => ({
    ...sampleSeries(`noise ${i}`, 10_000),
    values: Float64Array.from({ length: 10_000 }, Math.random),
  });
  await used.store.datasets.create('acme', sampleDataset(Array.from({ length: 20 }, noise)));
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const admin = openDatabase(used.superuserUrl, { poolMax: 1 });
  onTestFinished(() => admin.destroy());
  const session = sql`FROM pg_stat_activity WHERE application_name = 'gatecast-backup' AND datname = current_database()`;
  const [file, part] = ['one.backup', 'one.backup.part'].map((name) => join(folder, name));
  execFileSync('mkfifo', [part]); // the backup waits until somebody reads it
  const refused = expect(writeBackup(used.url, file)).rejects.toThrow(
    'terminating connection due to administrator command',
  );
  await vi.waitFor(async () => {
    const waits = sql`state = 'idle in transaction' AND state_change < clock_timestamp() - interval '200 ms'`;
    const { rows } = await sql`SELECT ${session} AND ${waits}`.execute(admin);
    expect(rows).toHaveLength(1);
  }, soonMs);
  await sql`SELECT pg_terminate_backend(pid, 20000) ${session}`.execute(admin);
  await sleep(50); // the message arrives between two statements
  createReadStream(part).resume();
  await refused;
  expect([file, part].filter((path) => existsSync(path))).toEqual([]);
});
