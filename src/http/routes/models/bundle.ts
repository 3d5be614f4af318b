import { createHash } from 'node:crypto';
import type { Weights } from '../../../contracts/ports/index.ts';
import {
  bundleFormat,
  bundleVersion,
  type ImportedModel,
  type KindName,
  type KindTypes,
  kindOf,
  limits,
  type Model,
  type NumericBundle,
  oneShotTag,
  type SymbolBundle,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { createJsonScanner, unstorableTextError } from '../../../validation/index.ts';
import { requestKind } from '../../kinds/index.ts';
import { readTar, writeTar } from './tar.ts';

const readmeName = 'README.md';
const descriptionName = 'bundle.json';
const weightsName = 'weights.safetensors';

const readme = `# A Gatecast model

A model as one file (a tar archive). \`POST /v1/models/import\` of any Gatecast takes it in.

- \`bundle.json\`: \`format\` and \`version\` (${bundleVersion}) of this layout; \`model\`: name, tags, every setting as used (\`spec\`) and
  as asked for (\`requested_spec\`), and the card with what was measured; \`dataset\`: frequency, calendar and columns of the
  data that it was trained on, or the vocabulary of its symbols, without the data; \`weights\`: size and SHA-256 of the other file.
- \`weights.safetensors\`: the tensors, named as PyTorch names them (of series behind \`members.N.\`); their settings are in
  its metadata.

This layout and this text are under the Apache License 2.0. The weights and the card belong to whoever trained the model: the
licence of a bundle is theirs to give.
`;

/** The description of the data that a model was trained on. */
export type BundledData = KindTypes[KindName]['bundle']['dataset'];

/** A model as a tar archive. The same model gives the same bytes. */
export function packBundle(
  { name, tags, spec, parameter_count, card, ready_at }: Model,
  requestedSpec: Model['spec'],
  dataset: BundledData,
  weights: Weights,
  version: string,
): Buffer {
  const description = {
    format: bundleFormat,
    version: bundleVersion,
    written_by: version,
    model: { name, tags, spec, requested_spec: requestedSpec, parameter_count, card, trained_at: ready_at },
    dataset,
    weights: { bytes: weights.bytes.byteLength, sha256: weights.sha256 },
  };
  const files = [
    { name: readmeName, bytes: Buffer.from(readme) },
    { name: descriptionName, bytes: Buffer.from(`${JSON.stringify(description, null, 1)}\n`) },
    { name: weightsName, bytes: weights.bytes },
  ];
  return writeTar(files, new Date(ready_at ?? 0));
}

/** @throws AppError bundle_invalid, bundle_version_unsupported */
export function readBundle(bytes: Buffer): ImportedModel {
  const files = new Map(readTar(bytes).map((entry) => [entry.name, entry.bytes]));
  const description = readDescription(fileOf(files, descriptionName));
  const weights = fileOf(files, weightsName);
  const sha256 = createHash('sha256').update(weights).digest('hex');
  if (sha256 !== description.weights.sha256)
    throw invalid(
      `the SHA-256 of ${weightsName} is ${sha256}, and ${descriptionName} says ${description.weights.sha256}`,
    );
  const { name, tags, parameter_count, requested_spec, ...model } = description.model;
  return {
    ...model,
    name,
    tags: tags.filter((tag) => tag !== oneShotTag), // those are deleted in time
    requestedSpec: requested_spec,
    parameterCount: parameter_count,
    weights: { bytes: weights, sha256 },
    dataset: description.dataset,
  } as ImportedModel; // the parts are of one kind, as they are in the description
}

function fileOf(files: Map<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes !== undefined) return bytes;
  const found = [...files.keys()].slice(0, 10).join(', ');
  throw invalid(`it has no file \`${name}\`; its files are ${found === '' ? 'none' : found}`);
}

function readDescription(bytes: Uint8Array): NumericBundle | SymbolBundle {
  if (bytes.length > limits.bundleDescriptionBytesMax)
    throw invalid(
      `\`${descriptionName}\` has ${bytes.length} bytes; accepted: at most ${limits.bundleDescriptionBytesMax}`,
    );
  let json: unknown;
  try {
    createJsonScanner()(bytes);
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof AppError) throw invalid(`\`${descriptionName}\`: ${error.message}`);
    throw invalid(`\`${descriptionName}\` is not JSON`);
  }
  const unstorable = unstorableTextError(json, 'body');
  if (unstorable !== null) {
    const [{ path, message }] = unstorable.details.faults!;
    throw invalid(`\`${path}\` in ${descriptionName} ${message}`);
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
  const { bundle } = requestKind(kindOf(model ?? {}));
  const parsed = bundle.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw invalid(`\`${path.join('.')}\` in ${descriptionName} does not fit: ${message}`);
}

export function invalid(what: string): AppError {
  return new AppError('bundle_invalid', { detail: `The bundle cannot be used: ${what}.` });
}
