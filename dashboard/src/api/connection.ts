import { signal } from '@preact/signals';

/** Whether the service answered the last call. */
export const isOnline = signal(true);

const againMsMin = 1_000;
const againMsMax = 10_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** After a call without an answer the page asks until the service is back. */
export function lost(): void {
  if (!isOnline.peek()) return;
  isOnline.value = false;
  askAgain(againMsMin);
}

export function found(): void {
  clearTimeout(timer);
  isOnline.value = true;
}

function askAgain(ms: number): void {
  timer = setTimeout(async () => {
    const response = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
    if (response?.ok) found();
    else askAgain(Math.min(2 * ms, againMsMax));
  }, ms);
}

addEventListener('offline', lost);
addEventListener('online', () => {
  if (isOnline.peek()) return;
  clearTimeout(timer);
  askAgain(0);
});
