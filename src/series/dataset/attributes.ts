import type { SeriesData } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { quoted, refuse } from '../faults/index.ts';

/** Lists of series and exports have the attributes of each series, so a few bytes of a compressed table would
 *  be many of every answer.
 *  @throws AppError request_invalid if the series have too many attributes, or one that is too long or too large */
export function requireBoundedAttributes(series: readonly Pick<SeriesData, 'id' | 'static'>[]): void {
  const names = new Set<string>();
  for (const { id, static: attributes } of series)
    for (const [name, value] of Object.entries(attributes)) {
      requireFewAttributes(names.add(name).size);
      if (name.trim() === '') refuseUnnamed(id);
      if (name.length > limits.nameLengthMax) refuseLong(id, 'the name of an attribute', name);
      if (typeof value === 'string' && value.length > limits.attributeLengthMax)
        refuseLong(id, `the attribute ${quoted(name)}`, value);
      if (typeof value === 'number' && Math.abs(value) > limits.valueMagnitudeMax)
        refuseLarge(id, name, value);
    }
}

/** @throws AppError request_invalid */
export function requireFewAttributes(count: number): void {
  if (count <= limits.attributesMax) return;
  refuse('request_invalid', {
    message: `the series have more than ${limits.attributesMax} static attributes`,
    accepted: `at most ${limits.attributesMax} in a dataset`,
  });
}

function refuseUnnamed(id: string): never {
  refuse('request_invalid', {
    series_id: id,
    message: 'the name of an attribute is empty',
    accepted: `names of 1 to ${limits.nameLengthMax} characters`,
  });
}

function refuseLong(id: string, subject: string, { length }: string): never {
  refuse('request_invalid', {
    series_id: id,
    message: `${subject} has ${length} characters`,
    accepted: `at most ${limits.attributeLengthMax}`,
  });
}

function refuseLarge(id: string, name: string, value: number): never {
  refuse('request_invalid', {
    series_id: id,
    message: `the attribute ${quoted(name)} is ${value}`,
    accepted: `a number from -${limits.valueMagnitudeMax} to ${limits.valueMagnitudeMax}`,
  });
}
