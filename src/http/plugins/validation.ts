import type { FastifySchemaCompiler } from 'fastify';
import fp from 'fastify-plugin';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import { chosen } from '../../contracts/schemas/index.ts';
import { type RequestPart, unstorableTextError, validated } from '../../validation/index.ts';
import { JsonText, ReadJson } from '../routing/json-text.ts';

/** Validates requests with the zod schemas of `contracts`. A refusal names every fault. */
export const validationPlugin = fp(async (app) => {
  app.setValidatorCompiler(validatorCompiler as FastifySchemaCompiler<unknown>);
  app.setSerializerCompiler(serializerCompiler);
});

const validatorCompiler: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = (httpPart ?? 'body') as RequestPart;
  return (data) => {
    if (data instanceof JsonText) return { value: data }; // validated where it is parsed
    if (data instanceof ReadJson) return { value: data.value };
    const refusal = part === 'body' ? null : unstorableTextError(data, part); // the body parser has checked the body
    return refusal === null ? validated(chosen(schema, data), data, part) : { error: refusal };
  };
};
