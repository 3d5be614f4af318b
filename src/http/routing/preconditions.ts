import type { IncomingHttpHeaders } from 'node:http';
import type { ZodType } from 'zod';
import type { Precondition } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import { inJsonThread, nameOf, tasks } from '../json/index.ts';
import { hashOf, isKnown, weakTagOf } from './etag.ts';

/** The headers `If-Match` and `If-None-Match` of a change as a precondition of the store; null without them. Tags are
 *  compared alike: they are weak because answers may be compressed, but each is a hash of the whole content, or of the
 *  settings and of the whole content. Of the latter only the first part is compared.
 *  @param tagsOf tags of the answers to GET for the resource: one for each format */
export function preconditionOf<Resource>(
  headers: IncomingHttpHeaders,
  tagsOf: (present: Resource) => readonly string[] | Promise<readonly string[]>,
): Precondition<Resource> | null {
  const { 'if-match': wanted, 'if-none-match': excluded } = headers;
  if (wanted === undefined && excluded === undefined) return null;
  return async (present) => {
    const tags = present === null ? [] : await tagsOf(present);
    const isAmong = (header: string) => tags.some((tag) => isKnown(settingsOf(header), settingsOf(tag)));
    if (wanted !== undefined && !isAmong(wanted))
      throw new AppError('precondition_failed', {
        detail:
          present === null
            ? 'There is no such resource yet, and If-Match asks for one.'
            : 'The resource has changed since the answer whose ETag is in If-Match. Nothing was changed by this call.',
      });
    if (excluded !== undefined && isAmong(excluded))
      throw new AppError('precondition_failed', {
        detail: 'The resource exists as If-None-Match excludes it. Nothing was changed by this call.',
      });
  };
}

/** Tags of the answers to a GET that writes the resource by its schema. */
export function tagsBySchema(schema: ZodType): (resource: object) => Promise<string[]> {
  const name = requiredNameOf(schema);
  return async (resource) => {
    const task = { value: resource, schema: name };
    const isLarge = isLargerThan(resource, jsonInlineBytesMax);
    return [weakTagOf(isLarge ? await inJsonThread('write', task) : tasks.write(task))];
  };
}

/** Tags of a small resource with fields that the clock or a use changes, and no call. A tag has two parts, of which the
 *  first is the hash of the settings, without these fields. The route of the GET sets the tag. */
export function tagsOfSettings<Field extends string>(
  schema: ZodType<Record<Field, unknown>>,
  changingFields: readonly Field[],
): (resource: object) => [string] {
  const name = requiredNameOf(schema);
  return (resource) => {
    const content = tasks.write({ value: resource, schema: name });
    const settings: Record<string, unknown> = JSON.parse(content);
    for (const field of changingFields) delete settings[field];
    return [`W/"${hashOf(JSON.stringify(settings))}.${hashOf(content)}"`];
  };
}

const partsOfTag = /"([\w-]{27})\.[\w-]{27}"/g;

/** The tags of a header, of which those of two parts have the part of the settings alone. */
function settingsOf(header: string): string {
  return header.replace(partsOfTag, '"$1"');
}

function requiredNameOf(schema: ZodType): string {
  const name = nameOf(schema);
  if (name === null) throw new Error('a schema without a name');
  return name;
}
