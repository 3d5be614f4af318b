import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { breakingChanges } from '../../scripts/openapi/breaking.ts';

// biome-ignore lint/suspicious/noExplicitAny: the document is edited at will
type Document = any;
const document: Document = JSON.parse(readFileSync('openapi/openapi.json', 'utf8'));

/** The breaking changes that an edit of the document causes. */
function changesOf(edit: (document: Document) => void): string[] {
  const after = structuredClone(document);
  edit(after);
  return breakingChanges(document, after);
}

test('a document is compatible with itself', () => {
  expect(changesOf(() => {})).toEqual([]);
});

test('a deprecated operation may be removed after its sunset, and not before', () => {
  const before = structuredClone(document);
  Object.assign(before.paths['/v1/jobs'].get, { deprecated: true, 'x-sunset': '2030-01-01' });
  const after = structuredClone(document);
  delete after.paths['/v1/jobs'];
  expect(breakingChanges(before, after, new Date('2029-12-31'))).toEqual(['GET /v1/jobs: is gone']);
  expect(breakingChanges(before, after, new Date('2030-01-01'))).toEqual([]);
});

test('compatible additions are not reported', () => {
  const changes = changesOf(({ paths, components: { schemas } }) => {
    paths['/v1/more'] = { get: { operationId: 'listMore', responses: {} } };
    schemas.ModelIn.properties.colour = { type: 'string' };
    schemas.ModelIn.properties.cell.enum.push('elman');
    schemas.Model.properties.colour = { type: 'string' };
    schemas.ModelIn.properties.horizon.maximum *= 2;
    const jobs = paths['/v1/backtests'].post.requestBody.content['application/json'];
    jobs.schema = { anyOf: [{ type: 'string' }, jobs.schema] };
    paths['/v1/datasets'].get.parameters.push({ name: 'q', in: 'query', schema: { type: 'string' } });
  });
  expect(changes).toEqual([]);
});

const edits: Record<string, [(document: Document) => void, string]> = {
  'a path is gone': [({ paths }) => delete paths['/v1/jobs'], 'GET /v1/jobs: is gone'],
  'an operation has another id': [
    ({ paths }) => {
      paths['/v1/jobs'].get.operationId = 'findJobs';
    },
    'GET /v1/jobs: operation id listJobs is gone',
  ],
  'a field of an answer is gone': [
    ({ components }) => delete components.schemas.Job.properties.attempt,
    'given Job.attempt is gone',
  ],
  'a field of an answer may be null': [
    ({ components }) => {
      components.schemas.Job.properties.attempt.type = ['integer', 'null'];
    },
    'given Job.attempt may be null now',
  ],
  'an answer may be something else': [
    ({ paths }) => {
      const answer = paths['/v1/jobs/{job_id}'].get.responses[200].content['application/json'];
      answer.schema = { anyOf: [answer.schema, { $ref: '#/components/schemas/Model' }] };
    },
    'given Job may be Model now',
  ],
  'an answer may be something else, the two under one name': [
    ({ components, paths }) => {
      const answer = paths['/v1/jobs/{job_id}'].get.responses[200].content['application/json'];
      components.schemas.Either = { anyOf: [answer.schema, { $ref: '#/components/schemas/Model' }] };
      answer.schema = { $ref: '#/components/schemas/Either' };
    },
    'given Job may be Model now',
  ],
  'a field of a body is needed': [
    ({ components }) => components.schemas.ModelIn.required.push('cell'),
    'taken ModelIn.cell is required now',
  ],
  'a value is no longer taken': [
    ({ components }) => components.schemas.ModelIn.properties.cell.enum.pop(),
    'taken ModelIn.cell does not take gru any more',
  ],
  'a bound is narrower': [
    ({ components }) => {
      components.schemas.ModelIn.properties.horizon.maximum = 10;
    },
    'taken ModelIn.horizon has a narrower maximum now',
  ],
  'a parameter is gone': [
    ({ paths }) => {
      const call = paths['/v1/models'].get;
      call.parameters = call.parameters.filter(({ name }: { name?: string }) => name !== 'tag');
    },
    'GET /v1/models: query parameter tag is gone',
  ],
  'an answer has another status': [
    ({ paths }) => {
      const { responses } = paths['/v1/models'].post;
      responses[201] = responses[202];
      delete responses[202];
    },
    'POST /v1/models: answer 202 is gone',
  ],
  'a content type is no longer taken': [
    ({ paths }) => delete paths['/v1/datasets/file'].post.requestBody.content['text/csv'],
    'POST /v1/datasets/file: body: text/csv is gone',
  ],
  'a content type of another path is no longer taken': [
    ({ paths }) => delete paths['/v1/datasets'].post['x-bodies']['text/csv'],
    'POST /v1/datasets: body: text/csv is gone',
  ],
  'a field of a message to webhooks is gone': [
    ({ components }) => delete components.schemas.WebhookModelReadyData.properties.model_id,
    'given WebhookModelReadyData.model_id is gone',
  ],
};
for (const [name, [edit, line]] of Object.entries(edits))
  test(`it is reported when ${name}`, () => expect(changesOf(edit)).toContain(line));
