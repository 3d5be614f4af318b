import { z } from 'zod';
import { type ErrorCode, errorCatalog } from '../../../errors.ts';
import { limits } from '../../values/index.ts';

/** Other readings that a fault or a warning names. */
export const alternativesSchema = z
  .array(
    z
      .object({
        option: z.string().meta({ description: 'Name of a query parameter.', example: 'exclude' }),
        value: z.string().meta({
          description: 'Its value, as the parameter takes it before it is encoded for an address.',
          example: 'Unit price',
        }),
      })
      .meta({ id: 'Alternative', description: 'A query parameter that reads the upload in another way.' }),
  )
  .max(limits.alternativesMax)
  .meta({
    description:
      'The query parameters that the texts name, with their values. Each reads the upload in another way, or keeps the reading without a warning.',
  });

const faultSchema = z
  .object({
    path: z.string().optional().meta({
      description:
        'JSON pointer into the body, `?name` for a query parameter, or `{name}` for a path parameter.',
    }),
    line: z.int().optional().meta({ description: 'Line of the upload. The header is line 1.' }),
    series_id: z.string().optional().meta({ description: 'The series with the fault.' }),
    message: z.string().meta({ description: 'What was found there.' }),
    accepted: z.string().optional().meta({ description: 'What would be accepted there.' }),
    alternatives: alternativesSchema.optional(),
  })
  .meta({ id: 'Fault', description: 'One fault of the request.' });

export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ description: 'Path of a page that explains the code.', example: '/problems/series_too_short' }),
    title: z.string().meta({ description: 'Short description of the code.' }),
    status: z.int().meta({ description: 'HTTP status of the response.', example: 422 }),
    code: z
      .enum(Object.keys(errorCatalog) as [ErrorCode, ...ErrorCode[]])
      .meta({ description: 'Stable code; programs may depend on it.' }),
    detail: z.string().meta({ description: 'Description of this occurrence in one sentence.' }),
    instance: z.string().optional().meta({ description: 'Path of the request.' }),
    retryable: z.boolean().meta({ description: 'Whether the same request may succeed later.' }),
    remedy: z.string().optional().meta({
      description: 'What to do about errors of this code. Absent in problems that an older version stored.',
    }),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .meta({
        description:
          'Names and numbers that `detail` says, for programs that say it in another language. Only some codes have them.',
      }),
    errors: z.array(faultSchema).optional().meta({ description: 'The faults of the request.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
