import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { nearest } from '../../contracts/schemas/index.ts';
import { AppError, type ErrorCode, errorCatalog, errorCodes, remedyOf } from '../../errors.ts';

const style =
  'body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0}\n';
const paramsSchema = z.object({ code: z.string() });

/** Pages that describe the error codes. The `type` of a problem is the address of its page. */
export const problemRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/problems.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  );

  app.get('/problems', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Problems', list())),
  );

  app.get('/problems/:code', { schema: { hide: true, params: paramsSchema } }, async ({ params }, reply) => {
    const code = errorCodes.find((known) => known === params.code);
    if (code === undefined) {
      const near = nearest(params.code.slice(0, 100), errorCodes);
      throw new AppError('route_not_found', {
        detail: `There is no such problem code${near === null ? '' : `; did you mean ${near}?`}`,
      });
    }
    return reply.type('text/html; charset=utf-8').send(page(code, explanation(code)));
  });
};

function list(): string {
  const rows = errorCodes.map(
    (code) =>
      `<tr><td><a href="/problems/${code}"><code>${code}</code></a></td><td>${errorCatalog[code].status}</td><td>${errorCatalog[code].title}</td></tr>`,
  );
  return `<table><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>${rows.join('')}</table>`;
}

function explanation(code: ErrorCode): string {
  const { status, title, retryable } = errorCatalog[code];
  const retry = retryable
    ? 'The same request may succeed later: wait for the seconds in <code>Retry-After</code>, if the header is present, and try again.'
    : 'The same request will fail again: correct what <code>detail</code> and <code>errors</code> describe.';
  return `<p>${title}.</p><p><b>What to do.</b> ${escaped(remedyOf(code))}</p><p>HTTP status ${status}. ${retry}</p>
<p><code>detail</code> describes the problem and what would be accepted; each entry of <code>errors</code> names one
field (<code>path</code>), line or series. Search the log of the service for the <code>X-Request-Id</code> of the response.</p>
<p><a href="/problems">All problems</a> · <a href="/docs">API</a></p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Gatecast</title>
<link rel="stylesheet" href="/problems.css">
</head><body><h1>${title}</h1>${body}</body></html>
`;
}
