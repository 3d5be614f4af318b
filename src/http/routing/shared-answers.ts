import type { FastifyReply } from 'fastify';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import { createJoinedReads } from '../../sharing/index.ts';
import { weakTagOf } from './etag.ts';
import { sendJson } from './written-json.ts';

/** Answers a read whose result has the type of its schema, field by field. Equal reads that are asked for at the same
 *  time are read, written and tagged once: many dashboards poll the same lists.
 *  @param key names the read and its parameters */
export type SharedAnswers = <Result extends object>(
  reply: FastifyReply,
  key: readonly [name: string, parameters: object],
  read: () => Promise<Result>,
) => Promise<Result>;

interface Written {
  text: string;
  tag: string;
}

export function createSharedAnswers(): SharedAnswers {
  const joined = createJoinedReads();
  const writtenOf = new WeakMap<object, Written>();
  return async (reply, key, read) => {
    const result = await joined(reply.request.tenant, JSON.stringify(key), read);
    const written = writtenOf.get(result) ?? write(result);
    if (written === null) return result;
    reply.header('etag', written.tag);
    return sendJson(reply, written.text) as never; // the answer is sent already
  };

  /** Null: so large that a thread writes it. */
  function write(result: object): Written | null {
    if (isLargerThan(result, jsonInlineBytesMax)) return null;
    const text = JSON.stringify(result);
    const written = { text, tag: weakTagOf(text) };
    writtenOf.set(result, written);
    return written;
  }
}
