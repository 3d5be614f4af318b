/** Program that runs an embedded PostgreSQL until it is killed: `node owner.ts <data directory>`. */
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';

const { url, postmasterPid, supervisorPid } = await startEmbeddedPostgres({ dataDir: process.argv[2] });
process.stdout.write(`${JSON.stringify({ url, postmasterPid, supervisorPid })}\n`);
setInterval(() => {}, 60_000);
