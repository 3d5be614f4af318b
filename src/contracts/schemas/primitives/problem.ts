import { z } from 'zod';
import { type ErrorCode, errorCatalog } from '../../../errors.ts';

export const faultSchema = z
  .object({
    path: z.string().optional().meta({
      description:
        'JSON pointer into the body, `?name` for a query parameter, or `{name}` for a part of the path.',
    }),
    line: z.int().optional().meta({ description: 'Line of an upload, counted from 1 with the header.' }),
    series_id: z.string().optional().meta({ description: 'The series that has it.' }),
    message: z.string().meta({ description: 'What was found there.' }),
    accepted: z.string().optional().meta({ description: 'What would be accepted there.' }),
  })
  .meta({ id: 'Fault', description: 'One fault inside a problem.' });

export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ description: 'A page that explains the code.', example: '/problems/series_too_short' }),
    title: z.string().meta({ description: 'The code in words.' }),
    status: z.int().meta({ description: 'Status of the answer.', example: 422 }),
    code: z
      .enum(Object.keys(errorCatalog) as [ErrorCode, ...ErrorCode[]])
      .meta({ description: 'Stable; programs may switch on it.' }),
    detail: z.string().meta({ description: 'This case in one sentence.' }),
    instance: z.string().optional().meta({ description: 'The path that was called.' }),
    retryable: z.boolean().meta({ description: 'Whether the same request may succeed later.' }),
    errors: z.array(faultSchema).optional().meta({ description: 'Each fault that was found.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
