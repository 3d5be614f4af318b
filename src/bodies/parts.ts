/** Large values on their way between a thread and the main thread, which reads and writes each message without a pause.
 *  So the long lists of a value go in parts. */
import { setImmediate } from 'node:timers';
import { deserialize, serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { isLargerThan, jsonSizeOf } from '../json-size.ts';
import { nextAnswer } from './port.ts';

/** JSON of a part, about. The main thread takes it in about a millisecond. */
const partBytesMax = 128 * 1024;

type Path = readonly (string | number)[];

/** The value with empty lists in place of long ones, or items of the list at a path. */
type Message = { root: unknown } | { path: Path; items: unknown[] };

/** Sends a value from a thread, a part after the other. */
export async function sendInParts(port: MessagePort, value: unknown): Promise<void> {
  for (const message of messagesOf(value)) {
    const answered = nextAnswer(port);
    port.postMessage(message);
    await answered;
  }
}

/** Puts the parts of a value together. Other work goes between two parts. @returns the value so far */
export function receiveParts(port: MessagePort): () => unknown {
  let root: unknown;
  port.on('message', (message: Message) => {
    setImmediate(() => port.postMessage({ isTaken: true }));
    root = withMessage(root, message);
  });
  return () => root;
}

function withMessage(root: unknown, message: Message): unknown {
  if ('root' in message) return message.root;
  const list = message.path.reduce((value, key) => (value as Record<string, unknown>)[key], root);
  for (const item of message.items) (list as unknown[]).push(item);
  return root;
}

/** The bytes of the parts of a value. Each takes the main thread a few milliseconds. */
export function* serializedParts(value: unknown): Generator<Buffer> {
  for (const message of messagesOf(value)) yield serialize(message);
}

/** Puts the value of `serializedParts` together, in a thread. */
export async function valueOfParts(parts: AsyncIterable<Buffer>): Promise<unknown> {
  let root: unknown;
  for await (const part of parts) root = withMessage(root, deserialize(part) as Message);
  return root;
}

/** The messages of a value: a list comes before the lists in it. */
export function* messagesOf(value: unknown): Generator<Message> {
  const open: { path: Path; list: unknown[] }[] = [];
  yield { root: lightened(value, [], open) };
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { path, list } = next;
    let items: unknown[] = [];
    let bytes = 0;
    for (let i = 0; i < list.length; i++) {
      const item = lightened(list[i], [...path, i], open);
      items.push(item);
      bytes += jsonSizeOf(item);
      if (bytes < partBytesMax) continue;
      yield { path, items };
      items = [];
      bytes = 0;
    }
    if (items.length > 0) yield { path, items };
  }
}

/** A value whose long lists are empty. @param open gets these lists */
function lightened(value: unknown, path: Path, open: { path: Path; list: unknown[] }[]): unknown {
  if (typeof value !== 'object' || value === null || !isLargerThan(value, partBytesMax)) return value;
  if (Array.isArray(value)) {
    open.push({ path, list: value });
    return [];
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, lightened(field, [...path, key], open)]),
  );
}
