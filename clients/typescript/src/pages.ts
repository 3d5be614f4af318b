interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Iterates over all items of a list, across its pages:
 *  `for await (const job of items((cursor) => answered(client.GET('/v1/jobs', { params: { query: { cursor } } }))))` */
export async function* items<T>(page: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  for (let cursor: string | undefined; ; ) {
    const { data, next_cursor } = await page(cursor);
    yield* data;
    if (next_cursor === null) return;
    cursor = next_cursor;
  }
}
