/** Threads of jobs that go wrong. */

/** Never returns, and never reads its orders. */
export function hang(): void {
  for (;;);
}

/** Takes memory until there is none. */
export function devour(): void {
  const taken: string[][] = [];
  for (let i = 0; ; i++) taken.push(Array.from({ length: 10_000 }, (_, k) => `${i} ${k}`));
}
