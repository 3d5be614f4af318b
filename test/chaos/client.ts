import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** One try waits this long: a paused API does not answer. */
const answerMsMax = 6_000;
const retryMs = 300;
/** A call without an answer is given up after this time: it is not acknowledged. */
const giveUpMs = 45_000;

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the audit compares fields of many kinds of answer
  body: any;
}

export interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  /** Content type of a body that is text. */
  type?: string;
  /** Whether the call has an `Idempotency-Key`: then it is repeated safely. */
  isKeyed?: boolean;
  giveUpMs?: number;
}

/** Calls either API and repeats a call that was not served, as a careful client does.
 *  @returns null if there was no answer below 500 in time */
export type Client = (call: Call) => Promise<Answer | null>;

export function createClient(urls: readonly string[], key: string): Client {
  let turn = 0;
  return async ({ method = 'GET', path, body, type, isKeyed = false, giveUpMs: bound = giveUpMs }) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body !== undefined) headers['content-type'] = type ?? 'application/json';
    if (isKeyed) headers['idempotency-key'] = randomUUID();
    const payload = body === undefined || type !== undefined ? (body as string) : JSON.stringify(body);
    for (const until = Date.now() + bound; Date.now() < until; await sleep(retryMs)) {
      const url = urls[turn++ % urls.length] + path;
      try {
        const signal = AbortSignal.timeout(answerMsMax);
        const response = await fetch(url, { method, headers, body: payload, signal });
        const text = await response.text();
        if (response.status >= 500 || response.status === 429) continue;
        const answer = { status: response.status, body: text === '' ? null : JSON.parse(text) };
        if (answer.body?.code === 'idempotency_key_in_use') continue; // the first try is still at work
        return answer;
      } catch {} // no answer: the next API is asked
    }
    return null;
  };
}
