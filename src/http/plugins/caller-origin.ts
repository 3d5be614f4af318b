import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { isOpenedByToken } from '../routing/embed-tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether pages of every origin may use the answer. It is the same for everybody. */
    isForAnyPage?: boolean;
  }
}

interface CallerOriginOptions {
  /** Names under which the service is called, besides those of loopback. */
  allowedHosts: readonly string[];
  /** Whether a name that is not allowed is refused. */
  checksHost: boolean;
  /** Origins whose web pages may call the service; `*` allows all. */
  corsOrigins: readonly string[];
}

/** Refuses calls that a web page of another origin makes through a browser of the operator.
 *  - A page whose name was pointed to loopback (DNS rebinding) sends its own name as `Host`.
 *  - A page of another origin sends `Origin`, and in present browsers `Sec-Fetch-Site`. CORS only hides the answer from
 *    it; a simple POST would still take effect.
 *  A call with the token of an embed may come from any page: the token is its only permission.
 *  Programs send neither header and are not affected. */
export const callerOriginPlugin = fp(async (app, options: CallerOriginOptions) => {
  const { checksHost, corsOrigins } = options;
  const allowedHosts = new Set(options.allowedHosts.map((host) => host.toLowerCase()));
  /** The last host that was allowed by its name: most calls have the same. */
  let lastNamed: string | undefined;
  app.addHook('onRequest', (request, _reply, done) => {
    const { host, origin } = request.headers;
    const hosts = hostsIn(request);
    if (hosts > 1 || (hosts === 0 && request.raw.httpVersion === '1.1')) return done(hostsMalformed(hosts));
    if (checksHost && host !== undefined && host !== lastNamed) {
      if (isLoopbackName(host) || isNamed(host, allowedHosts)) lastNamed = host;
      else if (!isReachedAt(host, request)) return done(hostRefused(host));
    }
    if (request.routeConfig.isForAnyPage === true || isOpenedByToken(request)) return done();
    // OPTIONS has no effect; the CORS plugin answers preflights.
    if (request.method !== 'OPTIONS' && isOfOtherPage(request, corsOrigins))
      return done(originRefused(origin));
    done();
  });
});

/** Number of `Host` headers. Of several, Node keeps the first; a proxy may have read another one. */
function hostsIn({ raw }: FastifyRequest): number {
  const { rawHeaders } = raw;
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i].length === 4 && rawHeaders[i].toLowerCase() === 'host') count++;
  return count;
}

function hostsMalformed(count: number): AppError {
  return new AppError('request_malformed', {
    detail: `The request has ${count} \`Host\` headers; accepted: one.`,
  });
}

/** Whether the host is the address at which the call arrived, as in probes of Kubernetes and in scrapes of Prometheus.
 *  A page whose name was pointed here has a name, not an address. */
function isReachedAt(host: string, { socket }: FastifyRequest): boolean {
  const address = nameOf(host).replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && address === socket.localAddress?.replace(/^::ffff:/, '');
}

/** Whether a host is in the set, with its port or without it. */
function isNamed(host: string, names: ReadonlySet<string>): boolean {
  const name = host.toLowerCase();
  return names.has(name) || names.has(nameOf(name));
}

/** A host without its port, in lower case and without the dot at the end of a complete name. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** `localhost`, names under it, 127.0.0.0/8 and ::1. No page of another machine can have such a name. */
function isLoopbackName(host: string): boolean {
  const name = nameOf(host);
  return /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name);
}

function isOfOtherPage({ headers, method }: FastifyRequest, corsOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (corsOrigins.includes('*')) return false;
  if (origin !== undefined) {
    if (corsOrigins.includes(origin)) return false;
    if (!isOriginOf(origin, host)) return true;
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  // A link to the service, for instance to its docs, opens in a window of its own.
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && (method === 'GET' || method === 'HEAD'));
}

/** Whether a page of the origin was served under the name that the call has. A proxy with TLS changes the scheme. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === hostOf(origin, host);
}

/** The host as a URL of the scheme of `origin` has it: without a default port. */
function hostOf(origin: string, host: string): string | null {
  const url = `${origin.split(':', 1)[0]}://${host}`;
  return URL.canParse(url) ? new URL(url).host : null;
}

function hostRefused(host: string): AppError {
  return new AppError('host_refused', {
    detail: `The call names the host \`${host.slice(0, 200)}\`; accepted: localhost, the address of the service, and the hosts of the setting GATECAST_ALLOWED_HOSTS.`,
  });
}

function originRefused(origin: string | undefined): AppError {
  const page = origin === undefined ? 'A page of another origin' : `A page of \`${origin.slice(0, 200)}\``;
  return new AppError('origin_refused', {
    detail: `${page} makes the call; accepted: pages of the service itself, and of the origins in the setting CORS_ORIGINS.`,
  });
}
