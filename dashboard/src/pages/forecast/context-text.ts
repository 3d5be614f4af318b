import { useState } from 'preact/hooks';
import { query, setQuery } from '../../shell/index.ts';

/** Encoded characters of a context in the address. Node refuses a request whose headers have 16 KiB, and a
 *  proxy often half of them. */
const encodedMax = 2_000;

/** The context that the reader has typed: in the address, so that a reload shows the same, or in the page if it is too
 *  long. `text` is null until one is taken. */
export function useContextText() {
  const [long, keep] = useState<string | null>(null);
  const take = (text: string) => {
    const isLong = String(new URLSearchParams({ context: text })).length > encodedMax;
    keep(isLong ? text : null);
    setQuery({ context: isLong ? null : text });
  };
  return { text: long ?? query.value.get('context'), isLong: long !== null, take };
}
