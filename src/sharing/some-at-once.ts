/** Tasks of one call for the threads of forecasts at the same time. Their work is shared by these threads; more would
 *  only fill the queue in which other calls wait, and a call for many would be refused because of its own. */
const tasksAtOnce = 8;

/** Calls `work` for each item, for some at the same time. After a failure no further item begins. Results are in
 *  the order of the items. */
export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  let next = 0;
  const runner = async () => {
    while (next < items.length) {
      const i = next++;
      try {
        results[i] = await work(items[i]);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(tasksAtOnce, items.length) }, runner));
  return results;
}
