import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { toast } from './toast.tsx';

export interface Change {
  isBusy: boolean;
  error: Error | null;
  /** Runs a change, and keeps its error to show it. While one runs, another is not begun: a double
   *  click sends nothing twice.
   *  @param done text that says that it succeeded
   *  @returns whether it ran and succeeded */
  run: (change: () => Promise<unknown>, done?: string) => Promise<boolean>;
  reset: () => void;
}

/** A change that is sent to the service, with its error. */
export function useChange(): Change {
  const [{ isBusy, error, run, reset }] = useState(createChange);
  return { isBusy: isBusy.value, error: error.value, run, reset };
}

/** The state behind `useChange`. */
export function createChange() {
  const isBusy = signal(false);
  const error = signal<Error | null>(null);
  return {
    isBusy,
    error,
    reset: () => {
      error.value = null;
    },
    async run(change: () => Promise<unknown>, done?: string): Promise<boolean> {
      if (isBusy.peek()) return false;
      isBusy.value = true;
      error.value = null;
      try {
        await change();
        if (done !== undefined) toast({ text: done, kind: 'good' });
        return true;
      } catch (thrown) {
        error.value = thrown instanceof Error ? thrown : new Error(String(thrown));
        return false;
      } finally {
        isBusy.value = false;
      }
    },
  };
}
