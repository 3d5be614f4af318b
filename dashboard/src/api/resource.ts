import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isOnline } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';
import { key } from './key.ts';

/** The state of something that is read from the service. A value stays while it is read again
 *  or the service is away. */
export type Loading<T> = { status: 'loading' } | { status: 'ready'; value: T } | (Failure & { value?: T });

export interface Resource<T> {
  state: ReadonlySignal<Loading<T>>;
  reload(): Promise<void>;
  /** Shows a value that is known already, such as the answer of a change. */
  set(value: T): void;
}

export interface ResourceOptions<T = unknown> {
  /** Reads again after this many milliseconds, while the page is visible. A function decides from the last
   *  value; null: not again. */
  pollMs?: number | ((value: T) => number | null);
  /** Shows the last value until that of changed `dependencies` is read, such as a list while a search goes on. */
  keepsValue?: boolean;
}

interface OwnedResource<T> extends Resource<T> {
  start(): () => void;
}

/** The resource behind `useResource`, which starts and stops it. */
export function createResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  { pollMs, keepsValue = false }: ResourceOptions<T>,
  before?: Loading<T>,
): OwnedResource<T> {
  const isKept = keepsValue && before !== undefined && 'value' in before && before.value !== undefined;
  const state = signal<Loading<T>>(
    isKept ? { status: 'ready', value: before.value as T } : { status: 'loading' },
  );
  let call: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const reload = async () => {
    clearTimeout(timer);
    call?.abort();
    const own = new AbortController();
    call = own;
    try {
      const value = await load(own.signal);
      if (own.signal.aborted) return;
      const shown = state.peek();
      if (shown.status !== 'ready' || shown.value !== value) state.value = { status: 'ready', value };
    } catch (thrown) {
      if (own.signal.aborted) return;
      const shown = state.peek();
      const kept = 'value' in shown ? { value: shown.value } : {};
      state.value = { ...failureOf(thrown), ...kept };
    }
    waitForNext();
  };
  const waitForNext = () => {
    const ms = pauseMs();
    if (ms !== null && !isStopped) timer = setTimeout(poll, ms);
  };
  /** Time until the next read; null if there is none. After a failure before the first value nothing decides it yet. */
  const pauseMs = (): number | null => {
    if (typeof pollMs !== 'function') return pollMs ?? null;
    const shown = state.peek();
    return 'value' in shown && shown.value !== undefined ? pollMs(shown.value) : null;
  };
  const poll = () => {
    // A hidden page is read again when it is shown.
    if (document.visibilityState === 'visible') void reload();
  };
  const onShown = () => {
    if (pauseMs() !== null) poll();
  };

  return {
    state,
    reload,
    set: (value) => {
      // A read that is under way may have been answered before the change.
      clearTimeout(timer);
      call?.abort();
      state.value = { status: 'ready', value };
      waitForNext();
    },
    start() {
      isStopped = false;
      document.addEventListener('visibilitychange', onShown);
      let isFirst = true;
      let lastKey = key.peek();
      // Another key or a service that is back: read again. What another key has read is not shown.
      const stopWatching = effect(() => {
        if (lastKey !== null && key.value !== lastKey) state.value = { status: 'loading' };
        lastKey = key.value;
        const isBack = isOnline.value;
        if (isFirst || isBack) void reload();
        isFirst = false;
      });
      return () => {
        isStopped = true;
        stopWatching();
        document.removeEventListener('visibilitychange', onShown);
        clearTimeout(timer);
        call?.abort();
      };
    },
  };
}

/** Reads something from the service while the component is shown; again when `dependencies` change.
 *  `const jobs = useResource((signal) => answered(client.GET('/v1/jobs', { signal })), [], { pollMs: 2_000 })` */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
  options: ResourceOptions<T> = {},
): Resource<T> {
  const last = useRef<OwnedResource<T>>(undefined);
  const resource = useMemo(
    () => createResource(load, options, last.current?.state.peek()),
    [...dependencies],
  );
  last.current = resource;
  useEffect(() => resource.start(), [resource]);
  return resource;
}

/** The last value that was read: it stays on the screen while the next one is computed, or
 *  while the service is away. */
export function useKept<T>({ state }: Pick<Resource<T>, 'state'>): T | null {
  const kept = useRef<T | null>(null);
  if (state.value.status === 'ready') kept.current = state.value.value;
  return kept.current;
}
