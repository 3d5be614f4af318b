import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../errors.ts';

/** The offered content type that `Accept` likes best; the first one where it does not care (RFC 9110, 12.5.1).
 *  @throws AppError accept_unsupported */
export function negotiated<T extends string>(request: FastifyRequest, offered: readonly T[]): T {
  const ranges = (request.headers.accept ?? '*/*').slice(0, 1_000).split(',').map(rangeOf);
  const liked = offered
    .map((type) => ({ type, quality: qualityOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  if (liked.length > 0) return liked[0].type;
  throw new AppError('accept_unsupported', {
    detail: `Accept \`${request.headers.accept?.slice(0, 100)}\` names no type of this answer; offered: ${offered.join(', ')}.`,
  });
}

interface Range {
  type: string;
  quality: number;
}

function rangeOf(text: string): Range {
  const [type, ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 1 };
}

/** The most specific range that covers a type decides. */
function qualityOf(type: string, ranges: Range[]): number {
  for (const candidate of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const range = ranges.find((one) => one.type === candidate);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
