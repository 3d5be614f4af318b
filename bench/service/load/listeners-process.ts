/** Process with many clients that listen to the events of a job. */
import { connect, type Socket } from 'node:net';
import { answerParent } from '../own-process.ts';
import { type ListenersAnswer, type ListenersQuestion, preciseNow } from './listeners.ts';

/** Connections that are opened at the same time. */
const opensAtOnce = 50;
const waitMsMax = 20_000;

const sockets: Socket[] = [];
let refusal: string | null = null;
/** The text that is waited for, and how many listeners lack it. */
let wanted = '';
let lacking = 0;
let received: (() => void) | null = null;

answerParent(async (question: ListenersQuestion): Promise<ListenersAnswer> => {
  let lastAt = 0;
  if ('open' in question) await openAll(question.open.url, question.open.count);
  else if ('wait' in question) lastAt = await allReceived(question.wait);
  else for (const socket of sockets.splice(0)) socket.destroy();
  return { listeners: sockets.length, refusal, lastAt };
});

async function openAll(url: string, count: number): Promise<void> {
  refusal = null;
  for (let from = 0; from < count && refusal === null; from += opensAtOnce) {
    const opened = await Promise.all(
      Array.from({ length: Math.min(opensAtOnce, count - from) }, () => openOne(new URL(url))),
    );
    sockets.push(...opened.flatMap((socket) => socket ?? []));
  }
}

/** @returns null if the service refuses the stream */
function openOne({ hostname, port, host, pathname }: URL): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let head = '';
    const onHead = (chunk: Buffer) => {
      head += chunk;
      if (head.startsWith('HTTP/1.1 200')) {
        if (!head.includes('\nid: ')) return;
        socket.off('data', onHead);
        socket.on('data', (later) => onEvent(socket, `${later}`));
        resolve(socket);
      } else {
        refusal = head.slice(0, 12);
        socket.destroy();
        resolve(null);
      }
    };
    socket.on('data', onHead);
    socket.once('error', reject);
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\n\r\n`);
  });
}

const waitingSockets = new Set<Socket>();

function onEvent(socket: Socket, text: string): void {
  if (wanted === '' || !text.includes(wanted) || !waitingSockets.delete(socket)) return;
  lacking--;
  if (lacking === 0) received?.();
}

async function allReceived(text: string): Promise<number> {
  wanted = text;
  lacking = sockets.length;
  for (const socket of sockets) waitingSockets.add(socket);
  const all = Promise.withResolvers<number>();
  received = () => all.resolve(preciseNow());
  const bound = setTimeout(
    () => all.reject(new Error(`${lacking} listeners did not receive the event`)),
    waitMsMax,
  );
  try {
    return await all.promise;
  } finally {
    clearTimeout(bound);
    wanted = '';
  }
}
