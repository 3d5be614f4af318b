import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { modelRefSchema } from '../../contracts/ids.ts';
import { requireReady } from '../../contracts/model-ready.ts';
import type { AppDeps } from '../deps.ts';
import { bytesSchema, fileHeaders, problems } from '../responses.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });

/** What a model is made of, as files. */
export const modelFileRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, forecaster }) => {
  app.route({
    method: 'GET',
    url: '/models/:model_id/weights',
    schema: {
      operationId: 'getModelWeights',
      summary: 'Download the weights as a safetensors file',
      description: "Tensors have PyTorch's names and layout.",
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: {
          description: 'A safetensors file.',
          headers: {
            ETag: { type: 'string', description: 'SHA-256 of the file, quoted.' },
            ...fileHeaders,
          },
          content: { 'application/octet-stream': { schema: bytesSchema } },
        },
        304: z.undefined().describe('The file is the one that `If-None-Match` names.'),
        ...problems('id_malformed', 'model_not_found', 'model_not_ready', 'model_failed'),
      },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      const model = await store.models.get(tenant, params.model_id);
      const { sha256 } = requireReady(model);
      reply.header('etag', `"${sha256}"`);
      if (headers['if-none-match'] === `"${sha256}"`) return reply.code(304).send();
      const { bytes } = await store.models.weights(tenant, model.id);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${model.id}.safetensors"`)
        .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  });

  app.route({
    method: 'GET',
    url: '/models/:model_id/onnx',
    schema: {
      operationId: 'getModelOnnx',
      summary: 'Download the network as an ONNX file',
      description:
        'Recurrent layers and head, from scaled inputs to what the head says. The scaling before and the fan after are not in the file; its metadata has the spec.',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: {
          description: 'An ONNX file (opset 17).',
          headers: fileHeaders,
          content: { 'application/octet-stream': { schema: bytesSchema } },
        },
        ...problems('id_malformed', 'model_not_found', 'model_not_ready', 'model_failed', 'overloaded'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      const model = await store.models.get(tenant, params.model_id);
      requireReady(model);
      const file = await forecaster.onnx(await store.models.weights(tenant, model.id));
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${model.id}.onnx"`)
        .send(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    },
  });
};
