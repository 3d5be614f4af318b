import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** A TCP proxy in front of a server: the network between the service and the server, which a test can cut. */
export interface NetworkProxy {
  port: number;
  /** Where new connections go. A restarted server may have another address. */
  setTarget(target: NetConnectOpts): void;
  /** From now on no byte passes in either direction, and new connections get no answer, as behind a broken cable. */
  cut(): void;
  /** Everything that was sent meanwhile arrives now, as TCP sends it again after a short cut. */
  restore(): void;
  /** From now on nothing comes through the present connections in either direction, and they stay open, as behind a
   *  proxy that hangs. New ones work. */
  lose(): void;
  /** Bytes take so long from now on, in each direction. */
  setDelay(ms: number): void;
  close(): Promise<void>;
}

export async function startProxy(first: NetConnectOpts): Promise<NetworkProxy> {
  let target = first;
  let isCut = false;
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  /** Connections that arrived during the cut. */
  let waiting: Socket[] = [];

  const joined = (client: Socket) => {
    const server = connect(target);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        if (lost.has(from)) return;
        if (delayMs === 0) to.write(bytes);
        else setTimeout(() => to.write(bytes), delayMs);
      });
      from.on('error', () => {});
      from.on('end', () => to.end());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    if (isCut) server.pause();
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (!isCut) return joined(client);
    client.pause();
    client.on('error', () => {});
    waiting.push(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const setFlow = (flows: boolean) => {
    isCut = !flows;
    for (const socket of sockets) flows ? socket.resume() : socket.pause();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    setTarget(next) {
      target = next;
    },
    cut: () => setFlow(false),
    setDelay(ms) {
      delayMs = ms;
    },
    lose() {
      for (const socket of sockets) lost.add(socket);
    },
    restore() {
      setFlow(true);
      for (const client of waiting.splice(0)) {
        if (client.destroyed) continue;
        joined(client);
        client.resume();
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of [...sockets, ...waiting]) socket.destroy();
      waiting = [];
      await closed;
    },
  };
}

/** Connection string of the embedded PostgreSQL, through a proxy in front of its unix socket. */
export function postgresThrough(proxy: Pick<NetworkProxy, 'port'>, url: string): string {
  const through = new URL(url);
  through.searchParams.delete('host');
  through.hostname = '127.0.0.1';
  through.port = String(proxy.port);
  return through.href;
}

/** The unix socket of the embedded PostgreSQL at a connection string. */
export function postgresSocket(url: string): NetConnectOpts {
  return { path: `${new URL(url).searchParams.get('host')}/.s.PGSQL.5432` };
}
