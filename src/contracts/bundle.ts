import { z } from 'zod';
import type { Dataset, DatasetHeader } from './dataset.ts';
import { frequencySchema, timeKinds } from './frequency.ts';
import { type ModelCard, type ModelSpec, modelCardSchema, modelSpecSchema } from './model.ts';

/** Of the layout of a bundle; grows when an older service could not read it any more. */
export const bundleVersion = 1;
export const bundleFormat = 'gatecast-bundle';

/** `bundle.json`: all that a model is beside its weights. */
export const bundleSchema = z.object({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  /** The version of Gatecast that wrote it. */
  written_by: z.string().max(100),
  model: z.object({
    name: z.string().min(1).max(500),
    tags: z.array(z.string().max(64)).max(100),
    spec: modelSpecSchema,
    requested_spec: modelSpecSchema,
    parameter_count: z.int().min(0).nullable(),
    card: modelCardSchema.nullable(),
    trained_at: z.iso.datetime().nullable(),
  }),
  /** What numeric work has to know of the data that it was trained on; the data themselves are not in a bundle. */
  dataset: z.object({
    name: z.string().min(1).max(500),
    time_kind: z.enum(timeKinds),
    time_zone: z.string().max(64).nullable(),
    frequency: frequencySchema,
    target: z.string().max(500),
    covariates: z.array(z.string().max(500)),
  }),
  weights: z.object({ bytes: z.int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});
export type BundleDescription = z.infer<typeof bundleSchema>;

/** A model from elsewhere, on its way into the store. */
export interface ImportedModel {
  name: string;
  tags: string[];
  spec: ModelSpec;
  requestedSpec: ModelSpec;
  parameterCount: number | null;
  card: ModelCard | null;
  /** A safetensors file. */
  weights: { bytes: Uint8Array; sha256: string };
  /** Becomes a dataset without observations, of the same frequency and columns. */
  dataset: DatasetHeader & Pick<Dataset, 'name'>;
}
