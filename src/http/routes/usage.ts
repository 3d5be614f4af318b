import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { usageSchema } from '../../contracts/schemas/index.ts';
import type { AppDeps } from '../routing/deps.ts';
import { jsonResponse, problems } from '../routing/responses.ts';

/** How much the tenant stores. */
export const usageRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, settings }) => {
  app.route({
    method: 'GET',
    url: '/usage',
    schema: {
      operationId: 'getUsage',
      summary: 'Read how much the tenant stores, and how much it may store',
      description:
        'The bytes are those of the stored values, compressed as they are stored, and a flat amount for each row. Deleting something frees its bytes at once.',
      tags: ['service'],
      response: { 200: jsonResponse(usageSchema, 'The usage of the tenant of the key.'), ...problems() },
    },
    handler: async ({ tenant }) => {
      const [byKind, observations] = await Promise.all([
        store.usage.stored(tenant),
        store.usage.points(tenant),
      ]);
      return {
        stored_bytes: Object.values(byKind).reduce((sum, bytes) => sum + bytes, 0),
        stored_bytes_max: settings.tenantBytesMax,
        stored_bytes_by_kind: byKind,
        observations,
        observations_max: settings.tenantPointsMax,
      };
    },
  });
};
