/** Checks the metadata of a weights file that somebody else may have written. */
import { z } from 'zod';
import { limits, modelSpecSchema } from '../../contracts/schemas/index.ts';
import { candidates } from '../ensemble/index.ts';
import { seriesKinds } from '../families/index.ts';

/** How far a sum of weights may be from 1. The service writes thousandths. */
const sumTolerance = 0.01;
const baseSeasonsMax = 1_000;

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

const memberSpecSchema = z.object({
  ...modelSpecSchema.shape,
  base_seasons: z.array(z.int().min(1).max(baseSeasonsMax)).max(limits.membersMax).optional(),
  season_steps: z.int().min(1).optional(),
});

const ofGroups = <Schema extends z.ZodType>(schema: Schema) =>
  inJson(z.strictObject({ members: schema, evaluation: schema }));
const countSchema = z
  .stringFormat('count', /^(0|[1-9]\d?)$/)
  .refine((text) => Number(text) <= limits.membersMax);

/** `spec`, the weights and the correlation are JSON. Files of earlier versions lack `shares_of_parts` and `paths`. */
const metadataSchema = z.object({
  format: z.string(),
  version: z.string(),
  spec: inJson(modelSpecSchema),
  members: countSchema,
  evaluation: countSchema,
  shares: ofGroups(weightsSchema),
  shares_of_parts: ofGroups(partsSchema).optional(),
  paths: inJson(pathsSchema).optional(),
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

/** The first fault of the metadata, in words; null if they are as the service writes them. Sizes are bounded afterwards, so
 *  memory may be allocated for them. */
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
  const [{ path, message }] = found.error.issues;
  const [name, ...inside] = path.map(String);
  const where = name === undefined ? 'the metadata' : `\`${name.slice(0, 100)}\` in the metadata`;
  const at = inside.length === 0 ? '' : `at \`${inside.join('.').slice(0, 200)}\`, `;
  return `${where} of its weights does not fit: ${at}${message.slice(0, 200)}`;
}
