import { z } from 'zod';
import { timeMaxMs } from '../../values/index.ts';

/** When something expires. An offset may lead past the year 9999, which has no notation in answers. */
export const expirySchema = z.iso
  .datetime({ offset: true })
  .refine((at) => Date.parse(at) > Date.now(), { params: { accepted: 'a time in the future' } })
  .refine((at) => !(Date.parse(at) > timeMaxMs), {
    params: { accepted: 'a time up to 9999-12-31T23:59:59Z' },
  });
