import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';
import { AppError } from '../../errors.ts';

const file = new URL('../../../build/embed/gatecast-forecast.js', import.meta.url);
const hourSeconds = 3_600;

/** The web component `<gatecast-forecast>`, for pages of any origin. It has no data. */
export const embedScriptRoutes: FastifyPluginAsync = async (app) => {
  app.get(
    '/embed/gatecast-forecast.js',
    {
      config: { isForAnyPage: true, etag: true, keptAnswers: { by: 'route', compressed: true } },
      schema: { hide: true },
    },
    async (_request, reply) => {
      const script = await readFile(file).catch(() => null);
      if (script === null) {
        throw new AppError('embed_not_built', {
          detail:
            'The file of the web component is missing. `npm run build:embed` writes it; `npm ci` does so too.',
        });
      }
      return reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', `public, max-age=${hourSeconds}`)
        .send(script);
    },
  );
};
