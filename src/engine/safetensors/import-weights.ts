import { EngineError } from '../engine-error.ts';
import type { Parameters, Tensor } from '../parameters.ts';
import { decodeSafetensors } from './decode.ts';
import type { StoredTensor } from './format.ts';

export interface ImportOptions {
  /** What the file puts before the names, such as `model.encoder.`; the file's other tensors are left alone. */
  filePrefix?: string;
  /** What the parameters have in its place; parameters with other names are left alone. */
  prefix?: string;
}

const faultsShownMax = 10;

/** Puts the weights of a file, trained here or elsewhere, into sealed parameters: all of them or, when anything is
 *  wrong, none. Every parameter must be in the file and every tensor of the file must be a parameter, with the
 *  same shape, in float32 (or, for float64 parameters, in either), finite.
 *  @throws EngineError that names each fault. */
export function importWeights(file: Uint8Array, parameters: Parameters, options: ImportOptions = {}): void {
  const { filePrefix = '', prefix = '' } = options;
  const { tensors } = decodeSafetensors(file);
  const wanted = parameters.tensors.filter(({ name }) => name.startsWith(prefix));
  if (wanted.length === 0) throw new EngineError(`No parameter of the network starts with "${prefix}".`);

  const faults: string[] = [];
  const pairs: { parameter: Tensor; stored: StoredTensor }[] = [];
  const expected = new Set<string>();
  for (const parameter of wanted) {
    const name = filePrefix + parameter.name.slice(prefix.length);
    expected.add(name);
    const stored = tensors.get(name);
    const fault = stored === undefined ? `"${name}" is missing` : faultOf(stored, parameter, parameters);
    if (fault !== undefined) faults.push(fault);
    else pairs.push({ parameter, stored: stored! });
  }
  for (const name of tensors.keys())
    if (name.startsWith(filePrefix) && !expected.has(name)) faults.push(`"${shorten(name)}" is not expected`);

  if (faults.length > 0) throw new EngineError(refusal(faults, [...tensors.keys()], filePrefix));
  for (const { parameter, stored } of pairs) parameter.value.set(stored.data as Float32Array);
}

function faultOf(stored: StoredTensor, parameter: Tensor, { precision }: Parameters): string | undefined {
  const { name, shape, data } = stored;
  if (shape.length !== parameter.shape.length || shape.some((size, i) => size !== parameter.shape[i]))
    return `"${name}" has shape [${shape}] instead of [${parameter.shape}]`;
  if (!(data instanceof Float32Array || (precision === 'float64' && data instanceof Float64Array)))
    return `"${name}" holds ${data.constructor.name.replace('Array', '').toLowerCase()} instead of ${precision}`;
  const at = data.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? undefined : `"${name}" holds ${data[at]} at element ${at}`;
}

/** With the names that are there when no name was right: most likely the prefix is wrong. */
function refusal(faults: string[], names: string[], filePrefix: string): string {
  const shown = faults.slice(0, faultsShownMax).join('; ');
  const more = faults.length > faultsShownMax ? `; and ${faults.length - faultsShownMax} more` : '';
  const none = names.some((name) => name.startsWith(filePrefix))
    ? ''
    : ` No name in the file starts with "${filePrefix}"; it has ${names.slice(0, 5).map(shorten).join(', ')}.`;
  return `These weights do not fit the network: ${shown}${more}.${none}`;
}

function shorten(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 80)}…`;
}
