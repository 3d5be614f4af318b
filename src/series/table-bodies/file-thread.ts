/** Entry file of the thread that reads Parquet, xlsx and zip. A hostile file can only end this thread. */
import { flushCompileCache } from 'node:module';
import { holdBytes, toThreadError } from '../../bodies/index.ts';
import { readFile } from './file.ts';
import { type ReadTask, sendDataset, type TableAnswer } from './task.ts';

flushCompileCache();

export default async function read(task: ReadTask & { bytes: Uint8Array }): Promise<TableAnswer> {
  try {
    const { bytes, options, context, port } = task;
    return await sendDataset(task, await readFile(bytes, options, context, (held) => holdBytes(port, held)));
  } catch (error) {
    return toThreadError(error);
  }
}
