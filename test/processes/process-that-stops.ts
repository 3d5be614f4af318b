/** A process of the service without its parts. `starting` never gets ready; `ready` waits with its end until it reads a
 *  line, and so does `signalled`, which gets a SIGTERM while it becomes ready. `stuck` never ends by itself. `left`
 *  reads a line before it tells its parent that it is ready, and hears of nothing meanwhile. */
import { once } from 'node:events';
import { readSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import { notifyParent, runMain, stopOnSignal } from '../../src/processes/lifecycle.ts';
import { logLines } from '../../src/processes/log-lines.ts';

const log = pino({}, logLines({ isAtOnce: process.argv[2] !== 'stuck' }));
const line = Buffer.alloc(10);

await runMain(async () => {
  if (process.argv[2] === 'signalled') process.kill(process.pid, 'SIGTERM');
  if (process.argv[2] !== 'starting') {
    const isStuck = process.argv[2] === 'stuck';
    const isLeft = process.argv[2] === 'left';
    const stop = async () => {
      if (!isLeft) await (isStuck ? new Promise(() => {}) : once(process.stdin, 'data'));
    };
    stopOnSignal({ log, stopMsMax: isStuck ? 100 : 60_000, stop });
  }
  if (process.argv[2] !== 'left') log.info('up');
  else {
    writeSync(1, 'up\n');
    readSync(0, line);
    notifyParent({ type: 'ready' });
  }
  if (process.argv[2] === 'starting') await new Promise((resolve) => setTimeout(resolve, 60_000));
  process.stdin.resume();
});
