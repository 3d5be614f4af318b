import { type Config, ConfigError, readConfig } from '../../src/config.ts';
import { EmbeddedPostgresError } from '../../src/embedded-postgres/index.ts';
import { BackupError, databaseFault } from '../../src/store/index.ts';

/** Runs a command that takes one file. What the operator can change is printed without a stack. */
export async function runCommand(
  usage: string,
  command: (config: Config, file: string) => Promise<string>,
): Promise<void> {
  const [file, ...rest] = process.argv.slice(2);
  try {
    if (file === undefined || file === '' || file.startsWith('-') || rest.length > 0)
      throw new ConfigError(usage);
    process.stdout.write(`${await command(readConfig(), file)}\n`);
  } catch (error) {
    process.stderr.write(`${operatorMessage(error, file)}\n`);
    process.exitCode = 2;
  }
}

/** @throws the error, if the operator cannot help it */
function operatorMessage(error: unknown, file: string): string {
  const isOperators =
    error instanceof ConfigError || error instanceof BackupError || error instanceof EmbeddedPostgresError;
  if (isOperators) return error.message;
  const { path, message } = error as NodeJS.ErrnoException;
  if (path?.startsWith(file)) return `${message}. Name another file, or correct its permissions.`;
  const fault = databaseFault(error);
  if (fault === null) throw error;
  return fault;
}
