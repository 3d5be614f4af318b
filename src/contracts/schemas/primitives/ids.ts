import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';

/** Every row belongs to a tenant, and every query names one. */
export type TenantId = string;

const prefixes = {
  dataset: 'ds',
  model: 'mdl',
  job: 'job',
  key: 'key',
  forecast: 'fc',
  backtest: 'bt',
  webhook: 'whk',
  delivery: 'dlv',
  schedule: 'sch',
  fleet: 'flt',
  embed: 'emb',
} as const;
export type IdKind = keyof typeof prefixes;

/** A prefixed, sortable id: `ds_` + the 32 hexadecimal digits of a UUIDv7, so ids sort by creation time. */
export function newId(kind: IdKind): string {
  return `${prefixes[kind]}_${uuidv7().replaceAll('-', '')}`;
}

/** An id that no resource has, for answers about what was not stored. */
export function zeroId(kind: IdKind): string {
  return `${prefixes[kind]}_${'0'.repeat(32)}`;
}

const idKinds = Object.keys(prefixes) as IdKind[];
const patterns = new Map(idKinds.map((kind) => [kind, new RegExp(`^${prefixes[kind]}_[0-9a-f]{32}$`)]));

function idPattern(kind: IdKind): RegExp {
  return patterns.get(kind)!;
}

/** The kind of an id; null if the text is not an id. */
export function idKindOf(text: string): IdKind | null {
  return idKinds.find((kind) => idPattern(kind).test(text)) ?? null;
}

/** The format of an id in words, from its regular expression as zod reports it; null for any other pattern. */
export function idShape(pattern: string): string | null {
  if (pattern === String(modelRefPattern)) return `\`mdl_\` and 32 hexadecimal digits, or an alias`;
  const kind = idKinds.find((kind) => String(idPattern(kind)) === pattern);
  return kind === undefined ? null : `\`${prefixes[kind]}_\` and 32 hexadecimal digits`;
}

/** An alias never looks like an id: ids contain an underscore. */
const aliasPattern = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const modelRefPattern = /^(mdl_[0-9a-f]{32}|[a-z0-9][a-z0-9.-]{0,62})$/;

function wrongId(kind: IdKind) {
  return ({ input }: { input?: unknown }) => {
    const found = idKindOf(String(input));
    const what =
      found === null ? 'is not an id of this service' : `is the id of a ${found}, not of a ${kind}`;
    return `\`${String(input).slice(0, 64)}\` ${what}`;
  };
}

function idSchema(kind: IdKind) {
  const example = `${prefixes[kind]}_019353f7c4a87d0c9d2b6a3f5e1c8b70`;
  return z
    .string()
    .regex(idPattern(kind), { error: wrongId(kind) })
    .meta({
      description: `Id of a ${kind}.`,
      example,
    });
}

export const datasetIdSchema = idSchema('dataset');
export const modelIdSchema = idSchema('model');
export const jobIdSchema = idSchema('job');
export const keyIdSchema = idSchema('key');
export const forecastIdSchema = idSchema('forecast');
export const webhookIdSchema = idSchema('webhook');
export const deliveryIdSchema = idSchema('delivery');
export const scheduleIdSchema = idSchema('schedule');
export const fleetIdSchema = idSchema('fleet');
export const embedIdSchema = idSchema('embed');
export const backtestIdSchema = idSchema('backtest');

export const aliasNameSchema = z
  .string()
  .regex(aliasPattern, {
    error: '1 to 63 lower-case letters, digits, `-` and `.`, of which the first is a letter or a digit',
  })
  .meta({ description: 'Name of an alias.', example: 'production' });
/** Id or alias of a model, in requests. */
export const modelRefSchema = z
  .string()
  .regex(modelRefPattern, { error: wrongId('model') })
  .meta({ description: 'Id of a model, or an alias.', example: 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70' });
