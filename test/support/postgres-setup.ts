import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the PostgreSQL of this run, as its superuser. */
    postgresUrl: string;
    /** The role of the service, which is no superuser. */
    serviceRole: string;
  }
}

/** Several test files at once, each with services of their own. */
const connectionsMax = 200;

/** Starts one real PostgreSQL for the whole run. Each suite creates its own database in it (`createTestDatabase`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-test-'));
  const server = await startEmbeddedPostgres({ dataDir, connectionsMax });
  project.provide('postgresUrl', server.adminUrl);
  project.provide('serviceRole', new URL(server.url).username);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
