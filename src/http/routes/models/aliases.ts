import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  aliasesQuerySchema,
  aliasInSchema,
  aliasNameSchema,
  aliasPageSchema,
  aliasSchema,
} from '../../../contracts/schemas/index.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { preconditionOf, tagsBySchema } from '../../routing/preconditions.ts';
import { bodyProblems, jsonResponse, locationHeader, noContent, problems } from '../../routing/responses.ts';

const paramsSchema = z.object({ name: aliasNameSchema });

const aliasTags = tagsBySchema(aliasSchema);

export const aliasRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store }) => {
  app.route({
    method: 'PUT',
    url: '/aliases/:name',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'putAlias',
      summary: 'Point an alias to a model',
      description:
        'Creates the alias, or atomically points an existing alias to another model: each call uses either the old model or the new one.',
      tags: ['models'],
      params: paramsSchema,
      body: aliasInSchema,
      response: {
        200: jsonResponse(aliasSchema, 'The alias, which has another model now.'),
        201: jsonResponse(aliasSchema, 'The alias, which is new.', locationHeader),
        ...problems(...bodyProblems, 'id_malformed', 'model_not_found', 'quota_exceeded'),
      },
    },
    handler: async ({ tenant, params, body, headers }, reply) => {
      const precondition = preconditionOf(headers, aliasTags);
      const { alias, isNew } = await store.aliases.put(tenant, params.name, body.model_id, precondition);
      if (!isNew) return reply.code(200).send(alias);
      return reply.code(201).header('location', `/v1/aliases/${alias.name}`).send(alias);
    },
  });

  app.route({
    method: 'GET',
    url: '/aliases',
    schema: {
      operationId: 'listAliases',
      summary: 'List aliases, sorted by name',
      tags: ['models'],
      querystring: aliasesQuerySchema,
      response: {
        200: jsonResponse(aliasPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid', 'model_not_found'),
      },
    },
    handler: ({ tenant, query }) => store.aliases.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/aliases/:name',
    schema: {
      operationId: 'getAlias',
      summary: 'Read an alias',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: jsonResponse(aliasSchema, 'The alias.'),
        ...problems('request_invalid', 'alias_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.aliases.get(tenant, params.name),
  });

  app.route({
    method: 'DELETE',
    url: '/aliases/:name',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteAlias',
      summary: 'Delete an alias',
      description: 'The model is not deleted.',
      tags: ['models'],
      params: paramsSchema,
      response: { 204: noContent, ...problems('request_invalid', 'alias_not_found') },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      await store.aliases.delete(tenant, params.name, preconditionOf(headers, aliasTags));
      return reply.code(204).send();
    },
  });
};
