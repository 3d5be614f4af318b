let hasAllocated = false;

/** Memory of the native kernel was allocated in this thread. */
export function noteAllocation(): void {
  hasAllocated = true;
}

/** Work in a thread of a pool after which collected memory of the native kernel is given back. Node does so in the
 *  event loop, and such a thread blocks between two tasks: without this turn the memory of each network that it has
 *  dropped would stay until its end. */
export function givingBack<Task extends unknown[], Answer>(
  work: (...task: Task) => Answer | Promise<Answer>,
): (...task: Task) => Promise<Answer> {
  return async (...task) => {
    try {
      return await work(...task);
    } finally {
      if (hasAllocated) await turn();
    }
  };
}

async function turn(): Promise<void> {
  hasAllocated = false;
  await new Promise((resolve) => setImmediate(resolve));
}
