import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { openQueueBackend } from '../../src/queue/index.ts';
import { openStore } from '../../src/store/index.ts';

/** Several test files at once, each with services of their own. */
const connectionsMax = 200;

/** Starts one real PostgreSQL for the whole run. Each suite creates its own database in it (`createTestDatabase`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-test-'));
  const server = await startEmbeddedPostgres({ dataDir, connectionsMax });
  project.provide('postgresUrl', server.adminUrl);
  await withoutFlushes(server.adminUrl);
  const serviceRole = new URL(server.url).username;
  project.provide('serviceRole', serviceRole);
  project.provide('migratedDatabase', await createMigrated(server.adminUrl, serviceRole));
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** The server of the tests does not outlive the machine: it waits for no disk. Tests that kill a server
 *  start one of their own. */
async function withoutFlushes(adminUrl: string): Promise<void> {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await admin.query('ALTER SYSTEM SET fsync = off');
  await admin.query('SELECT pg_reload_conf()');
  await admin.end();
}

/** @returns its name */
async function createMigrated(adminUrl: string, serviceRole: string): Promise<string> {
  const name = 'migrated';
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} OWNER ${pg.escapeIdentifier(serviceRole)}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  url.username = serviceRole;
  await (await openStore(url.href)).close();
  await (await openQueueBackend({ databaseUrl: url.href, redisUrl: null })).close();
  // A database with sessions, such as those of autovacuum, could not be copied.
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.end();
  return name;
}
