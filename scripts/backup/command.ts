import { type Config, ConfigError, readConfig } from '../../src/config.ts';
import { EmbeddedPostgresError } from '../../src/embedded-postgres/index.ts';
import { BackupError } from '../../src/store/index.ts';

/** Runs a command that takes one file. What the operator can change is printed without a stack. */
export async function runCommand(
  usage: string,
  command: (config: Config, file: string) => Promise<string>,
): Promise<void> {
  try {
    const [file, ...rest] = process.argv.slice(2);
    if (file === undefined || file.startsWith('-') || rest.length > 0) throw new ConfigError(usage);
    process.stdout.write(`${await command(readConfig(), file)}\n`);
  } catch (error) {
    const isOperators =
      error instanceof ConfigError || error instanceof BackupError || error instanceof EmbeddedPostgresError;
    if (!isOperators) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
