import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  deliveriesQuerySchema,
  deliveryIdSchema,
  deliveryPageSchema,
  deliverySchema,
  pageQuerySchema,
  type Webhook,
  webhookChangesSchema,
  webhookCreatedSchema,
  webhookIdSchema,
  webhookInSchema,
  webhookPageSchema,
  webhookSchema,
} from '../../contracts/schemas/index.ts';
import type { App, AppDeps } from '../routing/deps.ts';
import { respondIdempotently } from '../routing/idempotent-response.ts';
import { preconditionOf, tagsBySchema } from '../routing/preconditions.ts';
import { bodyProblems, jsonResponse, locationHeader, noContent, problems } from '../routing/responses.ts';

const paramsSchema = z.object({ webhook_id: webhookIdSchema });
const deliveryParamsSchema = paramsSchema.extend({ delivery_id: deliveryIdSchema });

const webhookTags = tagsBySchema(webhookSchema);
const tags = ['webhooks'];

export const webhookRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createWebhookRoute(app, deps);
  listWebhooksRoute(app, deps);
  getWebhookRoute(app, deps);
  updateWebhookRoute(app, deps);
  deleteWebhookRoute(app, deps);
  testWebhookRoute(app, deps);
  listWebhookDeliveriesRoute(app, deps);
  redeliverWebhookDeliveryRoute(app, deps);
};

function createWebhookRoute(app: App, { webhookTargets, store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/webhooks',
    schema: {
      operationId: 'createWebhook',
      summary: 'Create a webhook that receives events as signed POST requests',
      description:
        'Only this response contains the signing secret. Messages are signed as in Standard Webhooks. A delivery that is not answered with 2xx is retried for days, with growing pauses.',
      tags,
      body: webhookInSchema,
      response: {
        201: jsonResponse(webhookCreatedSchema, 'The webhook with its secret.', locationHeader),
        ...problems(
          ...bodyProblems,
          'webhooks_too_many',
          'webhook_target_refused',
          'idempotency_answer_unreadable',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body } = request;
      await webhookTargets.check(tenant, body.url);
      const secret = webhookTargets.newSecret();
      return respondIdempotently(
        request,
        reply,
        {
          status: 201,
          headers: ({ id }) => ({ location: `/v1/webhooks/${id}` }),
          body: (webhook: Webhook) => ({ ...webhook, secret }),
        },
        (idempotentCall) => store.webhooks.create(tenant, { ...body, secret }, idempotentCall),
      );
    },
  });
}

function listWebhooksRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/webhooks',
    schema: {
      operationId: 'listWebhooks',
      summary: 'List webhooks, the newest first',
      tags,
      querystring: pageQuerySchema,
      response: {
        200: jsonResponse(webhookPageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.webhooks.list(tenant, query),
  });
}

function getWebhookRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/webhooks/:webhook_id',
    schema: {
      operationId: 'getWebhook',
      summary: 'Read a webhook, without its secret',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(webhookSchema, 'The webhook.'),
        ...problems('id_malformed', 'webhook_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.webhooks.get(tenant, params.webhook_id),
  });
}

function updateWebhookRoute(app: App, { webhookTargets, store }: AppDeps): void {
  app.route({
    method: 'PATCH',
    url: '/webhooks/:webhook_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'updateWebhook',
      summary: 'Change a webhook',
      description:
        'Pending deliveries are sent to the new address. While the webhook is disabled, they wait.',
      tags,
      params: paramsSchema,
      body: webhookChangesSchema,
      response: {
        200: jsonResponse(webhookSchema, 'The webhook as it is now.'),
        ...problems(...bodyProblems, 'id_malformed', 'webhook_not_found', 'webhook_target_refused'),
      },
    },
    handler: async ({ tenant, params, body, headers }) => {
      if (body.url !== undefined) await webhookTargets.check(tenant, body.url);
      return store.webhooks.update(tenant, params.webhook_id, body, preconditionOf(headers, webhookTags));
    },
  });
}

function deleteWebhookRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/webhooks/:webhook_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteWebhook',
      summary: 'Delete a webhook with its deliveries',
      tags,
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'webhook_not_found') },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      await store.webhooks.delete(tenant, params.webhook_id, preconditionOf(headers, webhookTags));
      return reply.code(204).send();
    },
  });
}

function testWebhookRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/webhooks/:webhook_id/test',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'testWebhook',
      summary: 'Send a test message',
      description:
        'Sends a message of the type `webhook.test`, whatever events the webhook subscribes to. Its result is in the deliveries. While the webhook is disabled, it waits. A test message that still waits is sent at once instead of another one.',
      tags,
      params: paramsSchema,
      response: {
        202: jsonResponse(deliverySchema, 'The delivery of the message.'),
        ...problems('id_malformed', 'webhook_not_found'),
      },
    },
    handler: async ({ tenant, params }, reply) =>
      reply.code(202).send(await store.webhooks.test(tenant, params.webhook_id)),
  });
}

function listWebhookDeliveriesRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/webhooks/:webhook_id/deliveries',
    schema: {
      operationId: 'listWebhookDeliveries',
      summary: 'List the deliveries of a webhook, the newest first',
      tags,
      params: paramsSchema,
      querystring: deliveriesQuerySchema,
      response: {
        200: jsonResponse(deliveryPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid', 'webhook_not_found'),
      },
    },
    handler: ({ tenant, params, query }) => store.webhooks.deliveries(tenant, params.webhook_id, query),
  });
}

function redeliverWebhookDeliveryRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/webhooks/:webhook_id/deliveries/:delivery_id/redeliver',
    schema: {
      operationId: 'redeliverWebhookDelivery',
      summary: 'Deliver a message again',
      description: 'The message keeps its `webhook-id` and gets a new signature.',
      tags,
      params: deliveryParamsSchema,
      response: {
        202: jsonResponse(deliverySchema, 'The delivery, pending again.'),
        ...problems('id_malformed', 'webhook_not_found', 'delivery_not_found'),
      },
    },
    handler: async ({ tenant, params }, reply) =>
      reply.code(202).send(await store.webhooks.redeliver(tenant, params.webhook_id, params.delivery_id)),
  });
}
