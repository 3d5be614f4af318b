import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { niceness } from '../../src/processes/priority.ts';

const thread = `
  const { parentPort, Worker } = require('node:worker_threads');
  const { getPriority } = require('node:os');
  import(${JSON.stringify(new URL('../../src/processes/priority.ts', import.meta.url).href)}).then(({ yieldToOthers }) => {
    yieldToOthers();
    yieldToOthers();
    const child = "require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority())";
    new Worker(child, { eval: true }).once('message', (ofChild) => parentPort.postMessage([getPriority(), ofChild]));
  });`;

test.runIf(process.platform === 'linux')(
  'a thread that trains, and the threads that it starts, yield to the rest of the process',
  async () => {
    const before = getPriority();
    const found = await new Promise((resolve, reject) => {
      new Worker(thread, { eval: true }).once('message', resolve).once('error', reject);
    });
    const expected = Math.min(19, before + niceness);
    expect(found).toEqual([expected, expected]);
    expect(getPriority()).toBe(before);
  },
);
