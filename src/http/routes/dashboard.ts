import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';

/** Names of these files change with their contents. */
const assetsCached = 'public, max-age=31536000, immutable';
/** Routes of files: they are not in the document, and their files were compressed when they were built. */
const ofPage = ofFiles('route');
const ofAssets = ofFiles('address');

/** The pages of the dashboard, at `/` and under `/app`. They need no key: all data come from calls under `/v1`.
 *  @param folder output of `scripts/build-dashboard.ts`. It may be built while the process runs. */
export const dashboardRoutes: FastifyPluginAsync<{ folder: string }> = async (app, { folder }) => {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
    dotfiles: 'ignore',
    suppressWarning: true,
  });

  const sendPage = (_request: FastifyRequest, reply: FastifyReply) => {
    if (!existsSync(join(folder, 'index.html'))) return sendNotBuilt(reply);
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  };
  for (const url of ['/', '/app', '/app/*']) app.get(url, ofPage, sendPage);

  app.get<{ Params: { '*': string } }>('/app/assets/*', ofAssets, (request, reply) =>
    reply.header('cache-control', assetsCached).sendFile(`assets/${request.params['*']}`),
  );
};

function ofFiles(by: 'route' | 'address') {
  return {
    schema: { hide: true },
    compress: false as const,
    config: { keptAnswers: { by, compressed: false } },
  };
}

/** A page that loads itself again: `npm start` builds the dashboard in the background. */
const notBuiltPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="3">
<title>Gatecast</title>
<h1>The dashboard is not built yet</h1>
<p>If the service was started a moment ago, it is being built. This page loads itself again every 3 seconds.</p>
<p>Otherwise run <code>npm ci</code> or <code>npm run build:dashboard</code> in the folder of Gatecast.</p>
<p>The API works without it: <a href="/docs">API reference</a>.</p>
</html>
`;

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', '3').type('text/html; charset=utf-8').send(notBuiltPage);
}
