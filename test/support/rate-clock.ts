import { onTestFinished, vi } from 'vitest';

/** Stops the clock by which the limits of calls refill until the test ends: a slow machine would be given more calls. */
export function stopRefills(): void {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
}
