import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Additional sources of the Content-Security-Policy of a page, by directive. */
    pageSources?: Record<string, string>;
  }
}

/** A page loads scripts, styles, fonts, images and data from the service only, nothing inline, and
 *  no page may frame it. */
const pageDirectives: Record<string, string> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};
/** An answer that is not a page loads nothing if a browser shows it. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': dataPolicy,
};
const ofTenants = { ...everywhere, 'cache-control': 'private, no-cache' };

/** Headers that tell browsers what not to do with an answer, and caches to ask again: answers belong to one tenant. */
export const securityHeadersPlugin = fp(async (app) => {
  app.addHook('onRequest', (request, reply, done) => {
    // The route decides, not the address: `/%76%31/datasets` is another spelling of `/v1/datasets`.
    reply.headers(request.routeOptions.url?.startsWith('/v1/') ? ofTenants : everywhere);
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode >= 400) reply.header('cache-control', 'no-store');
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/html'))
      reply.header('content-security-policy', policyOf(request.routeConfig.pageSources ?? {}));
    done(null, payload);
  });
});

function policyOf(sources: Record<string, string>): string {
  return Object.entries(pageDirectives)
    .map(([name, value]) => `${name} ${[value, sources[name]].filter(Boolean).join(' ')}`)
    .join('; ');
}
