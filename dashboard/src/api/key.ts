import { signal } from '@preact/signals';

const place = 'gatecast.key';

/** The API key of this tab; null: none. The storage of the session ends with the tab. */
export const key = signal<string | null>(kept());

/** Whether the page asks for a key now, and whether a key was refused before. */
export const keyPrompt = signal<'closed' | 'asked' | 'refused'>('closed');

let waiting: ((isGiven: boolean) => void)[] = [];
let isDeclined = false;
key.subscribe(() => {
  isDeclined = false;
});

/** Asks for a key, unless the reader has declined to give one and the key is the same since. For
 *  calls, which pages repeat.
 *  @returns whether one was given */
export async function askUnlessDeclined(): Promise<boolean> {
  return !isDeclined && askForKey();
}

/** Asks for a key as the reader wants it.
 *  @param isRefused whether the service has refused the present key, and not only a call with it
 *  @returns whether one was given */
export function askForKey(isRefused = key.peek() !== null): Promise<boolean> {
  keyPrompt.value = isRefused && key.peek() !== null ? 'refused' : 'asked';
  return new Promise((resolve) => waiting.push(resolve));
}

/** A key without the white space and the invisible characters around it, such as U+200B, that copying adds. */
export function trimmedKey(text: string): string {
  return text.replace(/^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu, '');
}

/** Whether a header can carry the key: it has characters of Latin-1 only, and none that controls.
 *  `fetch` throws for others. */
export function canBeKey(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(text);
}

/** @param text a key that `canBeKey` */
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
  isDeclined = !isGiven;
  const resolved = waiting;
  waiting = [];
  for (const resolve of resolved) resolve(isGiven);
}

function kept(): string | null {
  try {
    const text = sessionStorage.getItem(place);
    // A key that no call can carry is no key, so the next call asks for one.
    return text !== null && canBeKey(text) ? text : null;
  } catch {
    return null;
  }
}
