/** Entry file of the thread that reads Parquet, xlsx and zip. A hostile file can only end this thread. */
import { flushCompileCache } from 'node:module';
import { toThreadError } from '../../bodies/index.ts';
import { readFile } from './file.ts';
import { type ReadTask, sendDataset, type TableAnswer } from './task.ts';

flushCompileCache();

export default async function read(task: ReadTask & { bytes: Uint8Array }): Promise<TableAnswer> {
  try {
    return await sendDataset(task, await readFile(task.bytes, task.options, task.reading));
  } catch (error) {
    return toThreadError(error);
  }
}
