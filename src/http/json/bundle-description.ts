import { createJsonScanner } from '../../bodies/index.ts';
import {
  bundleFormat,
  bundleVersion,
  type KindName,
  kindOf,
  limits,
  type NumericBundle,
  numericBundleSchema,
  type SymbolBundle,
  symbolBundleSchema,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { unstorableTextError } from '../../validation/index.ts';

export const descriptionName = 'bundle.json';

const schemas = { numeric: numericBundleSchema, symbols: symbolBundleSchema } satisfies Record<
  KindName,
  unknown
>;

/** Parses and validates the description of a model. @throws AppError bundle_invalid, bundle_version_unsupported */
export function readDescription(bytes: Uint8Array): NumericBundle | SymbolBundle {
  if (bytes.length > limits.bundleDescriptionBytesMax)
    throw invalidBundle(
      `\`${descriptionName}\` has ${bytes.length} bytes; accepted: at most ${limits.bundleDescriptionBytesMax}`,
    );
  let json: unknown;
  try {
    createJsonScanner()(bytes);
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof AppError) throw invalidBundle(`\`${descriptionName}\`: ${error.message}`);
    throw invalidBundle(`\`${descriptionName}\` is not JSON`);
  }
  const unstorable = unstorableTextError(json, 'body');
  if (unstorable !== null) {
    const [{ path, message }] = unstorable.details.faults!;
    throw invalidBundle(`\`${path}\` in ${descriptionName} ${message}`);
  }
  const { format, version, model } = (json ?? {}) as {
    format?: unknown;
    version?: unknown;
    model?: { spec?: unknown };
  };
  if (format === bundleFormat && version !== bundleVersion) {
    throw new AppError('bundle_version_unsupported', {
      detail: `The bundle has the version ${JSON.stringify(version)?.slice(0, 20)}; accepted: ${bundleVersion}. A newer Gatecast wrote it.`,
    });
  }
  const parsed = schemas[kindOf(model ?? {})].safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw invalidBundle(`\`${path.join('.')}\` in ${descriptionName} does not fit: ${message}`);
}

export function invalidBundle(what: string): AppError {
  return new AppError('bundle_invalid', { detail: `The bundle cannot be used: ${what}.` });
}
