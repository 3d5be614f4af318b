import { answered } from '../../../clients/typescript/src/index.ts';

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** A read that is repeated. It sends the tag of the last answer, and gives the same object again if nothing has
 *  changed. `const read = polled((headers, signal) => client.GET('/v1/jobs', { headers, signal }))` */
export function polled<T>(
  call: (headers: Record<string, string>, signal: AbortSignal) => Promise<Answer<T>>,
): (signal: AbortSignal) => Promise<T> {
  let known: { tag: string; value: T } | undefined;
  return async (signal) => {
    const asked = known;
    const answer = await call(asked === undefined ? {} : { 'if-none-match': asked.tag }, signal);
    if (answer.response.status === 304 && asked !== undefined) return asked.value;
    const value = await answered(Promise.resolve(answer));
    const tag = answer.response.headers.get('etag');
    known = tag === null ? undefined : { tag, value };
    return value;
  };
}
