import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { BackupError, type BackupHeader, damaged, headerSchema, type Mark, markSchema } from './format.ts';

/** Contents of a file that was read to its end. */
export interface BackupContents {
  header: BackupHeader;
  /** In their order. */
  tables: string[];
}

/** Reads a whole backup before anything of it is restored, so that its checksum and its marks are known to be right.
 *  @throws BackupError if it is no complete backup */
export async function inspectBackup(file: string): Promise<BackupContents> {
  let first: string | null = null;
  const tables: string[] = [];
  let rows = 0;
  let counted: number | null = null;
  let isAfterRow = false;
  for await (const line of linesOf(file)) {
    if (first === null) {
      first = line;
      continue;
    }
    if (counted !== null) throw damaged(file, 'it goes on after its end');
    const mark = markOf(file, line);
    isAfterRow = mark === null || (mark[0] === 'more' && isAfterRow);
    if (mark === null) {
      if (tables.length === 0) throw damaged(file, 'rows without a table');
      rows += 1;
    } else if (mark[0] === 'end') {
      counted = mark[1];
    } else if (mark[0] === 'more') {
      if (!isAfterRow) throw damaged(file, 'a part of a value without its row');
    } else {
      if (tables.includes(mark[1])) throw damaged(file, `the table \`${mark[1]}\` comes twice`);
      tables.push(mark[1]);
    }
  }
  if (first === null) throw new BackupError(`${file} is empty.`);
  const header = headerOf(file, first);
  if (counted === null) throw new BackupError(`${file} ends early, after ${rows} rows; use another copy.`);
  if (counted !== rows)
    throw new BackupError(`${file} has ${rows} rows instead of ${counted}; use another copy.`);
  return { header, tables };
}

/** The mark in a line; null for a row. @throws BackupError */
export function markOf(file: string, line: string): Mark | null {
  if (!line.startsWith('[')) return null;
  try {
    return markSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw damaged(file, 'a line is neither a table nor a row', cause);
  }
}

function headerOf(file: string, line: string): BackupHeader {
  try {
    return headerSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw notReadable(file, cause);
  }
}

function notReadable(file: string, cause: unknown): BackupError {
  return new BackupError(`${file} is not a backup of Gatecast that this version can read.`, { cause });
}

/** @throws BackupError if the file is damaged or cannot be read */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  pipeline(createReadStream(file), gunzip, () => {}); // the loop gets an error
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  try {
    for await (const chunk of gunzip) {
      const [first, ...rest] = decoder.write(chunk).split('\n');
      parts.push(first);
      for (const next of rest) {
        yield parts.join('');
        parts = [next];
      }
    }
  } catch (error) {
    const { message, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== undefined)
      throw new BackupError(
        `${file} cannot be read (${message}): correct its permissions, or use another copy.`,
        {
          cause: error,
        },
      );
    if (message === 'incorrect header check') throw notReadable(file, error);
    throw damaged(file, message, error);
  }
  const last = parts.join('');
  if (last !== '') yield last;
}
