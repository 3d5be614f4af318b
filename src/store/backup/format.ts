/** A backup is a gzip file of lines of JSON. The first line is the header. Then each table has a line with its name,
 *  and a line for each row, as PostgreSQL writes a row as JSON (`bytea` in hexadecimal). After a row whose `bytes` are
 *  long come lines with further parts of them, since version 2. The last line counts the rows: a file
 *  without it is incomplete. */
import { z } from 'zod';

export const backupFormat = 'gatecast-backup';
export const backupVersion = 2;

export const headerSchema = z.object({
  format: z.literal(backupFormat),
  version: z.union([z.literal(1), z.literal(backupVersion)]),
  created_at: z.string(),
  /** Migrations of the database, in their order. */
  migrations: z.array(z.string()).min(1),
});
export type BackupHeader = z.infer<typeof headerSchema>;

/** A line that is not a row. Lines of rows begin with `{"` and a column; these begin with `[`. */
export const markSchema = z.union([
  z.tuple([z.literal('table'), z.string().min(1)]),
  z.tuple([z.literal('more'), z.string().startsWith('\\x')]),
  z.tuple([z.literal('end'), z.number()]),
]);

export type Mark = z.infer<typeof markSchema>;

/** The file cannot be written or restored, or the place does not fit. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

export function damaged(file: string, why: string, cause?: unknown): BackupError {
  return new BackupError(`${file} is damaged (${why}); use another copy.`, { cause });
}
