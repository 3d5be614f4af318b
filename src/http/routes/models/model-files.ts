import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { collectBody } from '../../../body-threads/index.ts';
import {
  kindOf,
  type Model,
  modelRefSchema,
  modelSchema,
  requireReady,
} from '../../../contracts/schemas/index.ts';
import type { ErrorCode } from '../../../errors.ts';
import { invalidBundle } from '../../json/index.ts';
import { requestKind } from '../../kinds/index.ts';
import { memoryPerByte, openBody } from '../../plugins/body.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { isKnown, weakTagOf } from '../../routing/etag.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { callsFor } from '../../routing/model-calls.ts';
import {
  bodyProblems,
  bytesSchema,
  fileHeaders,
  jsonResponse,
  locationHeader,
  problems,
} from '../../routing/responses.ts';
import { type BundledData, bundleAround, readBundle } from './bundle.ts';
import { createWeightsDownloads, type SendWeights } from './weights-downloads.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });
const readyProblems: ErrorCode[] = ['id_malformed', 'model_not_found', 'model_not_ready', 'model_failed'];

const bundleType = 'application/x-tar';
const bundleBodySchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({ type: 'string', format: 'binary', description: 'What `GET /v1/models/{model_id}/bundle` gave.' });

/** The files of a model: weights, ONNX and bundle. */
export const modelFileRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  const sendWeights = createWeightsDownloads(app, deps);
  getModelWeightsRoute(app, deps, sendWeights);
  getModelOnnxRoute(app, deps);
  getModelBundleRoute(app, deps, sendWeights);
  importModelRoute(app, deps);
};

function getModelWeightsRoute(app: App, { store }: AppDeps, sendWeights: SendWeights): void {
  app.route({
    method: 'GET',
    url: '/models/:model_id/weights',
    compress: false,
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
        ...problems(...readyProblems, 'overloaded'),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, headers } = request;
      const model = await store.models.get(tenant, params.model_id);
      const { sha256 } = requireReady(model);
      reply.header('etag', `"${sha256}"`);
      if (isKnown(headers['if-none-match'], `"${sha256}"`)) return reply.code(304).send();
      reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${model.id}.safetensors"`);
      return sendWeights(request, reply, model);
    },
  });
}

function getModelOnnxRoute(app: App, { store, calls }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/models/:model_id/onnx',
    compress: false,
    schema: {
      operationId: 'getModelOnnx',
      summary: 'Download the networks as an ONNX file',
      description:
        'The file has every network of the model, from scaled inputs to scaled quantiles. It does not have the scaling of the inputs or the averaging of the networks; the metadata have the specs. For a model of symbols, the inputs are `symbols` (codes; the vocabulary is in the metadata) and the initial state `h0`, for an LSTM also `c0`. The outputs are the `logits` of the next symbol at every step, and the final state.',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: {
          description: 'An ONNX file (opset 17).',
          headers: fileHeaders,
          content: { 'application/octet-stream': { schema: bytesSchema } },
        },
        ...problems(...readyProblems, 'model_outdated', 'overloaded', 'computation_too_slow'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      const model = await store.models.get(tenant, params.model_id);
      const file = await callsFor({ calls }, model).onnx(tenant, model);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${model.id}.onnx"`)
        .send(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    },
  });
}

function getModelBundleRoute(app: App, { store, settings }: AppDeps, sendWeights: SendWeights): void {
  app.route({
    method: 'GET',
    url: '/models/:model_id/bundle',
    compress: false,
    schema: {
      operationId: 'getModelBundle',
      summary: 'Download a model as one file, to import it elsewhere',
      description:
        'A tar archive of the weights, the settings, the card, and a description of the data: frequency, calendar and columns, or the vocabulary of the symbols. It does not have the data. Its `README.md` describes the files.',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: {
          description: 'A tar archive; the same model gives the same bytes.',
          headers: fileHeaders,
          content: { [bundleType]: { schema: bytesSchema } },
        },
        304: z.undefined().describe('The answer is still as `If-None-Match` knows it. No body.'),
        ...problems(...readyProblems, 'overloaded'),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, headers } = request;
      const model = await store.models.get(tenant, params.model_id);
      const weights = requireReady(model);
      const [requestedSpec, trainedAt, data] = await Promise.all([
        store.models.requested(tenant, model.id),
        store.models.trainedAt(tenant, model.id),
        bundledData(store, tenant, model),
      ]);
      const around = await bundleAround(model, { requestedSpec, trainedAt }, data, weights, settings.version);
      const etag = weakTagOf(around.head); // it has the SHA-256 of the weights
      reply.header('etag', etag);
      if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send();
      reply.type(bundleType).header('content-disposition', `attachment; filename="${model.id}.tar"`);
      return sendWeights(request, reply, model, around);
    },
  });
}

function importModelRoute(app: App, { settings, calls, store }: AppDeps): void {
  app.addContentTypeParser(bundleType, async (request: FastifyRequest) =>
    openBody(request, { memory: memoryPerByte.bundle }),
  );
  app.route({
    method: 'POST',
    url: '/models/import',
    bodyLimit: settings.uploadBytesMax,
    config: { quota: 'bytes' },
    schema: {
      operationId: 'importModel',
      summary: 'Import a model from a bundle',
      description:
        'Creates a model that is ready at once, and an empty dataset with the same frequency and columns. Calls that send their own series give the same forecasts and anomalies as the original model. All other calls need observations in the dataset. For a model of symbols, the dataset has the vocabulary but no sequences, and calls with a `context` work. The service tests a bundle before it stores it.',
      tags: ['models'],
      body: { content: { [bundleType]: { schema: bundleBodySchema } } },
      response: {
        201: jsonResponse(modelSchema, 'The model.', locationHeader),
        ...problems(
          ...bodyProblems,
          'bundle_invalid',
          'bundle_version_unsupported',
          'overloaded',
          'computation_too_slow',
        ),
      },
    },
    handler: async (request, reply) => {
      const model = await readBundle((await collectBody(request.body as unknown as Readable)).bytes);
      const fault = await callsFor({ calls }, model).inspect(model);
      if (fault !== null) throw invalidBundle(fault);
      return respondIdempotently(
        request,
        reply,
        { status: 201, headers: ({ id }) => ({ location: `/v1/models/${id}` }) },
        (idempotentCall) => store.models.import(request.tenant, model, idempotentCall),
      );
    },
  });
}

/** The description of a model's data, without the data. */
async function bundledData(store: AppDeps['store'], tenant: string, model: Model): Promise<BundledData> {
  const dataset = await store.datasets.get(tenant, model.dataset_id);
  const { bundle } = requestKind(kindOf(model));
  return bundle.dataset(dataset, () => store.sequences.vocabulary(tenant, dataset.id));
}
