import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Weights } from '../../../contracts/ports/index.ts';
import {
  bundleFormat,
  bundleVersion,
  type ImportedModel,
  type KindName,
  type KindTypes,
  type Model,
  oneShotTag,
} from '../../../contracts/schemas/index.ts';
import { descriptionName, indentedJson, invalidBundle, parseDescription } from '../../json/index.ts';
import { readTar, tarAround } from './tar.ts';

const readmeName = 'README.md';
const weightsName = 'weights.safetensors';
/** Bytes that are hashed without a pause: about a millisecond. */
const hashedBytesMax = 1024 * 1024;

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

/** The bytes of the tar archive of a model before its weights and after them. The same model gives the same bytes. */
export async function bundleAround(
  { name, tags, spec, parameter_count, card }: Model,
  origin: { requestedSpec: Model['spec']; trainedAt: string | null },
  dataset: BundledData,
  weights: Pick<Weights, 'sha256'> & { bytes: number },
  version: string,
): Promise<{ head: Buffer; tail: Buffer }> {
  const description = {
    format: bundleFormat,
    version: bundleVersion,
    written_by: version,
    model: {
      name,
      tags,
      spec,
      requested_spec: origin.requestedSpec,
      parameter_count,
      card,
      trained_at: origin.trainedAt,
    },
    dataset,
    weights: { bytes: weights.bytes, sha256: weights.sha256 },
  };
  const files = [
    { name: readmeName, bytes: Buffer.from(readme) },
    { name: descriptionName, bytes: Buffer.from((await indentedJson(description)) as string) },
  ];
  return tarAround(files, { name: weightsName, size: weights.bytes }, new Date(origin.trainedAt ?? 0));
}

/** @throws AppError bundle_invalid, bundle_version_unsupported */
export async function readBundle(bytes: Buffer): Promise<ImportedModel> {
  const files = new Map(readTar(bytes).map((entry) => [entry.name, entry.bytes]));
  const description = await parseDescription(fileOf(files, descriptionName));
  const weights = fileOf(files, weightsName);
  const sha256 = await hashOf(weights);
  if (sha256 !== description.weights.sha256)
    throw invalidBundle(
      `the SHA-256 of ${weightsName} is ${sha256}, and ${descriptionName} says ${description.weights.sha256}`,
    );
  const { name, tags, parameter_count, requested_spec, trained_at, ...model } = description.model;
  return {
    ...model,
    name,
    tags: tags.filter((tag) => tag !== oneShotTag), // those are deleted in time
    requestedSpec: requested_spec,
    parameterCount: parameter_count,
    trainedAt: trained_at,
    weights: { bytes: weights, sha256 },
    dataset: description.dataset,
  } as ImportedModel; // the parts are of one kind, as they are in the description
}

/** SHA-256 of large bytes. Other calls go between two parts. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < bytes.length; from += hashedBytesMax) {
    if (from > 0) await setImmediate();
    hash.update(bytes.subarray(from, from + hashedBytesMax));
  }
  return hash.digest('hex');
}

function fileOf(files: Map<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes !== undefined) return bytes;
  const found = [...files.keys()].slice(0, 10).join(', ');
  throw invalidBundle(`it has no file \`${name}\`; its files are ${found === '' ? 'none' : found}`);
}
