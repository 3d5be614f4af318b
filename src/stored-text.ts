/** Texts as the database keeps them: zstd frames, one after the other (RFC 8878). Earlier versions
 *  have stored gzip files. */
import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import {
  constants,
  gunzip,
  gunzipSync,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';

/** The fastest level with a good ratio: forecasts are numbers, which compress badly at any level. */
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };
/** Texts up to this size are not compressed, which would take a hundred times as long, most of it for the memory of the
 *  compressor. With the rest of its row, such a text fits into a page of the database. */
const plainBytesMax = 7_000;

/** A frame with the text. Frames one after the other are their texts one after the other. */
export function packedText(text: string | Uint8Array): Uint8Array {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return bytes.length <= plainBytesMax ? plainFrame(bytes) : zstdCompressSync(bytes, fast);
}

const frameMagic = 0xfd2fb528;
/** A frame of one segment, with its size in 4 bytes and without a checksum (RFC 8878, 3.1.1.1.1). */
const frameDescriptor = 0b10_1_00_0_00;
const blockAt = 9;
const plainHeaderBytes = blockAt + 3;

/** A frame that holds the bytes as they are, in one block (RFC 8878, 3.1.1.2). */
function plainFrame(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  assert(length <= plainBytesMax, 'the bytes fit into one block');
  // In memory of its own: a message to another thread would copy the whole pool of small buffers,
  // and a cache would keep it.
  const frame = Buffer.allocUnsafeSlow(plainHeaderBytes + length);
  frame.writeUInt32LE(frameMagic);
  frame[4] = frameDescriptor;
  frame.writeUInt32LE(length, 5);
  frame.writeUIntLE((length << 3) | 1, blockAt, 3); // the last block, of type 0
  frame.set(bytes, plainHeaderBytes);
  return frame;
}

const gunzipLater = promisify(gunzip);
const unzstdLater = promisify(zstdDecompress);

/** @throws if the bytes end early or are no frames. Compressed frames have checksums, plain ones do not. */
export function unpackedText(packed: Uint8Array): Promise<Buffer> {
  return isGzip(packed) ? gunzipLater(packed) : unzstdLater(packed);
}

/** As `unpackedText`, in the calling thread. */
export function unpackedTextSync(packed: Uint8Array): Buffer {
  return isGzip(packed) ? gunzipSync(packed) : zstdDecompressSync(packed);
}

function isGzip(packed: Uint8Array): boolean {
  return packed[0] === 0x1f && packed[1] === 0x8b;
}
