/** Entry file of threads that fail. */
import assert from 'node:assert/strict';

const failures = {
  bug: () => JSON.stringify({ wide: 1n }),
  assertion: () => assert(false),
  array: () => new Float64Array(2 ** 50),
  heap() {
    const all: string[][] = [];
    for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => `${i}`));
  },
};

export default function fail({ kind }: { kind: keyof typeof failures }): object {
  failures[kind]();
  return {};
}
