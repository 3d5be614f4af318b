import { useEffect, useState } from 'preact/hooks';

/** A signal that aborts when the component is gone, for calls that outlive a click. */
export function useEnding(): AbortSignal {
  const [ending] = useState(() => new AbortController());
  useEffect(() => () => ending.abort(), [ending]);
  return ending.signal;
}
