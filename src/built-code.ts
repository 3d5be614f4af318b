/** The code of the service in few files. Node needs half a millisecond for each file that it loads, and an API has
 *  1,500 of them. `npm ci` joins them in `build/service` (`scripts/build-service.ts`). A process runs that build if it
 *  was made from the sources and packages that are here, and otherwise the sources. Its threads run what it runs. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runsSourcesIn } from './early-settings.ts';

const installation = fileURLToPath(new URL('..', import.meta.url));

/** Origin of a build. A file of these bytes and this time has not changed. With another time its digest decides, since
 *  a copy of an installation may have times of its own. */
export interface BuildRecord {
  /** By path from the root: bytes, time of the last change in whole seconds (images keep no more), SHA-256. */
  sources: Record<string, SourceRecord>;
  /** Versions of the joined packages, by folder from the root. */
  packages: Record<string, string>;
  /** Identifies what made the build. */
  builder: string;
}

type SourceRecord = [bytes: number, changedAt: number, digest: string];

/** Address of the code that begins in a file: in the build if it is current, otherwise the file itself.
 *  @param file path from the root, such as `src/processes/main/api.ts` */
export function codeOf(file: string, environment: NodeJS.ProcessEnv, root = installation): string {
  const isBuilt = !runsSourcesIn(environment) && currentBuild(root) !== null;
  return pathToFileURL(isBuilt ? join(builtFolder(root), builtName(file)) : join(root, file)).href;
}

export function builtFolder(root = installation): string {
  return join(root, 'build/service');
}

/** Name of the file in the build that begins with the code of `file`. */
export function builtName(file: string): string {
  return file
    .replace(/^src\//, '')
    .replace(/ts$/, 'js')
    .replaceAll('/', '.');
}

/** Record of the build if it was made from the sources and packages that are here, or null. */
export function currentBuild(root = installation): BuildRecord | null {
  try {
    const record: BuildRecord = JSON.parse(readFileSync(join(builtFolder(root), 'record.json'), 'utf8'));
    const isCurrent =
      Object.entries(record.sources).every(([path, was]) => isUnchanged(join(root, path), was)) &&
      Object.entries(record.packages).every(
        ([folder, version]) => packageVersion(join(root, folder)) === version,
      );
    return isCurrent ? record : null;
  } catch {
    return null; // nothing was built, or a source or a package is gone
  }
}

export function sourceRecord(file: string): SourceRecord {
  const { size, mtimeMs } = statSync(file);
  return [size, secondOf(mtimeMs), digestOf(file)];
}

/** @param folder of the package */
export function packageVersion(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function isUnchanged(file: string, [bytes, changedAt, digest]: SourceRecord): boolean {
  const { size, mtimeMs } = statSync(file);
  return size === bytes && (secondOf(mtimeMs) === changedAt || digestOf(file) === digest);
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1_000);
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
