/** Large values on their way from a thread to the main thread, which reads each message without a pause. So the long lists of a
 *  value go in parts. */
import { setImmediate } from 'node:timers';
import type { MessagePort } from 'node:worker_threads';
import { nextAnswer } from '../../bodies/index.ts';
import { isLargerThan, jsonSizeOf } from '../../json-size.ts';

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
    if ('root' in message) {
      root = message.root;
      return;
    }
    const list = message.path.reduce((value, key) => (value as Record<string, unknown>)[key], root);
    for (const item of message.items) (list as unknown[]).push(item);
  });
  return () => root;
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
