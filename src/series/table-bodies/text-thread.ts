/** Entry file of the threads that read tables of text while they arrive. A thread reads several at the same time. */
import { flushCompileCache } from 'node:module';
import { receiveBody, toThreadError } from '../../bodies/index.ts';
import { readCsv } from '../csv/index.ts';
import { type ReadTask, sendDataset, type TableAnswer } from './task.ts';

flushCompileCache();

export default async function read(task: ReadTask): Promise<TableAnswer> {
  try {
    const { options, context, port } = task;
    return await sendDataset(task, await readCsv(receiveBody(port), options, context, true));
  } catch (error) {
    return toThreadError(error);
  }
}
