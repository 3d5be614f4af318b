import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createPartCounter, readParts, sendParts } from '../../../src/forecasting/training/shared-parts.ts';

const count = 5;
const compute = (index: number) => Float64Array.of(index, index ** 2);
const always = () => true;

/** A reader, and the other side of its only channel. */
function channel(computeHere: (index: number) => Float64Array) {
  const counter = createPartCounter();
  const { port1, port2 } = new MessageChannel();
  const read = readParts(
    { count, compute: computeHere },
    { counter, others: () => [port1], proceed: always },
  );
  const close = () => port1.close();
  return { counter, port: port2, read, close };
}

test('parts that another thread computed are read in order, and the rest is computed here', () => {
  const here: number[] = [];
  const { counter, port, read, close } = channel((index) => {
    here.push(index);
    return compute(index);
  });
  expect(read(0)).toEqual(compute(0)); // this thread takes the first part, and asks the other one
  let taken = 0;
  const proceed = () => taken++ < 2;
  sendParts({ count, compute }, { counter, port, memoryOf: ({ buffer }) => [buffer], proceed });
  expect([1, 2, 3, 4].map(read)).toEqual([1, 2, 3, 4].map(compute));
  expect(here).toEqual([0, 3, 4]);
  close();
});

test('a part that failed in another thread is computed here, and throws here if it fails here too', () => {
  const fails = () => {
    throw new Error('this part fails');
  };
  for (const [computeHere, expectation] of [
    [compute, (read: () => unknown) => expect(read()).toEqual(compute(1))],
    [fails, (read: () => unknown) => expect(read).toThrow('this part fails')],
  ] as const) {
    const { counter, port, read, close } = channel((index) =>
      index === 0 ? compute(0) : computeHere(index),
    );
    read(0);
    sendParts({ count, compute: fails }, { counter, port, memoryOf: () => [], proceed: always });
    expectation(() => read(1));
    close();
  }
});

test('a part that a thread took before it died is computed here', () => {
  const { counter, read, close } = channel(compute);
  read(0);
  Atomics.add(new Int32Array(counter), 0, 1); // takes part 1, and is not heard of again
  expect([1, 2].map(read)).toEqual([1, 2].map(compute));
  close();
});

test('an order ends the work before the next part and while a part of another thread is awaited', () => {
  let calls = 0;
  const proceed = () => ++calls < 3;
  const counter = createPartCounter();
  const read = readParts({ count: 2, compute }, { counter, others: () => [], proceed });
  read(0);
  Atomics.add(new Int32Array(counter), 0, 1);
  expect(read(1)).toBeNull();
});
