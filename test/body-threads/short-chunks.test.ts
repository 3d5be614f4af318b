import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { RequestMessage } from '../../src/http/request-message.ts';

const digits = Buffer.from(Array.from({ length: 20_000 }, (_, at) => 48 + ((at * 7) % 10)));
const alone = Array.from(digits, (byte) => Buffer.of(byte));

/** A request that reads itself to its end. */
function reading() {
  const message = new RequestMessage(new Socket());
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { message, chunks, ended: new Promise((resolve) => message.once('end', resolve)) };
}

test('a body of single bytes is read in chunks of 4 KiB, and nothing of it is lost', async () => {
  const { message, chunks, ended } = reading();
  for (const chunk of alone) message.push(chunk);
  message.push(null);
  await ended;
  expect(chunks.map(({ length }) => length)).toEqual([4096, 4096, 4096, 4096, 3616]);
  expect(Buffer.concat(chunks)).toEqual(digits);
});

test('long chunks are not copied, and short ones keep their places between them', async () => {
  const { message, chunks, ended } = reading();
  const long = digits.subarray(0, 5_000);
  for (const chunk of [long, alone[0], alone[1], long, alone[2]]) message.push(chunk);
  message.push(null);
  await ended;
  expect(chunks.map(({ length }) => length)).toEqual([5_000, 2, 5_000, 1]);
  expect([chunks[0].buffer, chunks[2].buffer]).toEqual([long.buffer, long.buffer]);
  expect(Buffer.concat(chunks)).toEqual(Buffer.concat([long, digits.subarray(0, 2), long, alone[2]]));
});

test('a short chunk arrives although its sender sends no more', async () => {
  const { message } = reading();
  const arrived = new Promise((resolve) => message.once('data', resolve));
  message.push(alone[0]);
  expect(await arrived).toEqual(alone[0]);
});

test('the body that nobody reads stops the sender, and is read to its end afterwards', async () => {
  const { message, answer } = await requested((socket) => {
    let sent = '';
    for (let at = 0; at < digits.length; at += 16) sent += `10\r\n${digits.subarray(at, at + 16)}\r\n`;
    socket.write(sent.repeat(10));
    socket.write('0\r\n\r\n');
  });
  while (message.readableLength < message.readableHighWaterMark)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(message.readableLength).toBeLessThan(3 * message.readableHighWaterMark);
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(Buffer.concat(Array(10).fill(digits)))).toBe(true);
  expect(chunks.length).toBeLessThan(1_000); // a sender that pauses ends a chunk
  answer();
});

/** A request of a server whose body is sent by `send`. */
async function requested(send: (socket: Socket) => void) {
  const server: Server = createServer({ IncomingMessage: RequestMessage });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(async () => {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  socket.write('POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n');
  const arrived = new Promise<{ message: IncomingMessage; answer(): void }>((resolve) =>
    server.once('request', (message, response) => resolve({ message, answer: () => response.end() })),
  );
  send(socket);
  return arrived;
}
