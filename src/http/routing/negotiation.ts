import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';

/** The offered content type that `Accept` prefers; the first one if the header is missing; null if it takes none
 *  (RFC 9110, 12.5.1). All are texts in UTF-8: `Accept` may say so, as in `application/json; charset=utf-8`. */
export function preferredType<T extends string>(request: FastifyRequest, offered: readonly T[]): T | null {
  const inUtf8 = (type: T) => `${type}; charset=utf-8`;
  const preferred = request.accepts().type(offered.map(inUtf8));
  return offered.find((type) => inUtf8(type) === preferred) ?? null;
}

/** The offered content type that `Accept` prefers. @throws AppError accept_unsupported */
export function negotiated<T extends string>(request: FastifyRequest, offered: readonly T[]): T {
  const type = preferredType(request, offered);
  if (type !== null) return type;
  throw new AppError('accept_unsupported', {
    detail: `Accept \`${request.headers.accept?.slice(0, 100)}\` names no type of this answer; offered: ${offered.join(', ')}.`,
  });
}
