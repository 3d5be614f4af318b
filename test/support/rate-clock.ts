import { onTestFinished, vi } from 'vitest';

/** Stops the clock by which the limits of calls refill, and kept tags and credentials are read again, until the test
 *  ends: a slow machine would be given more calls, and find less kept. */
export function stopRefills(): void {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
}
