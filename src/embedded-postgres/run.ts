import type { Runner } from './identity.ts';
import type { LogFile } from './log-file.ts';
import { EmbeddedPostgresError } from './protocol.ts';

/** Runs a program of PostgreSQL to its end. @throws EmbeddedPostgresError start_failed, with the end of the log */
export async function run(
  runner: Runner,
  log: LogFile,
  program: string,
  args: string[],
  input: string,
  complaint: string,
): Promise<void> {
  const child = runner.spawn(program, args, { stdio: ['pipe', log.fd, log.fd] });
  child.stdin?.on('error', () => {}); // the exit code reports it
  child.stdin?.end(input);
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  if (code === 0) return;
  throw new EmbeddedPostgresError('start_failed', `${complaint} (${code}):\n${log.tail()}`);
}
