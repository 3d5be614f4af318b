import type { FastifySchemaCompiler } from 'fastify';
import fp from 'fastify-plugin';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { type core, safeParse, type ZodType } from 'zod';
import { chosen } from '../../contracts/choice.ts';
import { idShape } from '../../contracts/ids.ts';
import { AppError, type ErrorCode, type Fault } from '../../errors.ts';
import { faultsOf, type Issue, type RequestPart } from '../faults.ts';
import { nulRefusal } from '../nul.ts';

/** Requests are checked by the zod schemas of the contracts, and refused with every fault named. */
export const validationPlugin = fp(async (app) => {
  app.setValidatorCompiler(validatorCompiler as FastifySchemaCompiler<unknown>);
  app.setSerializerCompiler(serializerCompiler);
});

const validatorCompiler: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = (httpPart ?? 'body') as RequestPart;
  return (data) => {
    // zod shows the schema behind an issue only to the error map: the fields that are known are noted there.
    const fields = new Map<string, readonly string[]>();
    const nul = part === 'body' ? null : nulRefusal(data, part); // of a body its parser knows
    if (nul !== null) return { error: nul };
    const result = safeParse(chosen(schema, data), data, {
      error: (issue) => {
        if (issue.code === 'unrecognized_keys') fields.set(String(issue.path ?? []), fieldsOf(issue.inst));
        return undefined;
      },
    });
    if (result.success) return { value: result.data };
    const { issues } = result.error;
    return {
      error: refusal(
        issues,
        faultsOf(issues, part, data, (path) => fields.get(String(path)) ?? []),
      ),
    };
  };
};

function fieldsOf(schema: core.$ZodType | core.$ZodCheck | undefined): readonly string[] {
  const definition = schema?._zod.def as { shape?: Record<string, unknown> } | undefined;
  return Object.keys(definition?.shape ?? {});
}

function refusal(issues: readonly Issue[], faults: Fault[]): AppError {
  const [first] = faults;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const isClear = first.accepted === undefined || first.message.endsWith('?');
  const accepted = isClear ? '' : `; accepted: ${first.accepted}`;
  return new AppError(codeOf(issues), { detail: `${first.message}${accepted}${more}`, faults });
}

/** Some faults have a code of their own, where nothing else is wrong. */
function codeOf(issues: readonly Issue[]): ErrorCode {
  if (issues.every((issue) => issue.code === 'invalid_format' && idShape(issue.pattern ?? '') !== null))
    return 'id_malformed';
  if (issues.every((issue) => issue.code === 'too_big' && issue.path.join() === 'horizon'))
    return 'horizon_too_long';
  return 'request_invalid';
}
