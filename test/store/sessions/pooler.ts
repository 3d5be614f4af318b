import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** A pooler in front of PostgreSQL, such as PgBouncer, as far as the start of a process needs it: clients log in
 *  without a password and send simple statements. */
export interface Pooler {
  port: number;
  close(): Promise<void>;
}

/** The process that the pooler announces to its clients, for requests to cancel. It is none of the server. */
const announcedProcess = 7;

/** @param mode `session`: each client has a session of the server; `statement`: all share one,
 *  statement by statement */
export async function startPooler(
  server: NetConnectOpts,
  { mode, user, database }: { mode: 'session' | 'statement'; user: string; database: string },
): Promise<Pooler> {
  const sockets = new Set<Socket>();
  const openSession = async (): Promise<Session> => {
    const session = new Session(connect(server));
    sockets.add(session.socket);
    await session.answerTo(startupMessage({ user, database }));
    return session;
  };
  const shared = mode === 'statement' ? openSession() : null;
  const listener = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    const session = shared ?? openSession();
    let isIn = false;
    client.on('data', async (bytes) => {
      if (bytes[0] === 0x58) return void client.end(); // Terminate
      if (isIn) return void client.write(await (await session).answerTo(bytes));
      isIn = true;
      client.write(
        Buffer.concat([message('R', [0]), message('K', [announcedProcess, 1]), Buffer.from('Z\0\0\0\x05I')]),
      );
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** A session of the server, for one statement at a time. */
class Session {
  readonly socket: Socket;
  #last: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
  }

  /** Everything that the server answers until it is ready for the next statement. */
  answerTo(bytes: Buffer): Promise<Buffer> {
    const answer = this.#last.then(
      () =>
        new Promise<Buffer>((resolve) => {
          let answered = Buffer.alloc(0);
          const read = (more: Buffer) => {
            answered = Buffer.concat([answered, more]);
            if (!isReady(answered)) return;
            this.socket.off('data', read);
            resolve(answered);
          };
          this.socket.on('data', read);
          this.socket.write(bytes);
        }),
    );
    this.#last = answer;
    return answer;
  }
}

/** Whether the messages end with ReadyForQuery. */
function isReady(bytes: Buffer): boolean {
  for (let at = 0; at + 5 <= bytes.length; ) {
    const next = at + 1 + bytes.readUInt32BE(at + 1);
    if (bytes[at] === 0x5a && next === bytes.length) return true;
    at = next;
  }
  return false;
}

/** A message of the server whose contents are numbers. */
function message(type: string, numbers: number[]): Buffer {
  const bytes = Buffer.alloc(5 + 4 * numbers.length);
  bytes.write(type, 0);
  bytes.writeUInt32BE(bytes.length - 1, 1);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, 5 + 4 * i);
  return bytes;
}

function startupMessage(parameters: Record<string, string>): Buffer {
  const text = Buffer.from(`${Object.entries(parameters).flat().join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + text.length, 0);
  head.writeUInt32BE(3 << 16, 4); // version 3.0 of the protocol
  return Buffer.concat([head, text]);
}
