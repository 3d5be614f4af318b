/** Threads of jobs that go wrong. */

/** Never returns, and never reads its orders. */
export function hang(): void {
  for (;;);
}

/** Takes memory until there is none. */
export function devour(): void {
  const taken: number[][] = [];
  for (;;) taken.push(new Array(250_000).fill(taken.length + 0.5));
}
