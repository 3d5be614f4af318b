import type { FastifyReply } from 'fastify';
import { jsonInlineBytesMax } from '../../json-size.ts';
import { inJsonThread, tasks } from '../json/index.ts';

type Writer = 'points' | 'storedTable' | 'windowsTable';

/** Writes a text at once where it is short, else in a thread. @param bytes its length, about */
export async function writtenText<Name extends Writer>(
  name: Name,
  task: Parameters<(typeof tasks)[Name]>[0],
  bytes: number,
): Promise<string | Buffer> {
  return bytes <= jsonInlineBytesMax ? tasks[name](task as never) : inJsonThread(name, task);
}

/** Sends a text of JSON that is already written. */
export function sendJson(reply: FastifyReply, text: string | Uint8Array): FastifyReply {
  const bytes = typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  return reply.type('application/json; charset=utf-8').send(bytes as never);
}
