import type { FastifySchemaCompiler } from 'fastify';
import fp from 'fastify-plugin';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import { chosen } from '../../contracts/schemas/index.ts';
import { type RequestPart, unstorableTextError, validated } from '../../validation/index.ts';
import { JsonText } from '../routing/json-text.ts';

/** Requests are checked by the zod schemas of the contracts, and refused with every fault named. */
export const validationPlugin = fp(async (app) => {
  app.setValidatorCompiler(validatorCompiler as FastifySchemaCompiler<unknown>);
  app.setSerializerCompiler(serializerCompiler);
});

const validatorCompiler: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = (httpPart ?? 'body') as RequestPart;
  return (data) => {
    if (data instanceof JsonText) return { value: data }; // checked where it is read
    const refusal = part === 'body' ? null : unstorableTextError(data, part); // of a body its parser knows
    return refusal === null ? validated(chosen(schema, data), data, part) : { error: refusal };
  };
};
