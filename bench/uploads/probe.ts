/** Process that asks for one address, one call after the other. It begins when it gets the address, and answers `stop`
 *  with the milliseconds of each call. The process of the bench is busy with the upload, so its own
 *  delays would count too. */
import { Agent, get } from 'node:http';
import { answerParent } from '../service/own-process.ts';

export type ProbeQuestion = { url: string } | 'stop';

const pauseMs = 5;
let isStopped = false;
let delays: Promise<number[]> = Promise.resolve([]);

answerParent(async (question: ProbeQuestion): Promise<number[]> => {
  if (question === 'stop') {
    isStopped = true;
    return delays;
  }
  isStopped = false;
  delays = delaysOf(question.url);
  return [];
});

async function delaysOf(url: string): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const measured: number[] = [];
  do {
    const started = performance.now();
    await answered(url, agent);
    measured.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  } while (!isStopped);
  agent.destroy();
  return measured;
}

/** Waits for the whole answer. */
function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve());
    }).once('error', reject);
  });
}
