import { limits } from '../../contracts/values/index.ts';

/** JSON pointer (RFC 6901) to a part of a body. A long name is shortened. */
export function pointerTo(...keys: (string | number)[]): string {
  return keys
    .map(
      (key) => `/${String(key).slice(0, limits.nameLengthMax).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    )
    .join('');
}
