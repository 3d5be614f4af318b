/** Settings that `npm start` needs before it loads the code that checks all of them. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Value of DATABASE_URL in a process of `npm start`, which gets the address by a message. */
export const databaseUrlFollows = 'follows';

type Environment = Readonly<Record<string, string | undefined>>;

/** `npm ci` compiles into this folder. */
export const compileCacheOfInstallation = fileURLToPath(new URL('../build/compile-cache', import.meta.url));

/** Modes that the driver treats as `verify-full`, with a warning of several lines. */
const oldSslMode = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;

/** Address of the database; null: an embedded one. */
export function databaseUrlIn({ DATABASE_URL }: Environment): string | null {
  const url = DATABASE_URL?.trim() || null;
  if (url === null || url.includes('uselibpqcompat=true')) return url;
  return url.replace(oldSslMode, '$1verify-full');
}

/** Whether trainings yield to everything else. */
export function trainingsYieldIn({ GATECAST_TRAINING_NICENESS }: Environment): boolean {
  return GATECAST_TRAINING_NICENESS?.trim() !== '0';
}

/** Whether a process runs the sources themselves, as for a debugger, and not the build of them. */
export function runsSourcesIn({ GATECAST_CODE }: Environment): boolean {
  return GATECAST_CODE?.trim() === 'sources';
}

export function dataFolderIn({ GATECAST_DATA_DIR }: Environment): string {
  return resolve(GATECAST_DATA_DIR?.trim() || './data');
}

/** Folders for Node's compile cache. The first one that can be written is used. */
export function compileCachesIn(environment: Environment): string[] {
  const chosen = environment.NODE_COMPILE_CACHE?.trim();
  if (chosen) return [chosen];
  const ofData = join(dataFolderIn(environment), 'compile-cache');
  return existsSync(compileCacheOfInstallation) ? [compileCacheOfInstallation, ofData] : [ofData];
}

const whereSettingsAre =
  'Settings are environment variables, such as PORT=9 npm start. README.md lists them, and docs/operations.md explains them.';

/** Ends a process that got command-line arguments, with the way to its settings. Unread, they would start it with
 *  other settings than meant. */
export function endWithArguments(given: readonly string[]): void {
  if (given.length === 0) return;
  const asksForHelp = given.every((one) => one === '--help' || one === '-h');
  const refused = `The argument ${JSON.stringify(given[0])} is not accepted. `;
  const stream = asksForHelp ? process.stdout : process.stderr;
  stream.write(`${asksForHelp ? '' : refused}${whereSettingsAre}\n`);
  process.exit(asksForHelp ? 0 : 2);
}
