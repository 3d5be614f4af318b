import { z } from 'zod';
import { limits, lostName, timeKinds } from '../../values/index.ts';
import type { Dataset, DatasetHeader } from '../datasets/dataset.ts';
import { symbolSchema, unitSchema } from '../datasets/symbols.ts';
import { closedDaysMax, frequencySchema, yearlyClosureSchema } from '../primitives/frequency.ts';
import { type ModelCard, modelCardSchema } from './card.ts';
import { type ModelSpec, modelSpecSchema } from './model.ts';
import { type SymbolCard, type SymbolSpec, symbolCardSchema, symbolSpecSchema } from './symbol-model.ts';

/** Version of the bundle format. It increases if older services cannot read new bundles. */
export const bundleVersion = 1;
export const bundleFormat = 'gatecast-bundle';

/** Schema of `bundle.json`: a model without its weights, and the properties of its dataset. The
 *  data are not in a bundle. */
function bundleOf<Spec extends z.ZodType, Card extends z.ZodType, Data extends z.ZodType>(
  spec: Spec,
  card: Card,
  dataset: Data,
) {
  return z.object({
    format: z.literal(bundleFormat),
    version: z.literal(bundleVersion),
    /** Version of Gatecast that wrote the bundle. */
    written_by: z.string().max(100),
    model: z.object({
      name: z.string().min(1).max(500),
      tags: z.array(z.string().max(64)).max(100),
      spec,
      requested_spec: spec,
      parameter_count: z.int().min(0).nullable(),
      card: card.nullable(),
      trained_at: z.iso
        .datetime()
        .refine((time) => Date.parse(time) >= 0, 'a time since 1970 is accepted')
        .nullable(),
    }),
    dataset,
    weights: z.object({ bytes: z.int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  });
}
const datasetNameSchema = z.string().min(1).max(500);

/** Observations that are added to the dataset have the name as a field. */
const columnNameSchema = z
  .string()
  .min(1)
  .max(limits.nameLengthMax)
  .refine((name) => name !== lostName, `a column is named \`${lostName}\``);

const covariateNamesSchema = z
  .array(columnNameSchema)
  .max(limits.covariatesMax)
  .refine((names) => new Set(names).size === names.length, 'a covariate is named twice');

/** A frequency that did not come from data: nothing else bounds its lists. */
const bundledFrequencySchema = frequencySchema.extend({
  season_lengths: z.array(z.int().min(2)).max(100),
  closures: z.array(yearlyClosureSchema).max(400),
  closed_days: z.array(z.iso.date()).max(closedDaysMax).nullish(),
  open_times: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?$/))
    .min(1)
    .max(86_400)
    .nullable(),
});

export const numericBundleSchema = bundleOf(
  modelSpecSchema,
  modelCardSchema,
  z.object({
    name: datasetNameSchema,
    time_kind: z.enum(timeKinds),
    time_zone: z.string().max(64).nullable(),
    frequency: bundledFrequencySchema,
    target: columnNameSchema,
    covariates: covariateNamesSchema,
  }),
).refine(({ dataset }) => !dataset.covariates.includes(dataset.target), {
  path: ['dataset', 'covariates'],
  error: 'a covariate has the name of the target',
});
export type NumericBundle = z.infer<typeof numericBundleSchema>;

export const symbolBundleSchema = bundleOf(
  symbolSpecSchema,
  symbolCardSchema,
  z.object({
    name: datasetNameSchema,
    unit: unitSchema,
    /** The symbols, in the order of their codes. */
    vocabulary: z.array(symbolSchema).min(1).max(limits.vocabularyMax),
  }),
);
export type SymbolBundle = z.infer<typeof symbolBundleSchema>;

interface Imported<Spec, Card, Data> {
  name: string;
  tags: string[];
  spec: Spec;
  requestedSpec: Spec;
  parameterCount: number | null;
  /** Null in a bundle that does not say it. */
  trainedAt: string | null;
  card: Card | null;
  /** A safetensors file. */
  weights: { bytes: Uint8Array; sha256: string };
  dataset: Data;
}

/** An imported model, before it is stored. Its dataset has the same frequency and columns, but no observations. */
export type ImportedNumericModel = Imported<ModelSpec, ModelCard, DatasetHeader & Pick<Dataset, 'name'>>;
/** An imported model, before it is stored. Its dataset has the same vocabulary, but no sequences. */
export type ImportedSymbolModel = Imported<SymbolSpec, SymbolCard, SymbolBundle['dataset']>;
export type ImportedModel = ImportedNumericModel | ImportedSymbolModel;
