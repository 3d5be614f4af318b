import { signal } from '@preact/signals';

const place = 'gatecast.key';

/** The API key of this tab; null: none. The storage of the session ends with the tab. */
export const key = signal<string | null>(kept());

/** Whether the page asks for a key now, and whether a key was refused before. */
export const keyPrompt = signal<'closed' | 'asked' | 'refused'>('closed');

let waiting: ((isGiven: boolean) => void)[] = [];

/** Asks for a key. @returns whether one was given */
export function askForKey(): Promise<boolean> {
  keyPrompt.value = key.peek() === null ? 'asked' : 'refused';
  return new Promise((resolve) => waiting.push(resolve));
}

export function useKey(text: string): void {
  key.value = text;
  try {
    sessionStorage.setItem(place, text);
  } catch {
    // A browser without storage keeps the key until the page is loaded again.
  }
  closePrompt(true);
}

export function declineKey(): void {
  closePrompt(false);
}

export function forgetKey(): void {
  key.value = null;
  try {
    sessionStorage.removeItem(place);
  } catch {
    // Nothing was stored.
  }
}

function closePrompt(isGiven: boolean): void {
  keyPrompt.value = 'closed';
  const resolved = waiting;
  waiting = [];
  for (const resolve of resolved) resolve(isGiven);
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
