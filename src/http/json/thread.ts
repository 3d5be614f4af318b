/** Entry file of the threads that parse and write JSON. */
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { sendInParts } from '../../bodies/index.ts';
import { movedAnswer } from '../../moved-answer.ts';
import { type Parsed, type Tasks, tasks } from './tasks.ts';

flushCompileCache();

interface Task {
  name: keyof Tasks;
  task: never;
  /** Gets the value of the result in parts. Without a port it comes with the result. */
  port?: MessagePort;
}

export default async function run({ name, task, port }: Task): Promise<unknown> {
  const result = tasks[name](task);
  if (port !== undefined) return sendValue(port, result as Parsed);
  if (typeof result !== 'string') return result;
  // The bytes are moved, and the main thread need not encode the text.
  const bytes = new TextEncoder().encode(result);
  return movedAnswer(bytes, [bytes.buffer]);
}

async function sendValue(port: MessagePort, result: Parsed): Promise<Parsed> {
  if ('code' in result) return result;
  await sendInParts(port, result.value);
  return { value: null };
}
