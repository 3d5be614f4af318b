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
import { repeatedKeyError, unstorableTextError } from '../../validation/index.ts';

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
  let text: string;
  let json: unknown;
  try {
    createJsonScanner()(bytes);
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof AppError) throw invalidBundle(`\`${descriptionName}\`: ${error.message}`);
    throw invalidBundle(`\`${descriptionName}\` is not JSON`);
  }
  const refused = unstorableTextError(json, 'body') ?? repeatedKeyError(text);
  if (refused !== null) {
    const [{ path, message }] = refused.details.faults!;
    throw invalidBundle(`\`${path}\` in ${descriptionName}: ${message}`);
  }
  const { format, version, model } = (json ?? {}) as {
    format?: unknown;
    version?: unknown;
    model?: Partial<Record<(typeof boundedParts)[number], unknown>>;
  };
  if (format === bundleFormat && version !== bundleVersion) {
    throw new AppError('bundle_version_unsupported', {
      detail: `The bundle has the version ${JSON.stringify(version)?.slice(0, 20)}; accepted: ${bundleVersion}. A newer Gatecast wrote it.`,
    });
  }
  for (const part of boundedParts) requireBounded(model?.[part], `model.${part}`);
  const parsed = schemas[kindOf(model ?? {})].safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw invalidBundle(`\`${path.join('.')}\` in ${descriptionName} does not fit: ${message}`);
}

/** Parts of the model whose texts and lists have no bounds of their own: the service writes them, or a caller
 *  whose call was bounded. */
const boundedParts = ['spec', 'requested_spec', 'card'] as const;

/** @throws AppError bundle_invalid if the part is larger than one that the service writes */
function requireBounded(part: unknown, path: string): void {
  const chars = JSON.stringify(part)?.length ?? 0;
  const { bundlePartCharsMax, bundleTextLengthMax } = limits;
  if (chars > bundlePartCharsMax)
    throw invalidBundle(
      `\`${path}\` in ${descriptionName} has ${chars} characters; accepted: at most ${bundlePartCharsMax}`,
    );
  const longest = longestText(part);
  if (longest <= bundleTextLengthMax) return;
  throw invalidBundle(
    `\`${path}\` in ${descriptionName} has a text of ${longest} characters; accepted: at most ${bundleTextLengthMax}`,
  );
}

/** Characters of the longest text or name in a value of JSON. */
function longestText(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let longest = 0;
  for (const [key, item] of Object.entries(value)) longest = Math.max(longest, key.length, longestText(item));
  return longest;
}

export function invalidBundle(what: string): AppError {
  return new AppError('bundle_invalid', { detail: `The bundle cannot be used: ${what}.` });
}
