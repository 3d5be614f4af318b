import { limits } from '../contracts/values/index.ts';
import { AppError } from '../errors.ts';

/** Bounds on the structure of a JSON text. Parsing and checking cost more for each object and
 *  key than for each byte. */
export interface JsonBounds {
  /** Arrays and objects inside of each other. */
  depthMax: number;
  /** Keys of one object. */
  keysPerObjectMax: number;
  /** Keys, objects and arrays of the whole text. */
  partsMax: number;
}

/** Memory that a key, an object or an array takes when it is parsed, about. An empty object takes 67 bytes. */
const partBytes = 70;
/** Memory of what is parsed that counts for each byte of a text anyway. */
const parsedPerByte = 3;

/** Memory of a parsed text beyond that which counts for its bytes. */
export function extraBytesOf(parts: number, bytes: number): number {
  return Math.max(0, partBytes * parts - parsedPerByte * bytes);
}

export const bodyBounds: JsonBounds = {
  depthMax: limits.jsonDepthMax,
  keysPerObjectMax: limits.jsonKeysPerObjectMax,
  partsMax: limits.jsonPartsMax,
};

/** Bounds of uploads. */
export const uploadBounds: JsonBounds = { ...bodyBounds, partsMax: limits.uploadPartsMax };

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
/** 1 for the bytes that matter outside of texts. */
const isCounted = new Uint8Array(256);
for (const byte of [quote, colon, openArray, closeArray, openObject, closeObject]) isCounted[byte] = 1;

/** Counts brackets and keys of a JSON text while its bytes arrive, before anything is parsed. The text may be invalid:
 *  what is counted then is what a parser would read up to the fault.
 *  @returns a function that takes the next bytes, and returns the number of parts so far. It throws
 *  AppError json_too_complex */
export function createJsonScanner(bounds: JsonBounds = bodyBounds): (chunk: Uint8Array) => number {
  const { depthMax, keysPerObjectMax, partsMax } = bounds;
  /** Keys of the open objects; entry 0 is outside of all. */
  const keys = [0];
  let [depth, parts, position] = [0, 0, 0];
  let [isInString, isEscaped] = [false, false];

  const countPart = (at: number) => {
    parts++;
    if (parts > partsMax)
      throw tooComplex(`has more than ${partsMax} keys, objects and arrays`, position + at, partsMax);
  };

  return (chunk) => {
    // Local variables: those of the closure would be read from memory for each byte.
    let [inString, escaped] = [isInString, isEscaped];
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      if (isCounted[byte] === 0) continue;
      switch (byte) {
        case quote:
          inString = true;
          break;
        case openArray:
        case openObject:
          depth++;
          if (depth > depthMax)
            throw tooComplex(`is nested deeper than ${depthMax} levels`, position + at, depthMax);
          keys[depth] = 0;
          countPart(at);
          break;
        case closeArray:
        case closeObject:
          if (depth > 0) depth--;
          break;
        case colon:
          keys[depth]++;
          if (keys[depth] > keysPerObjectMax)
            throw tooComplex(
              `has more than ${keysPerObjectMax} keys in one object`,
              position + at,
              keysPerObjectMax,
            );
          countPart(at);
          break;
      }
    }
    isInString = inString;
    isEscaped = escaped;
    position += chunk.length;
    return parts;
  };
}

function tooComplex(what: string, byte: number, most: number): AppError {
  const message = `The JSON ${what}, at byte ${byte}`;
  return new AppError('json_too_complex', {
    detail: `${message}; accepted: at most ${most}.`,
    faults: [{ path: '', message, accepted: `at most ${most}` }],
  });
}
