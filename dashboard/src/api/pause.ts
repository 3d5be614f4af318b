/** Waits before a call that follows what a reader types. @throws the reason of a signal that was aborted meanwhile */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal.throwIfAborted();
}
