/** Checks the settings and the metadata of a weights file that somebody else may have written. */
import { z } from 'zod';
import { cutText, limits, type ModelSpec, modelSpecSchema } from '../../contracts/schemas/index.ts';
import { candidates } from '../ensemble/index.ts';
import { seriesKinds } from '../families/index.ts';

/** How far a sum of weights may be from 1. The service writes thousandths. */
const sumTolerance = 0.01;
const baseSeasonsMax = 1_000;
/** Steps of the longest season that is looked for: a week of minutes. */
const seasonLengthMax = 10_080;
const seasonsMax = 20;

const weightsSchema = z
  .partialRecord(z.enum(['network', ...candidates]), z.number().min(0).max(1))
  .refine((weights) => {
    const sum = Object.values(weights).reduce((all, weight) => all + weight, 0);
    return Math.abs(sum - 1) <= sumTolerance;
  }, 'the weights do not sum to 1');

/** As entries: a record of zod leaves a series `__proto__` out. */
const seriesSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : value,
  z.array(z.tuple([z.string(), weightsSchema])),
);

const partsSchema = z.strictObject({
  kinds: z.partialRecord(z.enum(seriesKinds), weightsSchema),
  series: seriesSchema,
});

const shareSchema = z.number().min(0).max(1);
const pathsSchema = z
  .strictObject({ level: shareSchema, walk: shareSchema, neighbours: shareSchema })
  .refine(({ level, walk }) => level + walk <= 1 + sumTolerance, 'the shares sum to more than 1')
  .nullable();

const timeSchema = z.number();
const trainedUntilSchema = z
  .strictObject({ latest: timeSchema, earlier: z.array(z.tuple([z.string(), timeSchema])) })
  .nullable();

const seasonSchema = z.int().min(1).max(seasonLengthMax);
/** The settings have no bound of a season that is found in data. The observations that a forecast reads
 *  are a multiple of it. */
const specSchema = z.object({
  ...modelSpecSchema.shape,
  season_length: seasonSchema.nullable(),
  season_lengths: z.array(seasonSchema).max(seasonsMax).nullish(),
  seasons: z.array(seasonSchema).max(seasonsMax).nullish(),
});
const memberSpecSchema = z.object({
  ...specSchema.shape,
  base_seasons: z.array(z.int().min(1).max(baseSeasonsMax)).max(limits.membersMax).optional(),
  season_steps: z.int().min(1).optional(),
});

const ofGroups = <Schema extends z.ZodType>(schema: Schema) =>
  inJson(z.strictObject({ members: schema, evaluation: schema }));
const countSchema = z
  .stringFormat('count', /^(0|[1-9]\d?)$/)
  .refine((text) => Number(text) <= limits.membersMax);

/** `spec`, the weights and the correlation are JSON. Files of earlier versions lack `shares_of_parts`,
 *  `paths` and `trained_until`. */
const metadataSchema = z.object({
  format: z.string(),
  version: z.string(),
  spec: inJson(specSchema),
  members: countSchema,
  evaluation: countSchema,
  shares: ofGroups(weightsSchema),
  shares_of_parts: ofGroups(partsSchema).optional(),
  paths: inJson(pathsSchema).optional(),
  trained_until: inJson(trainedUntilSchema).optional(),
});

function inJson<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('it is not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** The first fault of the metadata, in words; null if they are as the service writes them. Sizes are bounded
 *  afterwards, so memory may be allocated for them. */
export function metadataFault(metadata: Readonly<Record<string, string>>): string | null {
  const { members, evaluation } = metadata;
  const specs = Object.entries({ members, evaluation }).flatMap(([group, count]) =>
    Array.from(
      { length: countSchema.safeParse(count).success ? Number(count) : 0 },
      (_, n) => `${group}.${n}.spec`,
    ),
  );
  const ofMembers = Object.fromEntries(specs.map((name) => [name, inJson(memberSpecSchema)]));
  const found = z.strictObject({ ...metadataSchema.shape, ...ofMembers }).safeParse(metadata);
  if (found.success) return null;
  const [{ path, ...issue }] = found.error.issues;
  const [name, ...inside] = path.map(String);
  const where = name === undefined ? 'the metadata' : `\`${cutText(name, 100)}\` in the metadata`;
  return `${where} of its weights does not fit: ${placed({ ...issue, path: inside })}`;
}

/** The first fault of the settings of a model, in words; null if there is none. */
export function specFault(spec: ModelSpec): string | null {
  const found = specSchema.safeParse(spec);
  return found.success ? null : `its settings do not fit: ${placed(found.error.issues[0])}`;
}

function placed({ path, message }: { path: PropertyKey[]; message: string }): string {
  const at = path.length === 0 ? '' : `at \`${cutText(path.map(String).join('.'), 200)}\`, `;
  return `${at}${cutText(message, 200)}`;
}
