import { connect } from 'node:net';

/** Redis refuses a connection as soon as it takes it. A healthy one says nothing, so this time passes, unless the
 *  options of the connection have another. */
const farewellMsMax = 2_000;
const farewellBytesMax = 1_024;
/** Errors of a connection that its other end closed. */
const ofClosing = /^(ECONNRESET|EPIPE)$/;

/** Whether the other end may have said why it closed a connection. */
export function mayHaveSaidWhy(error: Error | null): boolean {
  if (error === null || error.message.startsWith('Connection is closed')) return true;
  return ofClosing.test((error as NodeJS.ErrnoException).code ?? '');
}

/** The sentence of Redis if it closed a connection with one; else the error. */
export async function closingReason(
  options: Parameters<typeof redisFarewell>[0],
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Error && mayHaveSaidWhy(error))) return error;
  return (await redisFarewell(options)) ?? error;
}

/** Opens a connection that sends nothing, and reads the sentence with which Redis closes it, such as `ERR max number of
 *  clients reached`. A connection that sends commands may lose the sentence: the answer to them is a reset. Null if
 *  Redis says nothing, as it does before a TLS handshake.
 *  @param answered ends the reading early */
export function redisFarewell(
  {
    host,
    port,
    path,
    tls,
    socketTimeout = farewellMsMax,
  }: { host?: string; port?: number; path?: string; tls?: object; socketTimeout?: number },
  answered?: AbortSignal,
): Promise<Error | null> {
  if (tls !== undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect(path ? { path } : { host, port: port ?? 6379 });
    let text = '';
    const end = () => {
      clearTimeout(late);
      answered?.removeEventListener('abort', end);
      socket.destroy();
      resolve(/^-[A-Z]/.test(text) ? new Error(text.slice(1).split('\r\n')[0]) : null);
    };
    const late = setTimeout(end, socketTimeout);
    answered?.addEventListener('abort', end);
    socket.on('data', (part) => {
      text += part;
      if (text.includes('\r\n') || text.length > farewellBytesMax) end();
    });
    for (const event of ['error', 'close']) socket.on(event, end);
  });
}
