import type { FastifySchemaCompiler, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import { chosen } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { type RequestPart, unstorableTextError, validated } from '../../validation/index.ts';
import { JsonText, ParsedBody } from '../routing/json-text.ts';
import { addRouteHook } from '../routing/route-hooks.ts';

/** Validates requests with the zod schemas of `contracts`. A refusal names every fault. */
export const validationPlugin = fp(async (app) => {
  app.setValidatorCompiler(validatorCompiler as FastifySchemaCompiler<unknown>);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRoute', (route) => {
    if (route.schema?.querystring !== undefined) addRouteHook(route, 'onRequest', requireEncodedQuery);
  });
});

/** A percent sign that begins no encoded byte: `time_format=%Y-%m` and `name=100%` mean the text. */
const bareSign = /%(?![0-9a-f]{2})/gi;

/** The parser of the query would keep bytes that are no UTF-8, such as `%E9`, as text. */
const requireEncodedQuery: onRequestHookHandler = ({ url }, _reply, done) => {
  const start = url.indexOf('?');
  if (start < 0 || !url.includes('%', start)) return done();
  try {
    decodeURIComponent(url.slice(start + 1).replace(bareSign, '%25'));
  } catch {
    return done(new AppError('url_malformed', { detail: 'The query is not percent-encoded UTF-8.' }));
  }
  done();
};

const validatorCompiler: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = (httpPart ?? 'body') as RequestPart;
  return (data) => {
    if (data instanceof JsonText) return { value: data }; // validated where it is parsed
    if (data instanceof ParsedBody) return { value: data.value };
    const refusal = part === 'body' ? null : unstorableTextError(data, part); // the body parser has checked the body
    return refusal === null ? validated(chosen(schema, data), data, part) : { error: refusal };
  };
};
