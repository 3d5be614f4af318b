import { EngineError } from '../primitives/engine-error.ts';
import {
  type DataType,
  dataTypes,
  headerBytesMax,
  lengthBytes,
  metadataKey,
  rankMax,
  type StoredTensor,
} from './format.ts';
import { headerFault } from './header-fault.ts';

export interface SafetensorsFile {
  /** In the order of the data in the file. Each tensor owns its memory. */
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

interface HeaderEntry {
  name: string;
  dtype: DataType;
  shape: number[];
  begin: number;
  end: number;
}

/** Reads a safetensors file. Strict: every deviation from the format is refused, before any memory of a size that the
 *  file states is allocated.
 *  @throws EngineError that says what is wrong and where. */
export function decodeSafetensors(file: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(file);
  let metadata: Record<string, string> = {};
  const entries: HeaderEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(entries, file.length - dataStart);

  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const bytes = new Uint8Array(end - begin);
    bytes.set(file.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, { name, shape, data: new dataTypes[dtype](bytes.buffer) });
  }
  return { tensors, metadata };
}

/** Metadata of a safetensors file; the tensors are not read.
 *  @throws EngineError if the header is not valid. */
export function safetensorsMetadata(file: Uint8Array): SafetensorsFile['metadata'] {
  const { header } = readHeader(file);
  return Object.hasOwn(header, metadataKey) ? readMetadata(header[metadataKey]) : {};
}

function readHeader(file: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  const dataStart = lengthBytes + readHeaderLength(file);
  return { header: parseHeader(file.subarray(lengthBytes, dataStart)), dataStart };
}

function readHeaderLength(file: Uint8Array): number {
  if (file.length < lengthBytes) refuse(`${file.length} bytes are too few; a file has at least 8`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > headerBytesMax)
    refuse(`the header claims ${length} bytes; at most ${headerBytesMax} are read`);
  if (Number(length) > file.length - lengthBytes)
    refuse(`the header claims ${length} bytes; only ${file.length - lengthBytes} follow`);
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) refuse('the header does not start with {');
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse('the header is not UTF-8');
  }
  try {
    header = JSON.parse(text);
  } catch {
    refuse('the header is not JSON');
  }
  const fault = headerFault(text);
  if (fault !== undefined) refuse(`in the header, ${fault}`);
  return header as Record<string, unknown>; // JSON that starts with { is an object
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string'))
    refuse(`${metadataKey} is not a map from text to text`);
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown): HeaderEntry {
  const where = `tensor ${quote(name)}`;
  if (!isObject(value)) refuse(`${where} is not described by an object`);
  for (const field of Object.keys(value))
    if (field !== 'dtype' && field !== 'shape' && field !== 'data_offsets')
      refuse(`${where} has an unknown field ${quote(field)}`);

  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDataType(dtype))
    refuse(`${where} has dtype ${quote(dtype)}; accepted: ${Object.keys(dataTypes).join(', ')}`);
  if (!isSizes(shape) || shape.length > rankMax)
    refuse(`${where} has shape ${quote(shape)}; accepted: at most ${rankMax} integers ≥ 0`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    refuse(`${where} has data_offsets ${quote(offsets)}; accepted: [begin, end] with 0 ≤ begin ≤ end`);

  const [begin, end] = offsets;
  const bytes = shape.reduce((product, size) => product * size, dataTypes[dtype].BYTES_PER_ELEMENT);
  if (bytes !== end - begin)
    refuse(
      `${where} of shape ${quote(shape)} and dtype ${dtype} needs ${bytes} bytes; its offsets span ${end - begin}`,
    );
  return { name, dtype, shape, begin, end };
}

/** Refuses entries, sorted by offset, that overlap, leave a hole or do not end where the file ends. */
function checkCoverage(entries: readonly HeaderEntry[], dataLength: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin < covered) refuse(`tensor ${quote(name)} overlaps the one before it`);
    if (begin > covered) refuse(`a hole of ${begin - covered} bytes lies before tensor ${quote(name)}`);
    if (end > dataLength) refuse(`tensor ${quote(name)} ends at ${end}; the data has ${dataLength} bytes`);
    covered = end;
  }
  if (covered !== dataLength) refuse(`${dataLength - covered} bytes after the last tensor belong to none`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDataType(value: unknown): value is DataType {
  return typeof value === 'string' && Object.hasOwn(dataTypes, value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** JSON text of a value from the file, shortened so that messages stay readable. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

function refuse(reason: string): never {
  throw new EngineError(`Not a valid safetensors file: ${reason}.`);
}
