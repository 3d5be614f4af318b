/** A process of the service without its parts. `starting` never gets ready; `ready` waits with its end until it reads a line, and so
 *  does `signalled`, which gets a SIGTERM while it becomes ready. `stuck` never ends by itself. */
import { once } from 'node:events';
import { pino } from 'pino';
import { runMain, stopOnSignal } from '../../src/processes/lifecycle.ts';
import { logLines } from '../../src/processes/log-lines.ts';

const log = pino({}, logLines({ isAtOnce: process.argv[2] !== 'stuck' }));

await runMain(async () => {
  if (process.argv[2] === 'signalled') process.kill(process.pid, 'SIGTERM');
  if (process.argv[2] !== 'starting') {
    const isStuck = process.argv[2] === 'stuck';
    const stop = async () => void (await (isStuck ? new Promise(() => {}) : once(process.stdin, 'data')));
    stopOnSignal({ log, stopMsMax: isStuck ? 100 : 60_000, stop });
  }
  log.info('up');
  if (process.argv[2] === 'starting') await new Promise((resolve) => setTimeout(resolve, 60_000));
  process.stdin.resume();
});
